// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLossesOfMoreThanFields edits what a kind is called, where it is, and which versions and values there are.
func TestLossesOfMoreThanFields(t *testing.T) {
	t.Parallel()
	const (
		mode = "\tMode Mode `json:\"mode,omitempty\"`\n"
		enum = "// Mode is a mode.\n// +kubebuilder:validation:Enum=fast;slow;off\ntype Mode string\n"
		job  = `// Job is another kind.
// +versioned:crd
type Job struct {
	metav1.TypeMeta   ` + "`json:\",inline\"`" + `
	metav1.ObjectMeta ` + "`json:\"metadata,omitempty\"`" + `
	Mode string ` + "`json:\"mode,omitempty\"`" + `
}
`
		stored  = "objects may be stored in it, and API servers refuse a definition without a version that its status.storedVersions names. If it was released, "
		another = "that makes it another resource, and stored objects stay behind in the former. If it was released, "
	)
	before := shape(mode, "", enum+job)
	edited := func(oldnew ...string) string { return strings.NewReplacer(oldnew...).Replace(before) }
	for name, c := range map[string]struct {
		after, says string
	}{
		"a kind that is gone": {
			shape(mode, "", enum),
			"4:1: warning: kind Job (jobs.test.example.com) is not there any more: no client is left for its objects, which stay in clusters until somebody deletes its definition. " +
				"If it was released, keep the type, or say +versioned:removed:since=VERSION on it for the versions that do without",
		},
		"a kind with another name": {
			edited("Job", "Task"),
			"4:1: warning: kind Job (jobs.test.example.com) is not there any more: no client is left for its objects, which stay in clusters until somebody deletes its definition. " +
				"If it was released, keep the type, or say +versioned:removed:since=VERSION on it for the versions that do without",
		},
		"a kind with another name, and the same resource": {
			edited("// Job is another kind.\n// +versioned:crd\ntype Job", "// Task is another kind.\n// +versioned:crd:plural=jobs\ntype Task"),
			"36:4: warning: jobs.test.example.com was of kind Job until now, and is of kind Task: API servers refuse to change that. If it was released, keep the name of the type",
		},
		"a group":   {edited("group=test.example.com", "group=test.example.org"), "1:4: warning: the group was test.example.com until now, and is test.example.org: " + strings.Replace(another, "it another resource", "all kinds other resources", 1) + "keep the group"},
		"a plural":  {edited("plural=people", "plural=persons"), "14:4: warning: Person had the plural people until now, and has persons: " + another + "say +versioned:crd:plural=people"},
		"a scope":   {edited("plural=people", "plural=people,scope=Cluster"), "14:4: warning: Person was of the scope Namespaced until now, and is Cluster: API servers refuse to change that. If it was released, say +versioned:crd:scope=Namespaced"},
		"a version": {edited("// +versioned:version:name=v1beta1\n", ""), "2:4: warning: version v1beta1 is not there any more: " + stored + "keep it with served=false until no object is stored in it and status.storedVersions does without"},
		"a version of a kind": {
			edited("// Job is another kind.\n", "// Job is another kind.\n// +versioned:added:since=v1\n"),
			"37:4: warning: Job is not in version v1beta1 any more: " + stored + "keep it there, and say served=false on the version until no object is stored in it and status.storedVersions does without",
		},
		"values": {
			edited("Enum=fast;slow;off", "Enum=fast"),
			`33:4: warning: field Mode of PersonSpec cannot be "slow" or "off" any more: stored objects in which it is cannot be changed. If this version was released, keep the constant and say +versioned:removed:since=VERSION,upgradeTo=CONSTANT`,
		},
		"values that are more": {edited("Enum=fast;slow;off", "Enum=fast;on;slow;off"), ""},
		"no enumeration":       {edited("// +kubebuilder:validation:Enum=fast;slow;off\n", ""), ""},
		"short names":          {edited("plural=people", "plural=people,shortNames={pp}"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := module(t)
			source := filepath.Join(dir, "apis/person/person.go")
			place(t, source, before)
			require.Equal(t, outcome{}, execute(t, dir, "generate", "./apis/person"))
			place(t, source, c.after)
			said := execute(t, dir, "generate", "./apis/person")
			if c.says != "" {
				c.says = "apis/person/person.go:" + c.says + "\n"
			}
			require.Equal(t, c.says, said.stderr)
			require.Equal(t, exitDone, said.code)
			require.Equal(t, outcome{}, execute(t, dir, "generate", "./apis/person"), "it is told once")
		})
	}
}

// TestKindsThatMoved to another package of the group are not lost.
func TestKindsThatMoved(t *testing.T) {
	t.Parallel()
	dir := module(t)
	people, others := filepath.Join(dir, "apis/person/person.go"), filepath.Join(dir, "apis/other/other.go")
	whole := shape("", "", "")
	extra := strings.NewReplacer("Person", "Extra", "Item", "Part", "plural=people", "plural=extras", "package person", "package other").Replace(whole)
	place(t, people, whole)
	place(t, others, extra)
	require.Equal(t, outcome{}, execute(t, dir, "generate", "./apis/..."))
	place(t, people, strings.Replace(extra, "package other", "package person", 1))
	place(t, others, strings.Replace(whole, "package person", "package other", 1))
	require.Equal(t, outcome{}, execute(t, dir, "generate", "./apis/..."))
}

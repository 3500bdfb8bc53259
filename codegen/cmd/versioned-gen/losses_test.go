// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shape is an API package with the lines of a specification, of a list's items, and of types.
func shape(spec, item, types string) string {
	return `// +versioned:group=test.example.com
// +versioned:version:name=v1beta1
// +versioned:version:name=v1,storage=true
package person

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var _ intstr.IntOrString

// Person is a person.
// +versioned:crd:plural=people
type Person struct {
	metav1.TypeMeta   ` + "`json:\",inline\"`" + `
	metav1.ObjectMeta ` + "`json:\"metadata,omitempty\"`" + `
	Spec PersonSpec ` + "`json:\"spec\"`" + `
}

// PersonSpec is the specification, with a ` + "` in it." + `
type PersonSpec struct {
	Items []Item ` + "`json:\"items,omitempty\"`" + `
	ByName map[string]Item ` + "`json:\"byName,omitempty\"`" + `
` + spec + `}

// Item is an item.
type Item struct {
	Kind string ` + "`json:\"kind\"`" + `
` + item + `}
` + types
}

// TestLosses edits the latest shape after it was generated: what older versions lose thereby is told once. What is marked, and
// what is only added, is no loss.
func TestLosses(t *testing.T) {
	t.Parallel()
	const (
		nick    = "\tNick string `json:\"nick,omitempty\"`\n"
		size    = "\tSize int32 `json:\"size,omitempty\"`\n"
		second  = "// Second is made of the same.\n// +versioned:crd\ntype Second struct {\n\tmetav1.TypeMeta   `json:\",inline\"`\n\tmetav1.ObjectMeta `json:\"metadata,omitempty\"`\n\tSpec PersonSpec `json:\"spec\"`\n}\n"
		removed = "is not there any more: stored objects lose it. If this version was released, keep the field and say +versioned:removed:since=VERSION, or +versioned:changed:since=VERSION,fromName=... if it has another name now"
	)
	for name, c := range map[string]struct {
		before, after string
		says          []string
	}{
		"nothing but an addition": {shape(nick, nick, ""), shape(nick+size, nick, ""), nil},
		"a field": {
			shape(nick+size, "", ""), shape(size, "", ""),
			[]string{"apis/person/person.go:22:6: warning: field nick of PersonSpec " + removed},
		},
		"a field of the items of lists and maps": {
			shape("", nick, ""), shape("", "", ""),
			[]string{"apis/person/person.go:28:6: warning: field nick of Item " + removed},
		},
		"a field that is marked": {shape(nick, "", ""), shape("\t// +versioned:removed:since=v1\n"+nick, "", ""), []string{"apis/person/person.go:22:6: warning: field nick of PersonSpec is not there any more: stored objects lose it. If this version was released, name a later version in its +versioned:removed (in v1)"}},
		"a name that is marked in a version that is new": {
			strings.Replace(shape(nick, "", ""), "v1,storage", "v1beta2,storage", 1),
			strings.Replace(shape("\t// +versioned:changed:since=v1,fromName=Nick\n\tNickname string `json:\"nickname,omitempty\"`\n", "", ""),
				"// +versioned:version:name=v1,", "// +versioned:version:name=v1beta2\n// +versioned:version:name=v1,", 1),
			nil,
		},
		"a type": {
			shape("\tValue string `json:\"value,omitempty\"`\n", "", ""), shape("\tValue int32 `json:\"value,omitempty\"`\n", "", ""),
			[]string{"apis/person/person.go:25:2: warning: field Value of PersonSpec was a value of type string until now, and is one of type integer: stored objects do not fit. If this version was released, say +versioned:changed:since=VERSION,fromType=..."},
		},
		"a field that was optional": {
			shape(nick, "", ""), shape("\tNick string `json:\"nick\"`\n", "", ""),
			[]string{"apis/person/person.go:25:2: warning: field Nick of PersonSpec must be there now: stored objects without it cannot be changed. If this version was released, make it optional again, and say +versioned:marker:text=\"+required\",since=VERSION"},
		},
		"a field that is optional again, and marked": {
			shape(nick, "", ""), shape("\t// +versioned:marker:text=\"+required\",since=v1\n"+nick, "", ""),
			[]string{"apis/person/person.go:26:2: warning: field Nick of PersonSpec must be there now: stored objects without it cannot be changed. If this version was released, name a later version in its +versioned:marker (in v1)"},
		},
		"a field that is new, and has to be there": {
			shape("", "", ""), shape("\tSize int32 `json:\"size\"`\n", "", ""),
			[]string{"apis/person/person.go:25:2: warning: field Size of PersonSpec must be there now: stored objects without it cannot be changed. If this version was released, have it added with +versioned:added:since=VERSION"},
		},
		"a field that is marked as new in this very version": {
			shape("", "", ""), shape("\t// +versioned:added:since=v1\n\tSize int32 `json:\"size\"`\n", "", ""),
			[]string{"apis/person/person.go:26:2: warning: field Size of PersonSpec must be there now: stored objects without it cannot be changed. If this version was released, name a later version in its +versioned:added (in v1)"},
		},
		"a name": {
			shape("\tNick string `json:\"nick\"`\n", "", ""), shape("\tNickname string `json:\"nickname\"`\n", "", ""),
			[]string{"apis/person/person.go:25:2: warning: field Nickname of PersonSpec must be there now, and nick of PersonSpec is not there any more: stored objects lose the one, and cannot be changed without the other. " +
				"If this version was released, say +versioned:changed:since=VERSION,fromName=... if it is nick by another name; if not, keep that with +versioned:removed:since=VERSION, and have this one added with +versioned:added:since=VERSION"},
		},
		"a name that is marked in this very version": {
			shape("\tNick string `json:\"nick\"`\n", "", ""), shape("\t// +versioned:changed:since=v1,fromName=Nick\n\tNickname string `json:\"nickname\"`\n", "", ""),
			[]string{"apis/person/person.go:26:2: warning: field Nickname of PersonSpec must be there now, and nick of PersonSpec is not there any more: stored objects lose the one, and cannot be changed without the other. " +
				"If this version was released, name a later version in its +versioned:changed (in v1)"},
		},
		"a type that is marked in this very version": {
			shape("\tValue *string `json:\"value,omitempty\"`\n", "", ""), shape("\t// +versioned:changed:since=v1,fromType=*string\n\tValue *intstr.IntOrString `json:\"value,omitempty\"`\n", "", ""), nil,
		},
		"items of a list": {
			shape("\tList []string `json:\"list,omitempty\"`\n", "", ""), shape("\tList []int32 `json:\"list,omitempty\"`\n", "", ""),
			[]string{"apis/person/person.go:25:2: warning: what is in field List of PersonSpec was a value of type string until now, and is one of type integer: stored objects do not fit. If this version was released, say +versioned:changed:since=VERSION,fromType=..."},
		},
		"a field of what two kinds are made of": {
			shape(nick, "", second), shape("", "", second), []string{"apis/person/person.go:22:6: warning: field nick of PersonSpec " + removed},
		},
		"a type that holds all values": {
			shape("\tValue string `json:\"value,omitempty\"`\n", "", ""), shape("\tValue *intstr.IntOrString `json:\"value,omitempty\"`\n", "", ""), nil,
		},
		"a map that becomes a struct": {
			shape("\tAny map[string]string `json:\"any,omitempty\"`\n", "", ""),
			shape("\tAny Any `json:\"any,omitempty\"`\n", "", "// Any is anything.\ntype Any struct {\n\tOne string `json:\"one,omitempty\"`\n}\n"),
			[]string{"apis/person/person.go:25:2: warning: field Any of PersonSpec kept fields of any name until now, and keeps only some: stored objects lose the others. If this version was released, say +versioned:changed:since=VERSION,fromType=..."},
		},
		"what kept all becomes a struct": {
			shape("\tAny Any `json:\"any,omitempty\"`\n", "", "// Any is anything.\n// +kubebuilder:pruning:PreserveUnknownFields\ntype Any struct {}\n"),
			shape("\tAny Any `json:\"any,omitempty\"`\n", "", "// Any is anything.\ntype Any struct {\n\tOne string `json:\"one,omitempty\"`\n}\n"),
			[]string{"apis/person/person.go:25:2: warning: field Any of PersonSpec kept fields of any name until now, and keeps only some: stored objects lose the others. If this version was released, say +versioned:changed:since=VERSION,fromType=..."},
		},
		"a field that was optional, with a default": {shape(nick, "", ""), shape("\t// +kubebuilder:default=ed\n\tNick string `json:\"nick\"`\n", "", ""), nil},
		"fields of what keeps all": {
			shape("\tAny Any `json:\"any,omitempty\"`\n", "", "// Any is anything.\ntype Any struct {\n\tOne string `json:\"one,omitempty\"`\n}\n"),
			shape("\tAny Any `json:\"any,omitempty\"`\n", "", "// Any is anything.\n// +kubebuilder:pruning:PreserveUnknownFields\ntype Any struct {}\n"), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := module(t)
			source := filepath.Join(dir, "apis/person/person.go")
			place(t, source, c.before)
			args := []string{"generate", "./apis/person"}
			require.Equal(t, outcome{}, execute(t, dir, args...))
			place(t, source, c.after)
			said := ""
			for _, line := range c.says {
				said += line + "\n"
			}
			verified := execute(t, dir, "verify", "./apis/person")
			assert.Equal(t, exitFault, verified.code)
			assert.True(t, strings.HasPrefix(verified.stderr, said), verified.stderr)
			require.Equal(t, outcome{stderr: said}, execute(t, dir, args...))
			require.Equal(t, outcome{}, execute(t, dir, args...), "it is told once")
			require.Equal(t, outcome{}, execute(t, dir, args...), "also where nothing has changed since")
		})
	}
}

// TestLossesOfWhatIsDamaged are not told: it is written anew.
func TestLossesOfWhatIsDamaged(t *testing.T) {
	t.Parallel()
	dir := module(t)
	args := []string{"generate", "./apis/person"}
	require.Equal(t, outcome{}, execute(t, dir, args...))
	emitted := filepath.Join(dir, "apis/person/definitions/zz_generated.versioned.definitions.go")
	whole := string(mustRead(t, emitted))
	for _, damaged := range []string{
		strings.Replace(whole, "package definitions", "package {{", 1),
		strings.Replace(whole, `"openAPIV3Schema"`, `"openAPIV3Schema`, 1),
		strings.Replace(whole, "const personJSON = `", "const personJSON = 1 + `", 1),
		strings.Replace(whole, "const personJSON = ", "const otherJSON = ", 1),
		strings.Replace(whole, `"type": "object"`, `"type": 7`, 1),
	} {
		require.NotEqual(t, whole, damaged)
		place(t, emitted, damaged)
		require.Equal(t, outcome{}, execute(t, dir, args...))
		require.Equal(t, whole, string(mustRead(t, emitted)))
	}
}

// TestLossesByAnError are not told: a schema that cannot be read, or is none, is no other one.
func TestLossesByAnError(t *testing.T) {
	t.Parallel()
	dir := module(t)
	args := []string{"generate", "./apis/person"}
	place(t, filepath.Join(dir, "own/own.go"), "// Package own is imported.\npackage own\n\n// Own has its own form.\n// +versioned:schema=own.yaml\n"+
		"type Own struct{ any string }\n\n// MarshalJSON writes it.\nfunc (o Own) MarshalJSON() ([]byte, error) { return []byte(o.any), nil }\n")
	source := shape("\tOwn own.Own `json:\"own\"`\n", "", "")
	place(t, filepath.Join(dir, "apis/person/person.go"), strings.Replace(source, "import (", "import (\n\t\"test.example.com/operator/own\"", 1))
	place(t, filepath.Join(dir, "own/own.yaml"), "type: string\n")
	require.Equal(t, outcome{}, execute(t, dir, args...))
	for schema, says := range map[string]string{
		"type: [":     "own/own.go:5:4: +versioned:schema=own.yaml: line 1: did not find expected node content\n",
		"type: strin": "apis/person/person.go:26:2: Person.spec.own type: \"strin\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"\n",
	} {
		place(t, filepath.Join(dir, "own/own.yaml"), schema)
		assert.Equal(t, outcome{code: exitFault, stderr: says}, execute(t, dir, args...))
	}
}

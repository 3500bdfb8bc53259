// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// beTheCommand makes the test binary behave as versioned-gen, so that tests run the whole process.
const beTheCommand = "OPERATOR_GO_TEST_BE_VERSIONED_GEN"

func TestMain(m *testing.M) {
	if os.Getenv(beTheCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

// outcome is how a process ended and what it printed.
type outcome struct {
	code           int
	stdout, stderr string
}

// command prepares a run of versioned-gen in a folder, with a cache of its own.
func command(t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), beTheCommand+"=1", "VERSIONED_GEN_CACHE="+filepath.Join(dir, ".cache"))
	return cmd
}

func execute(t testing.TB, dir string, args ...string) outcome {
	t.Helper()
	cmd := command(t, dir, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return outcome{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}

const person = `// +versioned:group=test.example.com
// +versioned:version:name=v1beta1
// +versioned:version:name=v1,storage=true
package person

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Person is a person.
// +versioned:crd:plural=people
type Person struct {
	metav1.TypeMeta   ` + "`json:\",inline\"`" + `
	metav1.ObjectMeta ` + "`json:\"metadata,omitempty\"`" + `

	// +versioned:changed:since=v1,fromName=Title
	Name string ` + "`json:\"name\"`" + `
}
`

// module makes a folder with a module that has one API package, with the requirements of this module.
func module(t testing.TB) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	_, requirements, _ := strings.Cut(string(mod), "\n")
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	place(t, filepath.Join(dir, "go.mod"), "module test.example.com/operator\n"+requirements)
	place(t, filepath.Join(dir, "go.sum"), string(sum))
	place(t, filepath.Join(dir, "apis/person/person.go"), person)
	return dir
}

func place(t testing.TB, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	dir := module(t)
	for name, tc := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no command":             {nil, exitUsage, "Usage:"},
		"unknown command":        {[]string{"genrate", "."}, exitUsage, `unknown command "genrate", did you mean generate?`},
		"unknown flag":           {[]string{"generate", "--crd", "x", "."}, exitUsage, "flag provided but not defined: -crd, did you mean --crds?"},
		"flag without value":     {[]string{"generate", ".", "--crds"}, exitUsage, "flag needs an argument: -crds"},
		"no packages":            {[]string{"generate"}, exitUsage, "no packages named"},
		"bad number":             {[]string{"generate", "--max-description-length", "-1", "."}, exitUsage, "a number that is not negative is needed"},
		"bad service":            {[]string{"generate", "--conversion-service", "webhook", "."}, exitUsage, "namespace/name[:port][/path]"},
		"bad port":               {[]string{"generate", "--conversion-service", "a/b:0", "."}, exitUsage, `"0" is no port`},
		"explain two":            {[]string{"explain", "a", "b"}, exitUsage, "explain takes one marker"},
		"explain unknown":        {[]string{"explain", "aded"}, exitUsage, "did you mean added?"},
		"folder does not exist":  {[]string{"generate", "./nowhere"}, exitFault, "nowhere does not exist"},
		"folder without Go":      {[]string{"generate", "."}, exitFault, "no Go files in"},
		"folder without ./":      {[]string{"generate", "apis/person"}, exitFault, "write ./apis/person for the folder"},
		"file":                   {[]string{"generate", "apis/person/person.go"}, exitFault, "name the folder, ./apis/person"},
		"package does not exist": {[]string{"generate", "test.example.com/operator/nowhere"}, exitFault, "package test.example.com/operator/nowhere"},
		"tree without packages":  {[]string{"generate", "./apis/person/nowhere/..."}, exitFault, "nowhere"},
		"outside of a module":    {[]string{"generate", filepath.Dir(dir)}, exitFault, "is not inside a Go module"},
		"clients outside":        {[]string{"generate", "--clients", os.TempDir(), "./apis/person"}, exitFault, "is not inside a Go module"},
		"header does not exist":  {[]string{"generate", "--header", "none.txt", "./apis/person"}, exitFault, "--header none.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := execute(t, dir, tc.args...)
			assert.Equal(t, tc.code, got.code, got.stderr)
			assert.Contains(t, got.stderr, tc.want)
			assert.Empty(t, got.stdout)
			assert.NotContains(t, got.stderr, "goroutine")
			if name != "no command" {
				assert.Equal(t, 1, strings.Count(got.stderr, "\n"), "one line:\n%s", got.stderr)
			}
		})
	}
}

// TestAllWrongPatternsAreNamed at once.
func TestAllWrongPatternsAreNamed(t *testing.T) {
	t.Parallel()
	dir := module(t)
	got := execute(t, dir, "generate", "./nope1", "./apis/person", "./nope2")
	assert.Equal(t, outcome{
		code:   exitFault,
		stderr: "versioned-gen: package ./nope1: the folder " + dir + "/nope1 does not exist\nversioned-gen: package ./nope2: the folder " + dir + "/nope2 does not exist\n",
	}, got)
}

// TestEmittedPackage is none to generate from, and its name leads to the one that is, also where a file stands beside it.
func TestEmittedPackage(t *testing.T) {
	t.Parallel()
	dir := module(t)
	require.Equal(t, outcome{}, execute(t, dir, "generate", "--clients", "generated", "./apis/person"))
	place(t, filepath.Join(dir, "apis/person/v1/hand.go"), "package v1\n")
	refused := "versioned-gen: package %s was emitted by versioned-gen: name the package that it was made from, %s\n"
	for pattern, want := range map[string]string{
		"./apis/person/v1":                              "./apis/person",
		"./apis/person/install":                         "./apis/person",
		"test.example.com/operator/apis/person/v1beta1": "test.example.com/operator/apis/person",
		"./generated/listers/person/v1":                 "./apis/person",
		filepath.Join(dir, "apis/person/v1"):            filepath.Join(dir, "apis/person"),
	} {
		got := execute(t, dir, "generate", pattern)
		assert.Equal(t, outcome{code: exitFault, stderr: fmt.Sprintf(refused, pattern, want)}, got)
	}
	place(t, filepath.Join(dir, "apis/other/zz_generated.versioned.types.go"), "<<<<<<< HEAD\npackage other\n")
	got := execute(t, dir, "generate", "./apis/other")
	assert.Equal(t, outcome{code: exitFault, stderr: "versioned-gen: package ./apis/other was emitted by versioned-gen: name the package that it was made from\n"}, got)
}

func TestHelp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, tc := range []struct{ args, want []string }{
		{[]string{"--help"}, []string{"generate", "verify", "explain", "Exit codes"}},
		{[]string{"generate", "--help"}, []string{"Writes all files", "2 wrong use", "name every file that is written", "-crds", "-clients", "-header", "-max-description-length", "-conversion-service"}},
		{[]string{"verify", "-h"}, []string{"Writes nothing.", "1 it would, or the packages are at fault", "the CRDs go into this folder", "name every file that generate would write"}},
		{[]string{"explain", "--help"}, []string{"MARKER"}},
		{[]string{"help", "verify"}, []string{"Usage: versioned-gen verify", "-crds"}},
		{[]string{"explain", "+kubebuilder:storageversion"}, []string{"write storage=true on the versioned:version marker"}},
		{[]string{"version"}, []string{"versioned-gen"}},
	} {
		got := execute(t, dir, tc.args...)
		assert.Equal(t, exitDone, got.code, tc.args)
		for _, want := range tc.want {
			assert.Contains(t, got.stdout, want, tc.args)
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	all := execute(t, dir, "explain")
	assert.Equal(t, exitDone, all.code)
	assert.NotContains(t, all.stdout, "\x1b", "no colours where there is no terminal")
	for _, name := range []string{"added", "+versioned:added", "versioned:added"} {
		one := execute(t, dir, "explain", name)
		assert.Equal(t, exitDone, one.code)
		assert.Contains(t, one.stdout, "since")
		assert.Contains(t, all.stdout, one.stdout)
	}
	others := execute(t, dir, "explain", "+kubebuilder:validation:Minimum")
	assert.Equal(t, exitDone, others.code)
	assert.Contains(t, others.stdout, "+kubebuilder:validation:Minimum\n    is a marker of the tools of Kubernetes")
	unknown := execute(t, dir, "explain", "addet")
	assert.Equal(t, exitUsage, unknown.code)
	assert.Contains(t, unknown.stderr, "there is no marker +versioned:addet, did you mean added?")
}

func TestGenerateThenVerify(t *testing.T) {
	t.Parallel()
	dir := module(t)
	args := []string{"--crds", "crds", "./apis/person", "--clients=generated"}
	run := func(command string) outcome { return execute(t, dir, append([]string{command}, args...)...) }

	before := run("verify")
	assert.Equal(t, exitFault, before.code)
	assert.Contains(t, before.stdout, "crds/test.example.com_people.yaml")
	assert.Contains(t, before.stderr, "run versioned-gen generate with the same arguments")
	assert.NoDirExists(t, filepath.Join(dir, "crds"), "verify writes nothing")

	told := execute(t, dir, append([]string{"verify", "-v"}, args...)...)
	assert.Contains(t, told.stdout, "would write crds/test.example.com_people.yaml\n")
	assert.Contains(t, told.stdout, " 0 unchanged, 0 to remove\n")

	require.Equal(t, outcome{}, run("generate"), "silent when all is well")
	require.Equal(t, outcome{}, run("verify"))
	require.Equal(t, outcome{}, run("verify"), "with a stamp")

	types := filepath.Join(dir, "apis/person/v1/zz_generated.versioned.types.go")
	original, err := os.ReadFile(types)
	require.NoError(t, err)
	for name, damage := range map[string]func(){
		"edited":  func() { place(t, types, string(original)+"\n// edited\n") },
		"removed": func() { require.NoError(t, os.Remove(types)) },
		"left over": func() {
			place(t, filepath.Join(dir, "apis/person/v2/zz_generated.versioned.types.go"), string(original))
		},
		"broken": func() { place(t, types, strings.Replace(string(original), "package v1", "package v1 {{{", 1)) },
	} {
		damage()
		assert.Equal(t, exitFault, run("verify").code, name)
		said := ""
		if name == "left over" {
			said = "removed apis/person/v2/zz_generated.versioned.types.go\n"
		}
		require.Equal(t, outcome{stdout: said}, run("generate"), name)
		assert.Equal(t, exitDone, run("verify").code, name)
		restored, err := os.ReadFile(types)
		require.NoError(t, err)
		assert.Equal(t, string(original), string(restored), name)
		assert.NoDirExists(t, filepath.Join(dir, "apis/person/v2"), name)
	}
}

// TestRunsForDifferentThings of one package leave each other's output alone, wherever it lies.
func TestRunsForDifferentThings(t *testing.T) {
	t.Parallel()
	dir := module(t)
	own := filepath.Join(dir, "apis/person")
	require.Equal(t, outcome{}, execute(t, own, "generate", "--crds", "crds", "."))
	require.Equal(t, outcome{}, execute(t, own, "generate", "--clients", "client", "."))
	require.Equal(t, outcome{}, execute(t, own, "generate", "."))
	assert.FileExists(t, filepath.Join(own, "crds/test.example.com_people.yaml"))
	assert.FileExists(t, filepath.Join(own, "client/clientset/versioned/clientset.go"))

	place(t, filepath.Join(own, "crds/test.example.com_old.yaml"), string(mustRead(t, filepath.Join(own, "crds/test.example.com_people.yaml"))))
	assert.Equal(t, outcome{stdout: "removed crds/test.example.com_old.yaml\n"}, execute(t, own, "generate", "--crds", "crds", "."))
}

// TestStampSeesLeftOvers wherever a run would have removed them, also in folders that the remembered run made itself.
func TestStampSeesLeftOvers(t *testing.T) {
	t.Parallel()
	for name, like := range map[string]string{
		"apis/person/v2/zz_generated.versioned.types.go":        "apis/person/v1/zz_generated.versioned.types.go",
		"clients/clientset/versioned/typed/old/v1/client.go":    "clients/clientset/versioned/clientset.go",
		"clients/clientset/versioned/typed/person/v0/client.go": "clients/clientset/versioned/clientset.go",
		"crds/test.example.com_old.yaml":                        "crds/test.example.com_people.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := module(t)
			run := func(command string) outcome {
				return execute(t, dir, command, "--crds", "crds", "--clients", "clients", "./apis/person")
			}
			require.Equal(t, exitDone, run("generate").code)
			for _, after := range []string{"a run that wrote everything", "a run that removed it"} {
				require.Equal(t, outcome{}, run("verify"), after)
				place(t, filepath.Join(dir, name), string(mustRead(t, filepath.Join(dir, like))))
				got := run("verify")
				assert.Equal(t, exitFault, got.code, after)
				assert.Contains(t, got.stderr, "1 file differs", after)
				assert.Equal(t, outcome{stdout: "removed " + name + "\n"}, run("generate"), after)
			}
		})
	}
}

func TestStampIsNotBelievedWhenSomethingChanged(t *testing.T) {
	t.Parallel()
	dir := module(t)
	source := filepath.Join(dir, "apis/person/person.go")
	generate := func() outcome { return execute(t, dir, "generate", "-v", "--crds", "crds", "./apis/person") }
	require.Contains(t, generate().stdout, "wrote")
	require.Empty(t, generate().stdout, "nothing changed, nothing is done")

	place(t, source, strings.Replace(person, "Person is a person.", "Person is somebody.", 1))
	assert.Contains(t, generate().stdout, "wrote crds/test.example.com_people.yaml")

	place(t, filepath.Join(dir, "apis/person/pet.go"), "package person\n\n// Unused is not reached.\ntype Unused string\n")
	assert.Contains(t, generate().stdout, "0 files written", "a new file is looked at")

	place(t, filepath.Join(dir, "go.work"), "go 1.26.0\n\nuse .\n")
	assert.Contains(t, generate().stdout, "0 files written", "a workspace may change where imports come from")

	assert.Contains(t, execute(t, dir, "generate", "-v", "--force", "--crds", "crds", "./apis/person").stdout, "0 files written")
}

// TestStampSeesFilesThatWereLeftOut by their build constraints, or for our header.
func TestStampSeesFilesThatWereLeftOut(t *testing.T) {
	t.Parallel()
	dir := module(t)
	const constraint, header = "//go:build never\n\n", "// Code generated by versioned-gen. DO NOT EDIT.\n\n"
	kind := func(name string) string {
		return strings.NewReplacer("Person", name, "plural=people", "plural="+strings.ToLower(name)).Replace(person[strings.Index(person, "package"):])
	}
	pet := strings.Replace(person[:strings.Index(person, "package")], "group=", "group=pet.", 1) + strings.Replace(kind("Pet"), "package person", "package pet", 1)
	for name, left := range map[string]string{
		"apis/person/cat.go": constraint + kind("Cat"),
		"apis/person/dog.go": header + kind("Dog"),
		// A package of which all is left out, and an ordinary one.
		"apis/pet/pet.go":     constraint + pet,
		"apis/other/doc.go":   "package other\n",
		"apis/other/other.go": constraint + strings.NewReplacer("package pet", "package other", "pet.", "other.", "plural=pet", "plural=other").Replace(pet),
	} {
		place(t, filepath.Join(dir, name), left)
	}
	generate := func(pattern string) string {
		o := execute(t, dir, "generate", "-v", "--crds", "crds", pattern)
		require.Equal(t, exitDone, o.code, o.stderr)
		return o.stdout
	}
	use := func(name, without string) {
		path := filepath.Join(dir, name)
		place(t, path, strings.Replace(string(mustRead(t, path)), without, "", 1))
	}
	generate("./apis/person")
	require.Empty(t, generate("./apis/person"))
	use("apis/person/cat.go", constraint)
	assert.Contains(t, generate("./apis/person"), "wrote crds/test.example.com_cat.yaml")
	use("apis/person/dog.go", header)
	assert.Contains(t, generate("./apis/person"), "wrote crds/test.example.com_dog.yaml")

	generate("./apis/...")
	require.Empty(t, generate("./apis/..."))
	use("apis/pet/pet.go", constraint)
	assert.Contains(t, generate("./apis/..."), "wrote crds/pet.test.example.com_pet.yaml")
	require.Empty(t, generate("./apis/..."))
	use("apis/other/other.go", constraint)
	assert.Contains(t, generate("./apis/..."), "wrote crds/other.test.example.com_other.yaml")
}

// TestWhatIsBrokenInATree does not block a run, if it is no API package.
func TestWhatIsBrokenInATree(t *testing.T) {
	t.Parallel()
	dir := module(t)
	generate := func() outcome { return execute(t, dir, "generate", "./apis/...") }
	require.Equal(t, outcome{}, generate())
	types := filepath.Join(dir, "apis/person/v1/zz_generated.versioned.types.go")
	original := string(mustRead(t, types))
	place(t, types, "<<<<<<< HEAD\n"+original)
	place(t, filepath.Join(dir, "apis/half/written.go"), "package half\n\nfunc {\n")
	assert.Equal(t, outcome{}, generate())
	assert.Equal(t, original, string(mustRead(t, types)))

	place(t, filepath.Join(dir, "apis/person/zz_generated.versioned.old.go"), "<<<<<<< HEAD\n")
	assert.Equal(t, outcome{}, generate())

	place(t, filepath.Join(dir, "apis/person/person.go"), "<<<<<<< HEAD\n"+person)
	assert.Equal(t, outcome{
		code: exitFault, stderr: "apis/person/person.go:1:1: expected 'package', found '<<'\n",
	}, generate(), "an API package is not passed over")
}

// TestStampOfATree is not believed when another package matches, wherever it comes from.
func TestStampOfATree(t *testing.T) {
	t.Parallel()
	dir := module(t)
	place(t, filepath.Join(dir, "apis/pet/pet.go"), "package pet\n")
	generate := func() string {
		o := execute(t, dir, "generate", "-v", "--crds", "crds", "./apis/...")
		require.Equal(t, exitDone, o.code, o.stderr)
		return o.stdout
	}
	named := func(name string) string {
		return strings.NewReplacer("package person", "package "+name, "group=test", "group="+name, "plural=people", "plural="+name).Replace(person)
	}
	require.Contains(t, generate(), "wrote crds/test.example.com_people.yaml")
	require.Empty(t, generate(), "nothing changed, nothing is done")

	place(t, filepath.Join(dir, "apis/pet/pet.go"), named("pet"))
	assert.Contains(t, generate(), "wrote crds/pet.example.com_pet.yaml", "a package becomes an API package")
	require.Empty(t, generate())

	place(t, filepath.Join(dir, "apis/wild/bird/bird.go"), named("bird"))
	assert.Contains(t, generate(), "wrote crds/bird.example.com_bird.yaml", "a package is new")
	require.Empty(t, generate())
	require.Equal(t, exitDone, execute(t, dir, "verify", "--crds", "crds", "./apis/...").code)

	place(t, filepath.Join(dir, "apis/testdata/fish/fish.go"), named("fish"))
	assert.NotContains(t, generate(), "fish", "the go command does not look there")

	place(t, filepath.Join(dir, "apis/wild/go.mod"), "module test.example.com/wild\n")
	assert.Contains(t, generate(), "files written", "a package belongs to another module by now")
	place(t, filepath.Join(dir, "apis/wild/fox/fox.go"), named("fox"))
	require.NoError(t, os.Remove(filepath.Join(dir, "apis/wild/go.mod")))
	assert.Contains(t, generate(), "wrote crds/fox.example.com_fox.yaml")

	o := execute(t, dir, "generate", "-v", "--crds", "crds", "test.example.com/operator/apis/...")
	assert.Equal(t, exitDone, o.code)
	assert.Contains(t, o.stderr, "as ./folder/... :")
}

func TestDiagnosticsAreLinesWithPositions(t *testing.T) {
	t.Parallel()
	dir := module(t)
	place(t, filepath.Join(dir, "apis/person/person.go"), strings.Replace(person, "since=v1,fromName", "since=v3,fromName", 1))
	got := execute(t, dir, "generate", "--crds", "crds", "./apis/person")
	assert.Equal(t, exitFault, got.code)
	assert.Equal(t, "apis/person/person.go:14:5: changed of field Name of Person names version v3, which the package does not declare (it declares v1beta1, v1)\n", got.stderr)
	assert.NoDirExists(t, filepath.Join(dir, "crds"))

	place(t, filepath.Join(dir, "apis/person/person.go"), "package person\n\nfunc {\n")
	got = execute(t, dir, "generate", "./apis/person")
	assert.Equal(t, exitFault, got.code)
	assert.Contains(t, got.stderr, "apis/person/person.go:3:6: expected 'IDENT', found '{'")
	assert.NotContains(t, got.stderr, "goroutine")
}

// TestFailOnWarnings ends with 1 where there is a warning, whether or not anything has changed since, and writes all the same.
func TestFailOnWarnings(t *testing.T) {
	t.Parallel()
	dir := module(t)
	source := filepath.Join(dir, "apis/person/person.go")
	place(t, source, strings.Replace(person, "\t// +versioned:changed", "\t// Deprecated: nobody has one.\n\t//\n\t// +versioned:changed", 1))
	said := outcome{code: exitFault, stderr: "apis/person/person.go:17:2: warning: field Name of Person has a Deprecated: comment but no marker: write // +versioned:deprecated:since=VERSION if it concerns some versions only\n"}
	for _, args := range [][]string{{"generate"}, {"generate"}, {"generate"}, {"verify"}, {"verify"}, {"verify", "--force"}} {
		assert.Equal(t, said, execute(t, dir, append(args, "--fail-on-warnings", "./apis/person")...), args)
	}
	said.code = exitDone
	assert.Equal(t, said, execute(t, dir, "verify", "./apis/person"))
	place(t, source, person)
	for range 3 {
		assert.Equal(t, outcome{}, execute(t, dir, "generate", "--fail-on-warnings", "./apis/person"))
	}
}

func TestHeaderFileStandsAboveEveryFile(t *testing.T) {
	t.Parallel()
	dir := module(t)
	place(t, filepath.Join(dir, "header.txt"), "/*\nCopyright Somebody.\n\nLicensed somehow.\n*/\n")
	require.Equal(t, outcome{}, execute(t, dir, "generate", "--header", "header.txt", "--crds", "crds", "./apis/person"))
	for _, name := range []string{"apis/person/v1/zz_generated.versioned.types.go", "apis/person/install/zz_generated.versioned.install.go"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(content), "// Copyright Somebody.\n//\n// Licensed somehow.\n//\n// Code generated by versioned-gen. DO NOT EDIT.\n// Source: test.example.com/operator/apis/person\n\n"), "%.200s", content)
	}
	yaml, err := os.ReadFile(filepath.Join(dir, "crds/test.example.com_people.yaml"))
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(yaml), "# Copyright Somebody.\n#\n# Licensed somehow.\n#\n# Code generated by versioned-gen. DO NOT EDIT.\n"), "%.200s", yaml)
}

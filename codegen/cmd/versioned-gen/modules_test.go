// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func goCommand(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	require.NoError(t, err, "go %v\n%s", args, said)
}

func TestVendoredModule(t *testing.T) {
	t.Parallel()
	dir := module(t)
	want := emittedFiles(t, dir)
	// go mod vendor needs a go.mod that is tidy, and emitted packages have imports of their own.
	goCommand(t, dir, "mod", "tidy")
	goCommand(t, dir, "mod", "vendor")
	require.DirExists(t, filepath.Join(dir, "vendor/k8s.io/apimachinery"))
	assert.Equal(t, want, emittedFiles(t, dir))

	// What is wrong below a type of a vendored package is told of the field that leads there, since nobody edits the other.
	place(t, filepath.Join(dir, "apis/person/person.go"), strings.Replace(person, "\t// +versioned:changed:since=v1,fromName=Title\n\tName string",
		"\t// +listType=map\n\t// +listMapKey=controller\n\tOwners []metav1.OwnerReference `json:\"owners\"`\n\n\tName string", 1))
	got := execute(t, dir, "generate", "./apis/person")
	assert.Equal(t, exitFault, got.code)
	assert.Contains(t, got.stderr, "apis/person/person.go:16:2: Person.owners[].controller")
}

// TestVendoredFolder is a module of the user's own by its folder: what was copied from there is not for editing either.
func TestVendoredFolder(t *testing.T) {
	t.Parallel()
	dir := module(t)
	home := "// Package home is ordinary.\npackage home\n\n// Home is where the heart is.\ntype Home struct {\n\t// Width in metres.\n\tWidth int64 `json:\"width\"`\n}\n"
	place(t, filepath.Join(dir, "other/go.mod"), "module test.example.com/other\n\ngo 1.26.0\n")
	place(t, filepath.Join(dir, "other/home/home.go"), home)
	goCommand(t, dir, "mod", "edit", "-require=test.example.com/other@v0.0.0", "-replace=test.example.com/other=./other")
	place(t, filepath.Join(dir, "apis/person/person.go"), strings.NewReplacer(
		"import metav1", "import (\n\t\"test.example.com/other/home\"\n\tmetav1",
		"meta/v1\"\n", "meta/v1\"\n)\n",
		"\tName string", "\tHome home.Home `json:\"home\"`\n\n\tName string",
	).Replace(strings.Replace(person, "	// +versioned:changed:since=v1,fromName=Title\n", "", 1)))
	emittedFiles(t, dir)
	goCommand(t, dir, "mod", "tidy")
	goCommand(t, dir, "mod", "vendor")
	vendored := filepath.Join(dir, "vendor/test.example.com/other/home/home.go")
	require.FileExists(t, vendored)
	place(t, vendored, strings.Replace(home, "int64", "float64", 1))
	got := execute(t, dir, "generate", "./apis/person")
	assert.Equal(t, exitFault, got.code)
	assert.Contains(t, got.stderr, "apis/person/person.go:17:2: field Home of Person leads to home.Home, which has no schema: field Width of Home: float64 is not exact")
	assert.NotContains(t, got.stderr, vendored)
}

func TestWorkspace(t *testing.T) {
	t.Parallel()
	dir := module(t)
	// The API uses a type of another module of the workspace, which no go.mod requires.
	place(t, filepath.Join(dir, "other/go.mod"), "module test.example.com/other\n\ngo 1.26.0\n")
	place(t, filepath.Join(dir, "other/home/home.go"), "// Package home is ordinary.\npackage home\n\n// Home is where the heart is.\ntype Home struct {\n\t// Street is where.\n\tStreet string `json:\"street\"`\n}\n")
	place(t, filepath.Join(dir, "go.work"), "go 1.26.0\n\nuse (\n\t.\n\t./other\n)\n")
	place(t, filepath.Join(dir, "apis/person/person.go"), strings.NewReplacer(
		"import metav1", "import (\n\t\"test.example.com/other/home\"\n\tmetav1",
		"meta/v1\"\n", "meta/v1\"\n)\n",
		"\tName string", "\tHome home.Home `json:\"home\"`\n\n\tName string",
	).Replace(strings.Replace(person, "	// +versioned:changed:since=v1,fromName=Title\n", "", 1)))
	files := emittedFiles(t, dir)
	assert.Contains(t, files["crds/test.example.com_people.yaml"], "Street is where.")

	// What is edited in the other module is noticed.
	place(t, filepath.Join(dir, "other/home/home.go"), strings.Replace(string(mustRead(t, filepath.Join(dir, "other/home/home.go"))), "Street is where.", "Street is there.", 1))
	files = emittedFiles(t, dir)
	assert.Contains(t, files["crds/test.example.com_people.yaml"], "Street is there.")
}

// TestErrorOfTheGoCommand is told as it is.
func TestErrorOfTheGoCommand(t *testing.T) {
	t.Parallel()
	dir := module(t)
	place(t, filepath.Join(dir, "go.work"), "go 1.20\n\nuse .\n")
	got := execute(t, dir, "generate", "./apis/person")
	assert.Equal(t, exitFault, got.code)
	assert.Contains(t, got.stderr, "go.work lists go 1.20")
	assert.NotContains(t, got.stderr, "not part of the build")
}

// TestModulesOfTheirOwn are listed each in its own module.
func TestModulesOfTheirOwn(t *testing.T) {
	t.Parallel()
	dir := module(t)
	mod := string(mustRead(t, filepath.Join(dir, "go.mod")))
	for _, name := range []string{"a", "b"} {
		path := "test.example.com/" + name
		place(t, filepath.Join(dir, name, "go.mod"), strings.Replace(mod, "test.example.com/operator", path, 1))
		place(t, filepath.Join(dir, name, "go.sum"), string(mustRead(t, filepath.Join(dir, "go.sum"))))
		place(t, filepath.Join(dir, name, "home/home.go"), "// Package home is ordinary.\npackage home\n\n// Home is where the heart is.\ntype Home struct{}\n")
		place(t, filepath.Join(dir, name, "api/api.go"), strings.NewReplacer(
			"group=", "group="+name+".", "import metav1", "import (\n\t\""+path+"/home\"\n\tmetav1", "meta/v1\"\n", "meta/v1\"\n)\n",
			"\tName string", "\tHome home.Home `json:\"home\"`\n\n\tName string", "\t// +versioned:changed:since=v1,fromName=Title\n", "",
		).Replace(person))
	}
	require.Equal(t, outcome{}, execute(t, dir, "generate", "--crds", "crds", "./a/api", "./b/api"))
	assert.FileExists(t, filepath.Join(dir, "crds/b.test.example.com_people.yaml"))

	place(t, filepath.Join(dir, "b/go.mod"), string(mustRead(t, filepath.Join(dir, "b/go.mod")))+"\nreplace k8s.io/apimachinery => ./other\n")
	require.NoError(t, os.CopyFS(filepath.Join(dir, "b/other"), os.DirFS(moduleDir(t, dir, "k8s.io/apimachinery"))))
	got := execute(t, dir, "generate", "--crds", "crds", "./a/api", "./b/api")
	assert.Equal(t, exitFault, got.code)
	assert.Contains(t, got.stderr, "name packages of different modules in runs of their own")
}

// moduleDir is where a module that is required lies.
func moduleDir(t *testing.T, dir, path string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", path)
	cmd.Dir = dir
	found, err := cmd.Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(found))
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return content
}

// emittedFiles generates and returns what was emitted, by path.
func emittedFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	got := execute(t, dir, "generate", "--crds", "crds", "./apis/person")
	require.Equal(t, exitDone, got.code, got.stderr)
	files := map[string]string{}
	for _, pattern := range []string{"crds/*", "apis/person/*/zz_generated.versioned.*"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		require.NoError(t, err)
		for _, path := range paths {
			files[relative(dir, path)] = string(mustRead(t, path))
		}
	}
	require.NotEmpty(t, files)
	return files
}

// TestRunsAtOnce starts several runs for the same folders: all succeed, and the result is right.
func TestRunsAtOnce(t *testing.T) {
	t.Parallel()
	dir := module(t)
	want := emittedFiles(t, dir)
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "crds")))
	runs := make([]*exec.Cmd, 4)
	for i := range runs {
		runs[i] = command(t, dir, "generate", "--force", "--crds", "crds", "./apis/person")
		require.NoError(t, runs[i].Start())
	}
	for _, run := range runs {
		require.NoError(t, run.Wait())
	}
	assert.Equal(t, want, emittedFiles(t, dir))
}

// TestAKilledRunIsMadeGoodByTheNext kills runs at arbitrary moments: the next one sets everything right.
func TestAKilledRunIsMadeGoodByTheNext(t *testing.T) {
	t.Parallel()
	dir := module(t)
	want := emittedFiles(t, dir)
	for i := range 12 {
		require.NoError(t, os.RemoveAll(filepath.Join(dir, "crds")))
		run := command(t, dir, "generate", "--force", "--crds", "crds", "./apis/person")
		require.NoError(t, run.Start())
		// A run takes some 200 ms; the moments of death are spread over it.
		timer := time.AfterFunc(time.Duration(i)*20*time.Millisecond, func() {
			_ = run.Process.Kill() // it may have ended already
		})
		_ = run.Wait() // how it ended does not matter
		timer.Stop()
		assert.Equal(t, want, emittedFiles(t, dir))
		left, err := filepath.Glob(filepath.Join(dir, "*", ".*"))
		require.NoError(t, err)
		assert.Empty(t, left, "nothing temporary is left")
	}
}

// TestBrokenModule has a file of its module that the go command cannot read.
func TestBrokenModule(t *testing.T) {
	t.Parallel()
	dir := module(t)
	mod := filepath.Join(dir, "go.mod")
	place(t, mod, "module test.example.com/operator\n((garbage\nrequire x\n")
	says := mod + ":2: unknown directive: (; " + mod + ":3: usage: require module/path v1.2.3\n"
	for pattern, doing := range map[string]string{
		"./apis/person": "list the imports of the packages in " + filepath.Join(dir, "apis/person"),
		"./apis/...":    "package ./apis/...",
	} {
		assert.Equal(t, outcome{code: exitFault, stderr: "versioned-gen: " + doing + ": " + says}, execute(t, dir, "generate", pattern))
	}
}

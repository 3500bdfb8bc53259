// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata expect")

// modulePath is the module that the packages of a case live in.
const modulePath = "test.example.com/case"

// testCase is a txtar file: Go packages, and what the generator is expected to make of them.
type testCase struct {
	path    string
	archive *txtar.Archive
	// dir is a module of its own that holds the files of the case.
	dir string
}

// expectation tells files of an archive that are expected from those that are input.
func expectation(name string) bool { return name == "diagnostics" || strings.HasPrefix(name, "want/") }

func loadCase(t *testing.T, path string) *testCase {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	c := &testCase{path: path, archive: archive, dir: t.TempDir()}
	writeModule(t, c.dir)
	for _, file := range archive.Files {
		if !expectation(file.Name) {
			write(t, filepath.Join(c.dir, file.Name), file.Data)
		}
	}
	return c
}

// writeModule makes a folder a module with the requirements of this one, so that nothing needs to be resolved.
func writeModule(t testing.TB, dir string) {
	t.Helper()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	content, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	_, requirements, found := strings.Cut(string(content), "\n")
	require.True(t, found)
	mod := "module " + modulePath + "\n" + requirements +
		"\nrequire github.com/stackabletech/operator-go v0.0.0\nreplace github.com/stackabletech/operator-go => " + root + "\n"
	write(t, filepath.Join(dir, "go.mod"), []byte(mod))
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	write(t, filepath.Join(dir, "go.sum"), sum)
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, content, 0o644))
}

// line returns what stands behind a key in the comment of the archive, such as "flags: ...".
func (c *testCase) line(key string) []string {
	for line := range strings.Lines(string(c.archive.Comment)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), key+":"); ok {
			return strings.Fields(rest)
		}
	}
	return nil
}

// run generates everything for all packages of the case, in memory.
func (c *testCase) run(t *testing.T) (*codegen.Result, *output.Memory) {
	t.Helper()
	memory := &output.Memory{}
	options := codegen.Options{Dir: c.dir, Patterns: []string{"./..."}, CRDs: "crds", Clients: "generated"}
	for _, flag := range c.line("flags") {
		switch flag {
		case "--allow-dangerous-types":
			options.Schema.AllowDangerousTypes = true
		case "--embedded-object-meta":
			options.Schema.EmbeddedObjectMeta = true
		default:
			t.Fatalf("the case asks for a flag that the test does not know: %s", flag)
		}
	}
	if patterns := c.line("packages"); patterns != nil {
		options.Patterns = patterns
	}
	result, err := codegen.Run(t.Context(), options, memory)
	require.NoError(t, err)
	return result, memory
}

// diagnostics returns what the run said, one line each.
func (c *testCase) diagnostics(result *codegen.Result) string {
	var text strings.Builder
	for _, d := range result.Diagnostics {
		text.WriteString(d.Format(c.dir) + "\n")
	}
	return text.String()
}

// expected returns a file of the archive, "" if it has none of that name.
func (c *testCase) expected(name string) string {
	for _, file := range c.archive.Files {
		if file.Name == name {
			return string(file.Data)
		}
	}
	return ""
}

// rewrite stores what was made as what is expected.
func (c *testCase) rewrite(t *testing.T, made []txtar.File) {
	t.Helper()
	var files []txtar.File
	for _, file := range c.archive.Files {
		if !expectation(file.Name) {
			files = append(files, file)
		}
	}
	c.archive.Files = append(files, made...)
	require.NoError(t, os.WriteFile(c.path, txtar.Format(c.archive), 0o644))
}

// cases returns the paths of all cases in a folder of testdata.
func cases(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	return paths
}

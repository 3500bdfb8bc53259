// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"go/format"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/output"
)

// FuzzGenerate mutates API packages: whatever their source, the generator answers with diagnostics or with files that
// are well-formed Go, never with a panic and never with a "defect of the generator".
//
// Run it longer with: go test ./codegen -run '^$' -fuzz FuzzGenerate -fuzztime 10m
func FuzzGenerate(f *testing.F) {
	for _, folder := range []string{"pass", "fail"} {
		paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
		require.NoError(f, err)
		for _, name := range paths {
			archive, err := txtar.ParseFile(name)
			require.NoError(f, err)
			for _, file := range archive.Files {
				if path.Ext(file.Name) == ".go" && !strings.HasPrefix(file.Name, "want/") {
					f.Add(string(file.Data))
				}
			}
		}
	}
	dir := f.TempDir()
	writeModule(f, dir)
	// The go command is asked once for each set of imports, so that thousands of sources a minute are tried.
	lister := &load.Lister{}
	generate := func(t testing.TB, source string, memory *output.Memory) (*codegen.Result, error) {
		own, err := os.MkdirTemp(dir, "case")
		require.NoError(t, err)
		defer func() { require.NoError(t, os.RemoveAll(own)) }()
		write(t, filepath.Join(own, "person.go"), []byte(source))
		return codegen.Run(t.Context(), codegen.Options{
			Dir: own, Patterns: []string{"."}, CRDs: "crds", Clients: "../generated", Lister: lister,
		}, memory)
	}
	// What is asked first takes the go command long, and fuzzing takes ten seconds without a result for a deadlock.
	minimal, err := txtar.ParseFile(filepath.Join("testdata", "pass", "minimal.txtar"))
	require.NoError(f, err)
	_, err = generate(f, string(minimal.Files[0].Data), &output.Memory{})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, source string) {
		if strings.Contains(source, "import \"C\"") || strings.Count(source, "\"") > 2000 {
			return
		}
		memory := &output.Memory{}
		result, err := generate(t, source, memory)
		if err != nil {
			require.NotContains(t, err.Error(), "defect of the generator")
			return
		}
		require.Equal(t, result.HasErrors(), len(memory.Files) == 0)
		for _, file := range memory.Files {
			if strings.HasSuffix(file.Path, ".go") {
				formatted, err := format.Source(file.Content)
				require.NoError(t, err, file.Path)
				require.Equal(t, string(formatted), string(file.Content), file.Path)
			}
		}
	})
}

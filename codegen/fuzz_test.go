// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
		for _, path := range paths {
			archive, err := txtar.ParseFile(path)
			require.NoError(f, err)
			for _, file := range archive.Files {
				if file.Name == "person/person.go" {
					f.Add(string(file.Data))
				}
			}
		}
	}
	// The go command is asked once for each set of imports, so that thousands of sources a minute are tried.
	lister := &load.Lister{}
	var module sync.Once
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, source string) {
		if strings.Contains(source, "import \"C\"") || strings.Count(source, "\"") > 2000 {
			return
		}
		module.Do(func() { writeModule(t, dir) })
		own, err := os.MkdirTemp(dir, "case")
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(own)) })
		write(t, filepath.Join(own, "person.go"), []byte(source))
		memory := &output.Memory{}
		result, err := codegen.Run(t.Context(), codegen.Options{
			Dir: own, Patterns: []string{"."}, CRDs: "crds", Clients: "../generated", Lister: lister,
		}, memory)
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

// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
)

// editing is a disk to which a run comes late: its source was edited after it was read.
type editing struct {
	edit func(put int)
	puts int
}

func (e *editing) Put(ctx context.Context, plan output.Plan) (output.Result, error) {
	e.edit(e.puts)
	e.puts++
	return output.Disk{}.Put(ctx, plan)
}

// TestFileThatComesMeanwhile is read, too.
func TestFileThatComesMeanwhile(t *testing.T) {
	t.Parallel()
	test := loadCase(t, filepath.Join("testdata", "pass", "minimal.txtar"))
	out := &editing{edit: func(put int) {
		if put == 0 {
			require.NoError(t, os.WriteFile(filepath.Join(test.dir, "person", "late.go"), []byte("package person\n\nimport metav1 \"k8s.io/apimachinery/pkg/apis/meta/v1\"\n\n// Late came late.\n// +versioned:crd\ntype Late struct {\n\tmetav1.TypeMeta   `json:\",inline\"`\n\tmetav1.ObjectMeta `json:\"metadata,omitempty\"`\n}\n"), 0o600))
		}
	}}
	result, err := codegen.Run(t.Context(), codegen.Options{Dir: test.dir, Patterns: []string{"./..."}, CRDs: "crds"}, out)
	require.NoError(t, err)
	require.False(t, result.HasErrors(), test.diagnostics(result))
	assert.Equal(t, 2, out.puts)
	crds, err := filepath.Glob(filepath.Join(test.dir, "crds", "*_lates.yaml"))
	require.NoError(t, err)
	assert.Len(t, crds, 1)
}

// TestSourceThatChangesMeanwhile is read again, so that what is written is not older than what was there.
func TestSourceThatChangesMeanwhile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edits int
		puts  int
	}{"once": {1, 2}, "all the time": {100, 3}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test := loadCase(t, filepath.Join("testdata", "pass", "minimal.txtar"))
			var source string
			require.NoError(t, filepath.WalkDir(test.dir, func(path string, d os.DirEntry, err error) error {
				if err == nil && strings.HasSuffix(path, ".go") {
					source = path
				}
				return err
			}))
			original, err := os.ReadFile(source)
			require.NoError(t, err)
			out := &editing{edit: func(put int) {
				if put < c.edits {
					edited := strings.Replace(string(original), "is the spec", "came later", 1)
					require.NoError(t, os.WriteFile(source, []byte(edited), 0o600))
				}
			}}
			result, err := codegen.Run(t.Context(), codegen.Options{Dir: test.dir, Patterns: []string{"./..."}}, out)
			require.NoError(t, err)
			require.False(t, result.HasErrors(), test.diagnostics(result))
			assert.Equal(t, c.puts, out.puts)
			found := false
			for _, path := range result.Output.Written {
				content, err := os.ReadFile(path)
				require.NoError(t, err)
				found = found || strings.Contains(string(content), "PersonSpec came later")
			}
			assert.True(t, found, "what was written is what the source says now")
		})
	}
}

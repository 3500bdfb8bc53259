// SPDX-License-Identifier: Apache-2.0

package peers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/hack/peers/realapi"
)

// emitted generates everything in memory and returns the content of the files by their path in the module.
func emitted(t *testing.T, module *realapi.Module) map[string]string {
	t.Helper()
	memory := &output.Memory{}
	generate(t, module, memory)
	files := map[string]string{}
	for _, file := range memory.Files {
		name, err := filepath.Rel(module.Dir, file.Path)
		require.NoError(t, err)
		files[name] = string(file.Content)
	}
	require.NotEmpty(t, files)
	return files
}

// reverse renames the Go files of a package so that they are listed in the opposite order.
func reverse(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	require.Greater(t, len(files), 5)
	for i, file := range files {
		renamed := fmt.Sprintf("a%03d_%s", len(files)-i, filepath.Base(file))
		require.NoError(t, os.Rename(file, filepath.Join(dir, renamed)))
	}
}

func TestOutputIsTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			first, second := v.module(t), v.module(t)
			want := emitted(t, first)
			same := func(got map[string]string, reason string) {
				t.Helper()
				assert.Empty(t, cmp.Diff(want, got), reason)
			}
			same(emitted(t, first), "two runs in one folder")
			same(emitted(t, second), "two folders")
			reverse(t, filepath.Join(second.Dir, "apis", v.api.Name))
			same(emitted(t, second), "files in another order")
		})
	}
}

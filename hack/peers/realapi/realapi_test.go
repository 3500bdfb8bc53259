// SPDX-License-Identifier: Apache-2.0

package realapi_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/hack/peers/realapi"
)

func TestCopiesCompile(t *testing.T) {
	t.Parallel()
	module, err := realapi.NewModule(t.Context(), t.TempDir())
	require.NoError(t, err)
	for _, api := range realapi.All {
		dir, err := module.Add(t.Context(), api, "v1beta1", "v1")
		require.NoError(t, err)
		build := exec.CommandContext(t.Context(), "go", "vet", ".")
		build.Dir = dir
		said, err := build.CombinedOutput()
		require.NoError(t, err, "%s", said)

		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		var all strings.Builder
		for _, file := range files {
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			all.Write(content)
		}
		assert.GreaterOrEqual(t, strings.Count(all.String(), "// +versioned:crd\n"), api.Count)
		assert.NotContains(t, all.String(), "kubebuilder:storageversion")
		assert.NotContains(t, all.String(), "\nfunc ")
		assert.Contains(t, all.String(), "// +versioned:group="+api.Group)
	}
}

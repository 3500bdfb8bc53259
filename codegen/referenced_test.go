// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReferencedPackage makes of a package the same whether or not the API packages that it imports are named in the same
// call. Their markers stand in any of their files.
func TestReferencedPackage(t *testing.T) {
	t.Parallel()
	emitted := func(patterns ...string) map[string]string {
		c := loadCase(t, "testdata/pass/several-packages.txtar")
		c.archive.Comment = []byte("packages: " + strings.Join(patterns, " "))
		result, memory := c.run(t)
		require.Empty(t, c.diagnostics(result), "nor is anything said of what is not asked for")
		files := map[string]string{}
		for _, file := range memory.Files {
			name, err := filepath.Rel(c.dir, file.Path)
			require.NoError(t, err)
			if strings.HasPrefix(name, "person/") || strings.HasPrefix(name, "crds/test.") {
				files[name] = string(file.Content)
			}
		}
		return files
	}
	alone := emitted("./person")
	assert.NotEmpty(t, alone)
	if diff := cmp.Diff(emitted("./..."), alone); diff != "" {
		t.Errorf("all - alone +\n%s", diff)
	}
}

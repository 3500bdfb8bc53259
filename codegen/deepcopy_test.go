// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
)

// TestDeepCopy runs what is emitted: copies of random objects are equal to them and share no memory with them.
func TestDeepCopy(t *testing.T) {
	t.Parallel()
	program, err := os.ReadFile("testdata/deepcopy/copy_test.go.txt")
	require.NoError(t, err)
	for _, name := range []string{"shapes", "foreign-types"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loadCase(t, filepath.Join("testdata/pass", name+".txtar"))
			result, err := codegen.Run(t.Context(), codegen.Options{Dir: c.dir, Patterns: []string{"./..."}}, output.Disk{})
			require.NoError(t, err)
			require.False(t, result.HasErrors(), c.diagnostics(result))
			write(t, filepath.Join(c.dir, "deepcopy/copy_test.go"), program)
			cmd := exec.CommandContext(t.Context(), "go", "test", "-v", "./deepcopy")
			cmd.Dir = c.dir
			cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
			said, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", said)
			require.True(t, strings.Contains(string(said), "--- PASS: TestDeepCopy"), "%s", said)
		})
	}
}

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

// TestPassCompiles hands what is emitted for every case that passes to the compiler and to vet. Of clients, which take the
// compiler a hundred times as long, TestPass sees only that they type-check; those of some APIs are built and used by the
// tests of their emitters and by TestREADME.
func TestPassCompiles(t *testing.T) {
	t.Parallel()
	for _, path := range cases(t, "pass") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := loadCase(t, path)
			options := codegen.Options{Dir: c.dir, Patterns: []string{"./..."}, CRDs: "crds"}
			options.Schema.AllowDangerousTypes = true
			result, err := codegen.Run(t.Context(), options, output.Disk{})
			require.NoError(t, err)
			require.False(t, result.HasErrors(), c.diagnostics(result))
			cmd := exec.CommandContext(t.Context(), "go", "vet", "./...")
			cmd.Dir = c.dir
			cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
			said, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", said)
		})
	}
}

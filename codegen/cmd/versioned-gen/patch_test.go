// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestVerifyPrintsAPatch that applies in the folder that is named, wherever verify ran: generate has nothing to do then.
func TestVerifyPrintsAPatch(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ crds, named, folder string }{
		"inside of the module":  {"../../crds", "../..", "."},
		"outside of the module": {"../../../deploy/crds", "../../..", ".."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "operator")
			require.NoError(t, os.Rename(module(t), dir))
			here := filepath.Join(dir, "apis/person")
			args := []string{"--crds", c.crds, "--clients", "../../generated", "."}
			got := execute(t, here, append([]string{"verify"}, args...)...)
			require.Equal(t, exitFault, got.code)
			assert.True(t, strings.HasSuffix(got.stderr, "or apply the patch in "+c.named+"\n"), got.stderr)
			assert.NotContains(t, got.stdout, dir)

			apply := exec.CommandContext(t.Context(), "git", "apply", "-p1", "-")
			apply.Dir, apply.Stdin = filepath.Join(dir, c.folder), strings.NewReader(got.stdout)
			apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(apply.Dir))
			said, err := apply.CombinedOutput()
			require.NoError(t, err, string(said))
			require.Equal(t, outcome{}, execute(t, here, append([]string{"verify"}, args...)...))
		})
	}
}

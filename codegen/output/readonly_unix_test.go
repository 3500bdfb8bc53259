// SPDX-License-Identifier: Apache-2.0

//go:build unix

package output

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReadOnlyFolder writes, as a user who may not, to real folders. Root may write everywhere, so that its child becomes
// another user.
//
// It is not parallel: a program that is being written while another test forks cannot be executed.
func TestReadOnlyFolder(t *testing.T) {
	base, err := os.MkdirTemp("", "readonly") // a folder of t.TempDir cannot be entered by another user
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(base)) })
	require.NoError(t, os.Chmod(base, 0o755))
	self, err := os.Executable()
	require.NoError(t, err)
	code, err := os.ReadFile(self)
	require.NoError(t, err)
	program := filepath.Join(base, "program")
	require.NoError(t, os.WriteFile(program, code, 0o755))

	root := filepath.Join(base, "out")
	_, err = Disk{}.put(t, root, map[string]string{"a.go": "old", "b/b.go": "old"})
	require.NoError(t, err)
	before := listing(t, root)
	for name, tc := range map[string]struct{ locked, file string }{
		"root":   {"", "a.go"},
		"deeper": {"b", "b/b.go"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, folder := range []string{"", "b"} {
				require.NoError(t, os.Chmod(filepath.Join(root, folder), 0o777))
			}
			locked := filepath.Join(root, tc.locked)
			require.NoError(t, os.Chmod(locked, 0o555))
			t.Cleanup(func() { assert.NoError(t, os.Chmod(locked, 0o755)) })

			child := exec.CommandContext(t.Context(), program)
			child.Dir = base
			child.Env = append(os.Environ(), writeOnce+"="+root)
			if os.Getuid() == 0 {
				child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			said, err := child.Output()
			require.NoError(t, err)
			assert.Equal(t, "nothing was changed: writing "+filepath.Join(root, tc.file)+": permission denied: make the folder writable, or choose another one\n", string(said))
			assert.Equal(t, before, listing(t, root))
		})
	}
}

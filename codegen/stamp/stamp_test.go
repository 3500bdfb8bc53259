// SPDX-License-Identifier: Apache-2.0

package stamp_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/stamp"
)

func TestFreshOnlyWhileNothingChanged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, dir string){
		"nothing": nil,
		"file edited": func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("b"), 0o644))
		},
		"file removed": func(t *testing.T, dir string) { require.NoError(t, os.Remove(filepath.Join(dir, "a.go"))) },
		"file added": func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "z.go"), nil, 0o644))
		},
		"absent file appears": func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "sub", "go.work"), nil, 0o644))
		},
		"stamp damaged": func(t *testing.T, dir string) {
			stamps, err := filepath.Glob(filepath.Join(dir, "cache", "*.json"))
			require.NoError(t, err)
			require.Len(t, stamps, 1)
			require.NoError(t, os.WriteFile(stamps[0], []byte("{"), 0o644))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("a"), 0o644))
			require.NoError(t, os.Mkdir(filepath.Join(dir, "cache"), 0o755))
			s := stamp.Open(filepath.Join(dir, "cache"), "generate", ".")
			_, fresh := s.Fresh()
			require.False(t, fresh, "before it was saved")
			require.NoError(t, s.Save(stamp.Run{
				Files: []string{filepath.Join(dir, "a.go"), filepath.Join(dir, "sub", "go.work")}, Folders: []string{dir}, Report: []string{"said"},
			}))
			if change != nil {
				change(t, dir)
			}
			report, fresh := s.Fresh()
			assert.Equal(t, change == nil, fresh)
			if change == nil {
				assert.Equal(t, []string{"said"}, report)
			}
			_, fresh = stamp.Open(filepath.Join(dir, "cache"), "generate", "..").Fresh()
			assert.False(t, fresh, "another command line")
		})
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := stamp.Open(dir, "x")
	require.NoError(t, s.Forget(), "a stamp that was never saved")
	require.NoError(t, s.Save(stamp.Run{Files: []string{filepath.Join(dir, "none")}}))
	_, fresh := s.Fresh()
	require.True(t, fresh)
	require.NoError(t, s.Forget())
	_, fresh = s.Fresh()
	require.False(t, fresh)
}

func TestWithoutCacheFolderNothingIsFresh(t *testing.T) {
	t.Parallel()
	s := stamp.Open("", "x")
	require.NoError(t, s.Save(stamp.Run{Files: []string{"/none"}}))
	_, fresh := s.Fresh()
	assert.False(t, fresh)
}

// TestWhatTheRunReadIsRemembered, and not what is there when it ends.
func TestWhatTheRunReadIsRemembered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "a.go")
	require.NoError(t, os.WriteFile(file, []byte("edited meanwhile"), 0o644))
	s := stamp.Open(filepath.Join(dir, "cache"), "x")
	require.NoError(t, s.Save(stamp.Run{Files: []string{file}, Contents: map[string][]byte{file: []byte("read")}}))
	_, fresh := s.Fresh()
	assert.False(t, fresh)
	require.NoError(t, os.WriteFile(file, []byte("read"), 0o644))
	_, fresh = s.Fresh()
	assert.True(t, fresh)
}

// TestNothingIsRememberedInDoubt asks for doubts when everything was hashed: what changes later is noticed by its hash.
func TestNothingIsRememberedInDoubt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := stamp.Open(filepath.Join(dir, "cache"), "x")
	doubt := errors.New("somebody is editing")
	require.ErrorIs(t, s.Save(stamp.Run{Files: []string{filepath.Join(dir, "a.go")}, Current: func() error { return doubt }}), doubt)
	_, fresh := s.Fresh()
	assert.False(t, fresh)
}

// SPDX-License-Identifier: Apache-2.0

package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// failing is a writer whose disk is full.
type failing struct{ io.WriteCloser }

func (f failing) Write(content []byte) (int, error) {
	n, err := f.WriteCloser.Write(content[:len(content)/2])
	return n, errors.Join(err, &fs.PathError{Op: "write", Path: "temporary", Err: syscall.ENOSPC})
}

func pathError(path string, err error) error { return &fs.PathError{Op: "open", Path: path, Err: err} }

// TestDiskFaults makes each call of the system fail and looks at what is left.
func TestDiskFaults(t *testing.T) {
	t.Parallel()
	before := map[string]string{"a.go": "old", "b/b.go": "old", "gone/gone.go": "old"}
	after := map[string]string{"a.go": "new", "b/b.go": "new", "c/c.go": "new"}
	unchanged := []string{"a.go", "b/b.go", "gone/gone.go"}
	for name, tc := range map[string]struct {
		spoil func(s *system)
		want  string
		// left are the files that are there after the error.
		left    []string
		written []string
	}{
		"read-only folder": {
			func(s *system) {
				s.create = func(path string, _ fs.FileMode) (io.WriteCloser, error) { return nil, pathError(path, syscall.EACCES) }
			},
			"nothing was changed: writing ROOT/a.go: permission denied: make the folder writable, or choose another one", unchanged, nil,
		},
		"read-only file system": {
			func(s *system) {
				s.mkdirAll = func(path string, _ fs.FileMode) error { return pathError(path, syscall.EROFS) }
			},
			"making the folder ROOT: read-only file system: choose a folder that can be written", unchanged, nil,
		},
		"full disk": {
			func(s *system) {
				create := s.create
				s.create = func(path string, perm fs.FileMode) (io.WriteCloser, error) {
					file, err := create(path, perm)
					if strings.Contains(path, "/b/") {
						return failing{file}, err
					}
					return file, err
				}
			},
			"nothing was changed: writing ROOT/b/b.go: no space left on device: free some space, and run again", unchanged, nil,
		},
		"quota": {
			func(s *system) {
				s.chmod = func(path string, _ fs.FileMode) error { return pathError(path, syscall.EDQUOT) }
			},
			"free some space", unchanged, nil,
		},
		"rename midway": {
			func(s *system) {
				rename := s.rename
				s.rename = func(from, to string) error {
					if strings.HasSuffix(to, "b.go") {
						return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EACCES}
					}
					return rename(from, to)
				}
			},
			"writing ROOT/b/b.go: permission denied: make the folder writable, or choose another one (before that: written ROOT/a.go; run again to do the rest)",
			unchanged,
			[]string{"a.go"},
		},
		"remove": {
			func(s *system) {
				remove := s.remove
				s.remove = func(path string) error {
					if strings.HasSuffix(path, "gone.go") {
						return pathError(path, syscall.EACCES)
					}
					return remove(path)
				}
			},
			"removing ROOT/gone/gone.go: permission denied: make the folder writable, or choose another one (before that: written ROOT/a.go, ROOT/b/b.go, ROOT/c/c.go;",
			[]string{"a.go", "b/b.go", "c/c.go", "gone/gone.go"},
			[]string{"a.go", "b/b.go", "c/c.go"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			_, err := Disk{}.put(t, root, before)
			require.NoError(t, err)
			broken := operatingSystem
			tc.spoil(&broken)
			result, err := Disk{system: &broken}.put(t, root, after)
			require.Error(t, err)
			assert.Contains(t, strings.ReplaceAll(err.Error(), root, "ROOT"), tc.want)
			var written, left []string
			for _, path := range result.Written {
				written = append(written, strings.TrimPrefix(path, root+"/"))
			}
			assert.Equal(t, tc.written, written)
			for path := range listing(t, root) {
				if path != "c/" { // an empty folder is no harm
					left = append(left, path)
				}
			}
			assert.ElementsMatch(t, tc.left, left, "no temporary file is left")

			_, err = Disk{}.put(t, root, after)
			require.NoError(t, err, "the next run mends it")
			assert.Len(t, listing(t, root), len(after))
		})
	}
}

func TestDiskWhereSomethingElseStands(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		arrange func(t *testing.T, root string)
		want    string
	}{
		"a folder for a file": {
			func(t *testing.T, root string) {
				require.NoError(t, os.MkdirAll(filepath.Join(root, "v1", "a.go"), 0o755))
			},
			"reading ROOT/v1/a.go: is a directory: a folder stands where a file is needed: remove or rename it",
		},
		"a file for a folder": {
			func(t *testing.T, root string) { write(t, filepath.Join(root, "v1"), nil) },
			"not a directory: a file stands where a folder is needed: remove or rename it",
		},
		"a link to nothing": {
			func(t *testing.T, root string) {
				require.NoError(t, os.Symlink(filepath.Join(root, "nothing"), filepath.Join(root, "v1")))
			},
			"following ROOT/v1: no such file or directory: a link leads to nothing: remove it, or make the folder that it names",
		},
		"links in a circle": {
			func(t *testing.T, root string) {
				require.NoError(t, os.Symlink(filepath.Join(root, "v2"), filepath.Join(root, "v1")))
				require.NoError(t, os.Symlink(filepath.Join(root, "v1"), filepath.Join(root, "v2")))
			},
			"following ROOT/v1:",
		},
		"a link for a file": {
			func(t *testing.T, root string) {
				write(t, filepath.Join(root, "elsewhere"), emitted("old"))
				require.NoError(t, os.MkdirAll(filepath.Join(root, "v1"), 0o755))
				require.NoError(t, os.Symlink(filepath.Join(root, "elsewhere"), filepath.Join(root, "v1", "a.go")))
			},
			"ROOT/v1/a.go is a link or a special file, and its content would change: remove it, and run again",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, err := filepath.EvalSymlinks(t.TempDir())
			require.NoError(t, err)
			tc.arrange(t, root)
			_, err = Disk{}.put(t, root, map[string]string{"v1/a.go": "new", "v0/a.go": "new"})
			require.Error(t, err)
			assert.Contains(t, strings.ReplaceAll(err.Error(), root, "ROOT"), tc.want)
			assert.NoFileExists(t, filepath.Join(root, "v0", "a.go"), "nothing was changed")
		})
	}
}

func TestDiskRootIsAFile(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "crds")
	write(t, root, nil)
	_, err := Disk{}.put(t, root, map[string]string{"a.yaml": "new"})
	require.ErrorContains(t, err, "making the folder "+root+": not a directory: a file stands where a folder is needed")
}

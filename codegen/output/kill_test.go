// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each names, in the environment of a child process, the folder to write to. A child that is killed also gets the call of
// the system at which it is.
const (
	writeKilled = "OUTPUT_TEST_WRITE_KILLED"
	killedAt    = "OUTPUT_TEST_KILLED_AT"
	writeOnce   = "OUTPUT_TEST_WRITE_ONCE"
)

func TestMain(m *testing.M) {
	if root := os.Getenv(writeKilled); root != "" {
		if err := killed(root); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if root := os.Getenv(writeOnce); root != "" {
		if _, err := (Disk{}).Put(context.Background(), planOf(root, map[string]string{"a.go": "new", "b/b.go": "new"})); err != nil {
			fmt.Println(err)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// killer is a system that kills its process before a call. Writing is killed half-way.
type killer struct{ left int }

func (k *killer) dies() bool {
	k.left--
	return k.left < 0
}

// die does not return.
func (k *killer) die() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

func (k *killer) call() {
	if k.dies() {
		k.die()
	}
}

func (k *killer) system() *system {
	return &system{
		mkdirAll: func(path string, perm fs.FileMode) error { k.call(); return os.MkdirAll(path, perm) },
		create: func(path string, perm fs.FileMode) (io.WriteCloser, error) {
			k.call()
			file, err := operatingSystem.create(path, perm)
			return killedFile{file, k}, err
		},
		chmod:  func(path string, perm fs.FileMode) error { k.call(); return os.Chmod(path, perm) },
		rename: func(from, to string) error { k.call(); return os.Rename(from, to) },
		remove: func(path string) error { k.call(); return os.Remove(path) },
	}
}

type killedFile struct {
	io.WriteCloser
	*killer
}

func (f killedFile) Write(content []byte) (int, error) {
	if f.dies() {
		_, err := f.WriteCloser.Write(content[:len(content)/2])
		if err != nil {
			panic(err)
		}
		f.die()
	}
	return f.WriteCloser.Write(content)
}

func (f killedFile) Close() error { f.call(); return f.WriteCloser.Close() }

var (
	beforeKill = map[string]string{"a.go": "old", "b/b.go": "old", "gone/gone.go": "old", "gone/too.go": "old"}
	afterKill  = map[string]string{"a.go": "new", "b/b.go": "new", "c/c.go": "new"}
)

// killed writes what comes after, until the call at which it is to be killed.
func killed(root string) error {
	at, err := strconv.Atoi(os.Getenv(killedAt))
	if err != nil {
		return err
	}
	k := &killer{left: at}
	_, err = Disk{system: k.system()}.Put(context.Background(), planOf(root, afterKill))
	return err
}

// TestKilledAtAnyPoint kills a writing process at each of its calls of the system. There is never a file that is not whole,
// and the next run takes away what the killed one left.
func TestKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	whole := func(path, content string) bool {
		for _, bodies := range []map[string]string{beforeKill, afterKill} {
			if body, there := bodies[path]; there && content == string(emitted(body)) {
				return true
			}
		}
		return false
	}
	kills, halves := 0, 0
	for ; ; kills++ {
		root := t.TempDir()
		_, err := Disk{}.put(t, root, beforeKill)
		require.NoError(t, err)
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), writeKilled+"="+root, killedAt+"="+strconv.Itoa(kills))
		said, err := child.CombinedOutput()
		if err == nil {
			break // it was through before
		}
		require.Empty(t, string(said))
		exit := (*exec.ExitError)(nil)
		require.True(t, errors.As(err, &exit) && !exit.Exited(), "it was killed, and did not end by itself: %v", err)

		for path, content := range listing(t, root) {
			switch {
			case isTemporary(filepath.Base(path)):
				if content != "" && !whole(path, content) {
					halves++
				}
			case content != "":
				assert.True(t, whole(path, content), "killed at call %d: %s is %q", kills, path, content)
			}
		}
		_, err = Disk{}.put(t, root, afterKill)
		require.NoError(t, err)
		left := map[string]string{}
		for path, content := range listing(t, root) {
			if content != "" { // an empty folder is no harm
				left[path] = content
			}
		}
		want := map[string]string{}
		for path, body := range afterKill {
			want[path] = string(emitted(body))
		}
		assert.Equal(t, want, left, "after a run that was killed at call %d", kills)
	}
	assert.GreaterOrEqual(t, kills, 3*5+2+3, "five calls a file, a chmod where it is not new, and the removals")
	assert.Positive(t, halves, "no kill left half a file: the test proves nothing")
}

// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// defaultWait is many times what the slowest run spends with writing.
const defaultWait = time.Minute

// errHeld says that another run has the lock.
var errHeld = errors.New("held by another run")

// lock makes other runs that write to the same modules wait. What is locked is the folder itself: a lock file would have
// to be ignored, cleaned up and explained. The system gives up the lock when the process ends, however it ends.
func (d Disk) lock(ctx context.Context, roots []string) (release func(), err error) {
	folders, err := lockFolders(roots)
	if err != nil {
		return nil, err
	}
	var held []*os.File
	release = func() {
		for _, file := range held {
			_ = file.Close() // gives up the lock; nothing was written to it
		}
	}
	for _, folder := range folders {
		file, err := os.Open(folder)
		if err != nil {
			release()
			return nil, explain("locking", folder, err)
		}
		held = append(held, file)
		if err := d.acquire(ctx, file, folder); err != nil {
			release()
			return nil, err
		}
	}
	return release, nil
}

// acquire waits for a lock.
func (d Disk) acquire(ctx context.Context, file *os.File, folder string) error {
	wait := d.Wait
	if wait <= 0 {
		wait = defaultWait
	}
	deadline, told := time.Now().Add(wait), false
	for {
		err := tryLock(file)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, errHeld):
			return explain("locking", folder, err)
		case time.Now().After(deadline):
			return fmt.Errorf("another run has been writing to %s for %s: wait for it to end, or end it", folder, wait)
		}
		if !told && d.Waiting != nil {
			d.Waiting(folder)
		}
		told = true
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for another run that is writing to %s: %w", folder, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// lockFolders returns the folders to lock, sorted, so that two runs never wait for each other in a circle: the module
// that a root belongs to, since runs of one module may share folders, or the root itself where there is no module.
func lockFolders(roots []string) ([]string, error) {
	var folders []string
	for _, root := range roots {
		if err := os.MkdirAll(root, 0o777); err != nil {
			return nil, explain("making the folder", root, err)
		}
		real, err := filepath.EvalSymlinks(root)
		if err != nil {
			return nil, explain("following", root, err)
		}
		folders = append(folders, moduleOf(real))
	}
	slices.Sort(folders)
	return slices.Compact(folders), nil
}

// moduleOf returns the nearest folder above with a go.mod, or the folder itself.
func moduleOf(folder string) string {
	for dir := folder; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil && info.Mode().IsRegular() {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return folder
		}
	}
}

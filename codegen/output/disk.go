// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk writes files where they belong. A file is written beside and then renamed, so that whatever happens it is either
// the old one or the new one; one that did not change is not touched; left-overs are removed last. Two runs for the same
// folders wait for one another.
type Disk struct {
	// create makes the temporary file; nil for the real thing. Tests make it fail as a full disk does.
	create func(dir, pattern string) (temporaryFile, error)
}

// temporaryFile is the part of os.File that writing needs.
type temporaryFile interface {
	io.WriteCloser
	Name() string
	Chmod(mode fs.FileMode) error
}

// Put writes the plan to disk.
func (d Disk) Put(ctx context.Context, plan Plan) (Result, error) {
	unlock, err := lock(ctx, plan.Roots)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	seen, err := look(plan)
	if err != nil {
		return Result{}, err
	}
	var result Result
	for _, path := range seen.abandoned {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return result, fmt.Errorf("remove %s, which a run that was ended left behind: %w", path, reason(err))
		}
	}
	for _, file := range plan.Files {
		if err := ctx.Err(); err != nil {
			return result, fmt.Errorf("interrupted after %d of %d files: run it again", len(result.Written)+len(result.Unchanged), len(plan.Files))
		}
		if current, exists := seen.current[file.Path]; exists && bytes.Equal(current, file.Content) {
			result.Unchanged = append(result.Unchanged, file.Path)
			continue
		}
		if err := d.write(file); err != nil {
			return result, fmt.Errorf("%w (%d of %d files are up to date; run it again when that is mended)", err, len(result.Written)+len(result.Unchanged), len(plan.Files))
		}
		result.Written = append(result.Written, file.Path)
	}
	for path := range seen.leftOvers {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return result, fmt.Errorf("remove %s, which is no longer emitted: %w", path, reason(err))
		}
		result.Removed = append(result.Removed, path)
		removeEmpty(filepath.Dir(path), plan.Roots)
	}
	result.sort()
	return result, nil
}

// write puts one file in place.
func (d Disk) write(file File) (err error) {
	dir := filepath.Dir(file.Path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, reason(err))
	}
	create := d.create
	if create == nil {
		create = func(dir, pattern string) (temporaryFile, error) { return os.CreateTemp(dir, pattern) }
	}
	beside, err := create(dir, temporary+"*")
	if err != nil {
		return fmt.Errorf("write %s: the folder cannot be written to: %w", file.Path, reason(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(beside.Name()))
		}
	}()
	_, writeErr := beside.Write(file.Content)
	if err := errors.Join(writeErr, beside.Chmod(0o644), beside.Close()); err != nil {
		return fmt.Errorf("write %s: %w", file.Path, reason(err))
	}
	if err := os.Rename(beside.Name(), file.Path); err != nil {
		return fmt.Errorf("write %s: %w", file.Path, err)
	}
	return nil
}

// removeEmpty removes a folder that a left-over was the last file of, and the empty ones above it, up to the roots.
func removeEmpty(dir string, roots []string) {
	for {
		for _, root := range roots {
			if dir == filepath.Clean(root) {
				return
			}
		}
		// Remove refuses a folder that is not empty, which is the usual case.
		if os.Remove(dir) != nil || dir == filepath.Dir(dir) {
			return
		}
		dir = filepath.Dir(dir)
	}
}

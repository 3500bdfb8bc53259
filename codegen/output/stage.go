// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// system are the calls that change the disk, so that a test can make each of them fail.
type system struct {
	mkdirAll func(path string, perm fs.FileMode) error
	create   func(path string, perm fs.FileMode) (io.WriteCloser, error)
	chmod    func(path string, perm fs.FileMode) error
	rename   func(from, to string) error
	remove   func(path string) error
}

var operatingSystem = system{
	mkdirAll: os.MkdirAll,
	create: func(path string, perm fs.FileMode) (io.WriteCloser, error) {
		return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	},
	chmod:  os.Chmod,
	rename: os.Rename,
	remove: os.Remove,
}

// staged is a file that is complete, but not yet at its place.
type staged struct {
	temporary, path string
}

// stage writes all files beside their places. The caller discards what is returned beside an error.
func (s *system) stage(ctx context.Context, changes []change) ([]staged, error) {
	var done []staged
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return done, fmt.Errorf("writing %s: %w", c.path, err)
		}
		perm, mustChmod, err := permissions(c)
		if err != nil {
			return done, err
		}
		folder := filepath.Dir(c.path)
		if err := s.mkdirAll(folder, 0o777); err != nil {
			return done, explain("making the folder", folder, err)
		}
		name := temporaryPrefix + strconv.FormatUint(rand.Uint64(), 36) + temporarySuffix
		one := staged{temporary: filepath.Join(folder, name), path: c.path}
		file, err := s.create(one.temporary, perm)
		if err != nil {
			return done, explain("writing", c.path, err)
		}
		done = append(done, one)
		_, err = file.Write(c.new)
		if err = errors.Join(err, file.Close()); err == nil && mustChmod {
			err = s.chmod(one.temporary, perm)
		}
		if err != nil {
			return done, explain("writing", c.path, err)
		}
	}
	return done, nil
}

// permissions are those of the file that is replaced; a new one has what the user's umask leaves.
func permissions(c change) (perm fs.FileMode, mustChmod bool, err error) {
	if c.isNew {
		return 0o666, false, nil
	}
	info, err := os.Lstat(c.path)
	if err != nil {
		return 0, false, explain("reading", c.path, err)
	}
	if !info.Mode().IsRegular() {
		return 0, false, fmt.Errorf("%s is a link or a special file, and its content would change: remove it, and run again", c.path)
	}
	return info.Mode().Perm(), true, nil
}

// commit puts files at their places. It returns the paths of those that are there. It is not cancelled: the fewer runs
// end between two renames, the better.
func (s *system) commit(files []staged) ([]string, error) {
	var written []string
	for _, file := range files {
		if err := s.rename(file.temporary, file.path); err != nil {
			return written, explain("writing", file.path, err)
		}
		written = append(written, file.path)
	}
	return written, nil
}

// discard removes staged files.
func (s *system) discard(files []staged) error {
	var errs []error
	for _, file := range files {
		if err := s.remove(file.temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, explain("removing", file.temporary, err))
		}
	}
	return errors.Join(errs...)
}

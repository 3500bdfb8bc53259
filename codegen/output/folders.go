// SPDX-License-Identifier: Apache-2.0

package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// folders is the tree on disk.
type folders struct {
	// stale are temporary files that walk met: those of runs that were killed.
	stale []string
	// walked are the folders that walk met.
	walked []string
	// real are folders without links in them, by the names that files use. A plan has many files in few folders.
	real map[string]string
}

// Temporary files are hidden and no Go files, so that the go command does not see them.
const (
	temporaryPrefix = ".versioned-gen-"
	temporarySuffix = ".tmp"
)

func isTemporary(name string) bool {
	return strings.HasPrefix(name, temporaryPrefix) && strings.HasSuffix(name, temporarySuffix)
}

func (*folders) read(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, explain("reading", path, err)
	}
	return content, err
}

// place follows the links in the folder of a path, as far as it exists. The last element is not followed: where it is a
// link, nothing is written, see permissions.
func (f *folders) place(path string) (string, error) {
	folder := filepath.Dir(path)
	real, known := f.real[folder]
	if !known {
		var err error
		if real, err = follow(folder); err != nil {
			return "", err
		}
		if f.real == nil {
			f.real = map[string]string{}
		}
		f.real[folder] = real
	}
	return filepath.Join(real, filepath.Base(path)), nil
}

// follow follows the links in the name of a folder, as far as it exists.
func follow(path string) (string, error) {
	folder, rest := path, ""
	for {
		real, err := filepath.EvalSymlinks(folder)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if _, dangling := os.Lstat(folder); dangling == nil || !errors.Is(err, fs.ErrNotExist) {
			return "", explain("following", folder, err)
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return path, nil
		}
		folder, rest = parent, filepath.Join(filepath.Base(folder), rest)
	}
}

func (f *folders) walk(root Root, visit func(place string) error) error {
	f.walked = append(f.walked, root.Dir) // also one that does not exist yet
	real, err := filepath.EvalSymlinks(root.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return explain("following", root.Dir, err)
	}
	root.Dir = real
	return filepath.WalkDir(real, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // removed meanwhile
		case err != nil:
			return explain("reading", path, err)
		case entry.IsDir():
			if path != real && (!root.mayHold(path) || isHidden(path)) {
				return fs.SkipDir
			}
			f.walked = append(f.walked, path)
			if path != real && isModule(path) {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			return nil
		case isTemporary(entry.Name()):
			f.stale = append(f.stale, path)
			return nil
		case root.matches(path):
			return visit(path)
		}
		return nil
	})
}

// searched returns the folders that walk met and those between the roots and the files of a plan, some of which the run
// may have made after walk, sorted.
func (f *folders) searched(plan Plan) []string {
	list := slices.Clone(f.walked)
	for _, file := range plan.Files {
		for _, root := range plan.Roots {
			for dir := filepath.Dir(filepath.Clean(file.Path)); below(root.Dir, dir); dir = filepath.Dir(dir) {
				list = append(list, dir)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func isHidden(folder string) bool { return strings.HasPrefix(filepath.Base(folder), ".") }

// isModule reports whether a folder is that of another Go module, which is none of our business.
func isModule(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, "go.mod"))
	return err == nil
}

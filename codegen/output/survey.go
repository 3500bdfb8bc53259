// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/header"
)

// survey is what stands on disk where a plan wants to write.
type survey struct {
	// current is the content of the files that the plan writes, where they exist.
	current map[string][]byte
	// leftOvers are files of the plan's sources that it does not write any more, and their content.
	leftOvers map[string][]byte
	// abandoned are temporary files of runs that were killed.
	abandoned []string
}

// temporary is how the names of files start that are being written.
const temporary = ".zz_versioned-gen-"

// look reads the disk and refuses plans that would overwrite what is not the generator's.
func look(plan Plan) (*survey, error) {
	s := &survey{current: map[string][]byte{}, leftOvers: map[string][]byte{}}
	planned := map[string]bool{}
	for _, file := range plan.Files {
		planned[file.Path] = true
		content, err := os.ReadFile(file.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, fmt.Errorf("%s: %w; make it a file that can be read, or move it away", file.Path, reason(err))
		default:
			if _, ours := header.Sources(content); !ours {
				return nil, fmt.Errorf("%s is in the way: it was not written by versioned-gen; rename it or move it away", file.Path)
			}
			s.current[file.Path] = content
		}
	}
	for _, root := range plan.Roots {
		if err := s.walk(root, plan, planned); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// reason takes the path out of an error that names it already.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// skipped are folders in which nobody generates anything.
var skipped = []string{".git", "vendor", "node_modules", "testdata"}

func (s *survey) walk(root string, plan Plan, planned map[string]bool) error {
	// A root that is a link is followed, as every write to it is.
	if resolved, err := filepath.EvalSymlinks(root); err == nil && resolved != root {
		root = root + string(filepath.Separator)
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return fmt.Errorf("%s: %w", path, reason(err))
		}
		if entry.IsDir() {
			_, nested := os.Stat(filepath.Join(path, "go.mod"))
			if path != root && (slices.Contains(skipped, entry.Name()) || nested == nil) {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasPrefix(entry.Name(), temporary) {
			s.abandoned = append(s.abandoned, path)
			return nil
		}
		if planned[path] || !entry.Type().IsRegular() || !emittable(entry.Name()) {
			return nil
		}
		return s.consider(path, plan)
	})
}

// emittable reports whether a file of that name can be the generator's.
func emittable(name string) bool {
	return strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".yaml")
}

// consider decides whether a file that the plan does not write is a left-over.
func (s *survey) consider(path string, plan Plan) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	if !bytes.Contains(content, []byte(header.Marker)) {
		return nil
	}
	sources, ours := header.Sources(content)
	if !ours || !slices.ContainsFunc(sources, func(source string) bool { return slices.Contains(plan.Sources, source) }) {
		return nil
	}
	for _, source := range sources {
		if !slices.Contains(plan.Sources, source) {
			return fmt.Errorf("%s was made from %s as well, which this call does not name: all packages of one clientset go in one call, so name it too (or remove the file if that package is gone)", path, source)
		}
	}
	s.leftOvers[path] = content
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/header"
)

// tree is what is there already.
type tree interface {
	// read returns a file, and an error that is fs.ErrNotExist if there is none.
	read(path string) ([]byte, error)
	// walk calls visit for every file that matches a root, by its place, and does nothing for a root that does not exist.
	walk(root Root, visit func(place string) error) error
	// place returns the one name of a file that may be reached by several, through links.
	place(path string) (string, error)
}

// change is a file that is not as it should be. A new file has no old content, a left-over no new one.
type change struct {
	path     string
	old, new []byte
	isNew    bool
}

// decision is what has to be done for a plan; each list is sorted by path.
type decision struct {
	write     []change
	unchanged []string
	remove    []change
}

// decide compares a plan with what is there. The error names every file that is in the way.
func decide(plan Plan, there tree) (decision, error) {
	files, err := plan.check()
	if err != nil {
		return decision{}, err
	}
	var d decision
	var errs []error
	var foreign []string
	others := otherSources{sources: plan.Sources, of: map[string][]placed{}, inTheWay: map[string]bool{}}
	seen := map[string]bool{}
	for _, file := range files {
		place, err := there.place(file.Path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if seen[place] {
			errs = append(errs, fmt.Errorf("%s is one file with another one of the run, by a link: choose another folder", file.Path))
			continue
		}
		seen[place] = true
		old, err := there.read(file.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			d.write = append(d.write, change{path: file.Path, new: file.Content, isNew: true})
		case err != nil:
			errs = append(errs, err)
		case bytes.Equal(old, file.Content):
			d.unchanged = append(d.unchanged, file.Path)
		case isForeign(file.Path, old):
			foreign = append(foreign, file.Path)
		default:
			others.note(placed{file.Path, rootOf(file.Path, plan.Roots)}, old, true)
			d.write = append(d.write, change{path: file.Path, old: old, new: file.Content})
		}
	}
	errs = append(errs, refuseForeign(foreign, plan.Roots))
	for _, root := range plan.Roots {
		errs = append(errs, there.walk(Root{Dir: filepath.Clean(root.Dir), Pattern: root.Pattern}, func(place string) error {
			if seen[place] {
				return nil
			}
			seen[place] = true // roots may overlap
			old, err := there.read(place)
			if err != nil {
				return err
			}
			if isLeftOver(root, old, plan.Sources) {
				d.remove = append(d.remove, change{path: place, old: old})
				return nil
			}
			others.note(placed{place, filepath.Clean(root.Dir)}, old, false)
			return nil
		}))
	}
	errs = append(errs, others.refuse())
	slices.SortFunc(d.remove, func(a, b change) int { return cmp.Compare(a.path, b.path) })
	return d, errors.Join(errs...)
}

// check returns the files of the plan by path. What it refuses is a defect of the caller.
func (p Plan) check() ([]File, error) {
	var errs []error
	for _, root := range p.Roots {
		if !filepath.IsAbs(root.Dir) {
			errs = append(errs, fmt.Errorf("the folder %s is not absolute", root.Dir))
		}
		if _, err := path.Match(root.Pattern, ""); err != nil {
			errs = append(errs, fmt.Errorf("the pattern %s of left-overs: %w", root.Pattern, err))
		}
	}
	files := slices.Clone(p.Files)
	for i, file := range files {
		files[i].Path = filepath.Clean(file.Path)
		if !slices.ContainsFunc(p.Roots, func(root Root) bool { return below(root.Dir, file.Path) }) {
			errs = append(errs, fmt.Errorf("the file %s lies in none of the output folders %s", file.Path, strings.Join(dirs(p.Roots), ", ")))
		}
	}
	slices.SortStableFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	for i := 1; i < len(files); i++ {
		if files[i].Path == files[i-1].Path {
			errs = append(errs, fmt.Errorf("the file %s is emitted twice", files[i].Path))
		}
	}
	return files, errors.Join(errs...)
}

// below reports whether a path lies in a folder, at any depth.
func below(folder, path string) bool {
	rest, err := filepath.Rel(folder, path)
	return err == nil && rest != "." && filepath.IsLocal(rest)
}

// isLeftOver reports whether a file that is not emitted any more was made from packages of this run alone. What lies where a
// root has files of the generator's name is, even if its header is torn: it is of the package whose folder that is.
func isLeftOver(root Root, content []byte, sources []string) bool {
	made, ours := header.Sources(content)
	if !ours && strings.HasPrefix(path.Base(root.Pattern), header.NamePrefix) {
		return true
	}
	return ours && len(made) > 0 && !slices.ContainsFunc(made, func(source string) bool {
		return !slices.Contains(sources, source)
	})
}

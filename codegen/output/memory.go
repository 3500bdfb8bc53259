// SPDX-License-Identifier: Apache-2.0

package output

import (
	"cmp"
	"context"
	"io/fs"
	"slices"
)

// Memory keeps files instead of writing them. Its zero value is empty. It is not safe for concurrent use.
type Memory struct {
	// Files are all files that were put and not removed again, sorted by path.
	Files []File
}

// Put implements [Output].
func (m *Memory) Put(_ context.Context, plan Plan) (Result, error) {
	d, err := decide(plan, m)
	if err != nil {
		return Result{}, err
	}
	for _, c := range d.write {
		i, found := m.find(c.path)
		if !found {
			m.Files = slices.Insert(m.Files, i, File{Path: c.path})
		}
		m.Files[i].Content = slices.Clone(c.new)
	}
	for _, c := range d.remove {
		if i, found := m.find(c.path); found {
			m.Files = slices.Delete(m.Files, i, i+1)
		}
	}
	return d.result(), nil
}

func (m *Memory) find(path string) (int, bool) {
	return slices.BinarySearchFunc(m.Files, path, func(f File, path string) int { return cmp.Compare(f.Path, path) })
}

func (m *Memory) read(path string) ([]byte, error) {
	i, found := m.find(path)
	if !found {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	return m.Files[i].Content, nil
}

func (m *Memory) walk(root Root, visit func(path string) error) error {
	for _, file := range m.Files {
		if !root.matches(file.Path) {
			continue
		}
		if err := visit(file.Path); err != nil {
			return err
		}
	}
	return nil
}

func (m *Memory) place(path string) (string, error) { return path, nil }

// result names the files of a decision as if all of it were done.
func (d decision) result() Result {
	return Result{Written: paths(d.write), Unchanged: d.unchanged, Removed: paths(d.remove)}
}

func paths(changes []change) []string {
	var list []string
	for _, c := range changes {
		list = append(list, c.path)
	}
	return list
}

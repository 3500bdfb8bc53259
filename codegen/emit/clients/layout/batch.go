// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/output"
)

// Batch is the files that are to be made.
type Batch struct {
	Tree *Tree
	// License is what stands on top of every file.
	License   []string
	jobs      []job
	formatter formatter
}

type job struct {
	pkg     Package
	name    string
	sources []string
	build   func(*File)
}

// Add adds a file. Sources are the import paths of the API packages that it is made from. The function writes it; it is
// called later, at the same time as those of other files.
func (b *Batch) Add(pkg Package, name string, sources []string, build func(*File)) {
	b.jobs = append(b.jobs, job{pkg: pkg, name: name, sources: sources, build: build})
}

// Files makes all files and returns them by path.
func (b *Batch) Files() ([]output.File, error) {
	files := make([]output.File, len(b.jobs))
	errs := make([]error, len(b.jobs))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(b.jobs)) {
		workers.Go(func() {
			for i := range next {
				files[i], errs[i] = b.render(b.jobs[i])
			}
		})
	}
	for i := range b.jobs {
		next <- i
	}
	close(next)
	workers.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(x, y output.File) int { return cmp.Compare(x.Path, y.Path) })
	return files, nil
}

func (b *Batch) render(j job) (output.File, error) {
	f := &File{
		File: gofile.New(gofile.Header{License: b.License, Sources: j.sources}, j.pkg.Path, j.pkg.Name),
		tree: b.Tree,
		seen: map[string]bool{},

		declared: b.Tree.declared[j.pkg.Path],
	}
	j.build(f)
	f.NoFormat = true
	var raw bytes.Buffer
	if err := f.Render(&raw); err != nil {
		return output.File{}, fmt.Errorf("emit %s: %w", j.name, err)
	}
	content, err := b.formatter.source(raw.Bytes())
	if err != nil {
		return output.File{}, fmt.Errorf("emit %s: %w", j.name, err)
	}
	return output.File{Path: filepath.Join(j.pkg.Dir, j.name), Content: content}, nil
}

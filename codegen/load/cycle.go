// SPDX-License-Identifier: Apache-2.0

package load

import (
	"go/ast"
	"maps"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// refuseCycles reports imports, and functions that markers name, that lead to packages which the run emits. They work as
// long as what is emitted is there and compiles, and never again after that.
func (p *Program) refuseCycles() {
	if p.config.Emitted == nil {
		return
	}
	ways := map[string][]string{}
	for _, pkg := range p.Packages {
		for _, path := range p.config.Emitted(pkg) {
			ways[path] = []string{path}
		}
	}
	report := func(pkg *Package, pos diag.Pos, path string) {
		if way := p.way(path, ways); way != nil {
			pkg.problems.Errorf(pos, "import of %s, which this run emits, would be an import cycle: take what is used here from a package that does without emitted ones",
				strings.Join(way, ", which imports "))
		}
	}
	for _, pkg := range p.Packages {
		for _, file := range pkg.Files {
			for i, path := range importPaths(file) {
				report(pkg, p.Position(file.Imports[i].Path.Pos()), path)
			}
			for _, path := range p.config.Extra(file) {
				report(pkg, p.mention(file, path), path)
			}
		}
	}
}

// way returns the imports by which a package leads to one whose way is known; nil if none does.
func (p *Program) way(path string, ways map[string][]string) []string {
	way, known := ways[path]
	if known || p.imports[path] == nil {
		return way
	}
	ways[path] = nil
	imports := p.imports[path].Imports
	for _, next := range slices.Sorted(maps.Keys(imports)) {
		if rest := p.way(imports[next].PkgPath, ways); rest != nil {
			ways[path] = append([]string{path}, rest...)
			break
		}
	}
	return ways[path]
}

// mention returns where the comments of a file first name a function of a package.
func (p *Program) mention(file *ast.File, path string) diag.Pos {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if i := strings.Index(comment.Text, "="+path+"."); i >= 0 {
				return p.Position(comment.Pos()).Shift(i + 1)
			}
		}
	}
	return p.Position(file.Package)
}

// SPDX-License-Identifier: Apache-2.0

package load

import (
	"cmp"
	"context"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/tools/go/packages"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// origin is what decides where imports come from: a workspace or a module.
type origin struct {
	// root is the go.work file, or the folder of the module.
	root string
	// dir is a folder of it.
	dir string
}

// listImports asks the go command, once for each module, for everything that its packages import, with export data.
func (p *Program) listImports(ctx context.Context) error {
	lister := p.config.Lister
	if lister == nil {
		lister = &Lister{}
	}
	wanted := map[string]map[string]bool{}
	var origins []origin
	for _, pkg := range p.Packages {
		root := rootOf(pkg.Dir)
		if wanted[root] == nil {
			wanted[root] = map[string]bool{}
			origins = append(origins, origin{root: root, dir: pkg.Dir})
		}
		for _, path := range p.wantedBy(pkg) {
			wanted[root][path] = true
		}
	}
	p.imports, p.faults = map[string]*packages.Package{}, map[string][]diag.Diagnostic{}
	for _, from := range origins {
		delete(wanted[from.root], "C")
		delete(wanted[from.root], "unsafe")
		imports, err := lister.list(ctx, from, slices.Sorted(maps.Keys(wanted[from.root])))
		if err != nil {
			return fmt.Errorf("list the imports of the packages in %s: %w", from.dir, err)
		}
		if err := p.addImports(imports, from); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) wantedBy(pkg *Package) []string {
	var paths []string
	for _, file := range pkg.Files {
		paths = slices.Concat(paths, importPaths(file), p.config.Extra(file))
	}
	return paths
}

// addImports adds what one module imports. A type would not be the same in two versions of its package.
func (p *Program) addImports(imports map[string]*packages.Package, from origin) error {
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		pkg, known := imports[path], p.imports[path]
		switch {
		case known == nil || len(known.GoFiles) == 0:
			p.imports[path] = pkg
			if faults := faultsOf(pkg, from.dir); len(faults) > 0 {
				p.faults[path] = faults
			}
		case len(pkg.GoFiles) > 0 && versionOf(pkg) != versionOf(known):
			return fmt.Errorf("package %s comes from %s for %s, and from %s for other packages of this run: "+
				"name packages of different modules in runs of their own, or let the modules require the same versions, as go work sync does",
				path, versionOf(pkg), from.dir, versionOf(known))
		}
	}
	return nil
}

// versionOf tells two versions of a package apart.
func versionOf(pkg *packages.Package) string {
	module := pkg.Module
	if module == nil {
		return "the standard library"
	}
	if module.Replace != nil {
		module = module.Replace
	}
	return cmp.Or(module.Version, module.Dir)
}

// rootOf returns the workspace file that is in effect in a folder, or the folder of the module where there is none.
func rootOf(dir string) string {
	switch work := goEnv("GOWORK"); work {
	case "off":
	case "", "auto":
		if found := above(dir, "go.work"); found != "" {
			return filepath.Join(found, "go.work")
		}
	default:
		return work
	}
	return cmp.Or(above(dir, "go.mod"), dir)
}

// above returns the nearest folder, from a folder upwards, in which a file lies; empty if there is none.
func above(dir, name string) string {
	for ; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

func importPaths(file *ast.File) []string {
	var paths []string
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

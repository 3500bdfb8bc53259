// SPDX-License-Identifier: Apache-2.0

package load

import (
	"context"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Lister asks the go command what is imported and remembers the answers for its lifetime. It suits a process that loads
// many packages with the same imports, such as a fuzzer; one that outlives changes of go.mod must not share it.
type Lister struct {
	mu    sync.Mutex
	known map[string]map[string]*packages.Package
}

// list returns the packages with those import paths, and all that they import, by import path.
func (l *Lister) list(ctx context.Context, from origin, paths []string) (map[string]*packages.Package, error) {
	imports := map[string]*packages.Package{}
	if len(paths) == 0 {
		return imports, nil
	}
	key := from.root + "\x00" + strings.Join(paths, " ")
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.known[key]; ok {
		return known, nil
	}
	config := &packages.Config{
		Context: ctx,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedExportFile | packages.NeedImports |
			packages.NeedDeps | packages.NeedModule,
		Dir: from.dir,
	}
	roots, err := packages.Load(config, paths...)
	if err == nil && len(roots) == 0 {
		// Where export data is wanted, go/packages takes every failure for one of the compiler, and keeps it to itself.
		config.Mode = packages.NeedName
		_, err = packages.Load(config, paths...)
	}
	if err != nil {
		return nil, commandError(err, from.dir)
	}
	packages.Visit(roots, nil, func(pkg *packages.Package) { imports[pkg.PkgPath] = pkg })
	if l.known == nil {
		l.known = map[string]map[string]*packages.Package{}
	}
	l.known[key] = imports
	return imports, nil
}

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
func (l *Lister) list(ctx context.Context, dir string, paths []string) (map[string]*packages.Package, error) {
	imports := map[string]*packages.Package{}
	if len(paths) == 0 {
		return imports, nil
	}
	key := strings.Join(paths, " ")
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.known[key]; ok {
		return known, nil
	}
	roots, err := packages.Load(&packages.Config{
		Context: ctx,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedExportFile | packages.NeedImports |
			packages.NeedDeps | packages.NeedModule,
		Dir: dir,
	}, paths...)
	if err != nil {
		return nil, err
	}
	packages.Visit(roots, nil, func(pkg *packages.Package) { imports[pkg.PkgPath] = pkg })
	if l.known == nil {
		l.known = map[string]map[string]*packages.Package{}
	}
	l.known[key] = imports
	return imports, nil
}

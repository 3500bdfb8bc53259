// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/output"
)

// typeChecker type-checks what is emitted, clients included: building them takes the compiler a hundred times as long, and
// Go's type checker refuses the same source.
type typeChecker struct {
	mu   sync.Mutex
	fset *token.FileSet
	// external imports the packages of other modules.
	external func() (types.Importer, error)
}

func newTypeChecker() *typeChecker {
	fset := token.NewFileSet()
	return &typeChecker{fset: fset, external: sync.OnceValues(func() (types.Importer, error) { return importExported(fset) })}
}

// check type-checks the packages of a case together with the emitted ones.
func (c *typeChecker) check(t *testing.T, dir string, emitted []output.File) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	external, err := c.external()
	require.NoError(t, err)
	m := parseModule(t, c.fset, dir, emitted)
	m.external = external
	for importPath := range m.sources {
		_, err := m.Import(importPath)
		assert.NoError(t, err)
	}
}

// checkedModule is the packages of a case, and what Go makes of them.
type checkedModule struct {
	fset     *token.FileSet
	sources  map[string][]*ast.File
	checked  map[string]*types.Package
	external types.Importer
}

// parseModule parses the files of a case, and those that were emitted for it.
func parseModule(t *testing.T, fset *token.FileSet, dir string, emitted []output.File) *checkedModule {
	t.Helper()
	m := &checkedModule{fset: fset, sources: map[string][]*ast.File{}, checked: map[string]*types.Package{}}
	files := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(name)
		return err
	}))
	for _, file := range emitted {
		files[file.Path] = file.Content
	}
	for name, content := range files {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, name, content, parser.SkipObjectResolution)
		require.NoError(t, err)
		folder, err := filepath.Rel(dir, filepath.Dir(name))
		require.NoError(t, err)
		importPath := path.Join(modulePath, filepath.ToSlash(folder))
		m.sources[importPath] = append(m.sources[importPath], file)
	}
	return m
}

// Import implements [types.Importer].
func (m *checkedModule) Import(importPath string) (*types.Package, error) {
	files, own := m.sources[importPath]
	if !own {
		return m.external.Import(importPath)
	}
	if p, done := m.checked[importPath]; done {
		return p, nil
	}
	p, err := (&types.Config{Importer: m}).Check(importPath, m.fset, files, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", importPath, err)
	}
	m.checked[importPath] = p
	return p, nil
}

// importExported imports by what the compiler says of packages, those that this module and its tests depend on.
func importExported(fset *token.FileSet) (types.Importer, error) {
	list := exec.Command("go", "list", "-export", "-deps", "-test", "-f", "{{if not .ForTest}}{{.ImportPath}} {{.Export}}{{end}}", "../...")
	var said bytes.Buffer
	list.Stderr = &said
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, said.String())
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		importPath, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[importPath] = file
	}
	return importer.ForCompiler(fset, "gc", func(importPath string) (io.ReadCloser, error) { return os.Open(exports[importPath]) }), nil
}

// SPDX-License-Identifier: Apache-2.0

package load

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"slices"

	"golang.org/x/tools/go/packages"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// Config says what to load.
type Config struct {
	// Dir is the folder in which patterns are resolved.
	Dir string
	// Patterns are folders ("./apis/person"), trees ("./apis/...") or import paths. A tree yields its API packages
	// only; a package that is named alone is loaded whatever it is.
	Patterns []string
	// IsAPI reports whether a parsed file declares its package to be an API package.
	IsAPI func(*ast.File) bool
	// Extra returns import paths that the files refer to in other ways than by imports.
	Extra func(*ast.File) []string
	// Emitted returns the import paths of the packages that the run emits for an API package, which it must not import. Nil
	// refuses no imports.
	Emitted func(*Package) []string
	// Lister asks the go command for imports; nil for one that remembers nothing.
	Lister *Lister
}

// Program is what was loaded.
type Program struct {
	Fset *token.FileSet
	// Packages are the packages that the patterns name, in the order of the patterns. Those with errors are left out.
	Packages []*Package

	config Config
	// contents are the files that were read here, as they were then.
	contents map[string][]byte
	// named are all Go files of the packages that the patterns name, also those that are not loaded: a line in them less, and
	// they would be.
	named   []string
	imports map[string]*packages.Package
	// faults are what is wrong with packages that are imported, by import path.
	faults  map[string][]diag.Diagnostic
	sources map[string]*Package
	syntax  map[string]*Syntax
	imp     types.Importer
}

// Package is a package that was parsed and type-checked from source.
type Package struct {
	Path, Name, Dir string
	Files           []*ast.File
	// Types and Info are incomplete where the package has errors.
	Types *types.Package
	Info  *types.Info
	// problems are what is wrong with the package.
	problems diag.List
	// torn are the comments of files that cannot be parsed so far.
	torn []*ast.File
	// FileNames are the absolute paths of Files.
	FileNames []string
}

// Load loads the packages. Errors in the packages themselves go to the list; the error is for what stops the run.
func Load(ctx context.Context, config Config, problems *diag.List) (*Program, error) {
	p := &Program{
		Fset:     token.NewFileSet(),
		config:   config,
		contents: map[string][]byte{},
		sources:  map[string]*Package{},
		syntax:   map[string]*Syntax{},
	}
	found, err := find(ctx, config)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, f := range found {
		pkg := p.parse(f)
		isAPI := slices.ContainsFunc(pkg.Files, config.IsAPI) || slices.ContainsFunc(pkg.torn, config.IsAPI)
		if f.fromTree && !isAPI {
			continue // whatever is wrong with it
		}
		if pkg.problems.HasErrors() && len(pkg.Files) == 0 {
			problems.Append(&pkg.problems)
			continue
		}
		if !isAPI {
			if err := emittedError(f); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		p.named = slices.Concat(p.named, f.files, f.ignored)
		p.Packages = append(p.Packages, pkg)
		p.sources[pkg.Path] = pkg
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if len(p.Packages) == 0 && problems.HasErrors() {
		return p, nil
	}
	if len(p.Packages) == 0 {
		return nil, errors.New("no API package in " + fmt.Sprint(config.Patterns) + ": none has a +versioned:group marker")
	}
	if err := p.listImports(ctx); err != nil {
		return nil, err
	}
	p.refuseCycles()
	p.imp = importer.ForCompiler(p.Fset, "gc", p.openExportData)
	for _, pkg := range p.Packages {
		p.check(pkg)
		problems.Append(&pkg.problems)
	}
	p.Packages = slices.DeleteFunc(p.Packages, func(pkg *Package) bool { return pkg.problems.HasErrors() })
	return p, nil
}

func (p *Program) openExportData(path string) (io.ReadCloser, error) {
	pkg := p.imports[path]
	if pkg == nil {
		return nil, fmt.Errorf("package %s is not part of the build", path)
	}
	if pkg.ExportFile == "" {
		if len(pkg.Errors) > 0 {
			return nil, errors.New(pkg.Errors[0].Msg)
		}
		return nil, fmt.Errorf("package %s does not compile", path)
	}
	return os.Open(pkg.ExportFile)
}

// Source returns a package type-checked from source although no pattern names it; nil if it is not part of the build.
func (p *Program) Source(path string, problems *diag.List) *Package {
	if pkg, ok := p.sources[path]; ok {
		return pkg
	}
	listed := p.imports[path]
	if listed == nil || len(listed.GoFiles) == 0 {
		return nil
	}
	pkg := p.parseFiles(path, listed.GoFiles)
	p.sources[path] = pkg
	p.check(pkg)
	problems.Append(&pkg.problems)
	return pkg
}

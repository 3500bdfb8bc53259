// SPDX-License-Identifier: Apache-2.0

package load

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Syntax gives the declarations of an imported package. Its files are parsed one after the other, only until the
// declaration that is asked for is found: k8s.io/api/core/v1 has 8 MB of source, and one file of it matters.
type Syntax struct {
	// Types is what the compiler knows of the package.
	Types *types.Package

	program *Program
	// names are the files of the package, and pending those that are still to be parsed, by likelihood.
	names, pending []string
	// files are the parsed ones by name, nil for one that cannot be parsed.
	files map[string]*ast.File
	decls map[string]TypeDecl
	// holding are the files by what they hold.
	holding map[string][]*ast.File
}

// TypeDecl is the declaration of a type.
type TypeDecl struct {
	File *ast.File
	Decl *ast.GenDecl
	Spec *ast.TypeSpec
}

// Syntax returns the syntax of an imported package, nil if it is not part of the build or does not compile.
func (p *Program) Syntax(path string) *Syntax {
	if s, ok := p.syntax[path]; ok {
		return s
	}
	var s *Syntax
	if pkg := p.imports[path]; pkg != nil {
		if typesPkg, err := p.imp.Import(path); err == nil {
			s = &Syntax{
				Types: typesPkg, program: p, names: pkg.GoFiles, pending: byLikelihood(pkg),
				files: map[string]*ast.File{}, decls: map[string]TypeDecl{}, holding: map[string][]*ast.File{},
			}
		}
	}
	p.syntax[path] = s
	return s
}

// byLikelihood puts files that other generators wrote last: they declare methods, seldom types.
func byLikelihood(pkg *packages.Package) []string {
	files := slices.Clone(pkg.GoFiles)
	slices.SortStableFunc(files, func(a, b string) int { return rank(a) - rank(b) })
	return files
}

// baseName cuts the folder off, which on Windows may be written with either slash.
func baseName(file string) string { return file[strings.LastIndexAny(file, `/\`)+1:] }

// generated is the rank of files that other generators wrote.
const generated = 3

func rank(file string) int {
	name := baseName(file)
	switch {
	case name == "types.go":
		return 0
	case strings.HasPrefix(name, "zz_generated"), strings.Contains(name, "generated"), strings.HasSuffix(name, ".pb.go"):
		return generated
	case strings.Contains(name, "types"):
		return 1
	}
	return 2
}

// Editable reports whether a package lies in a folder of the user's: one that a pattern names, or one that is imported. A
// vendored copy of a folder is none.
func (p *Program) Editable(path string) bool {
	if slices.ContainsFunc(p.Packages, func(named *Package) bool { return named.Path == path }) {
		return true
	}
	pkg := p.imports[path]
	return pkg != nil && editable(pkg.Module) && !strings.HasSuffix(filepath.ToSlash(pkg.Dir), "/vendor/"+path)
}

// Type returns the declaration of a type. The zero TypeDecl means that there is none.
func (s *Syntax) Type(name string) TypeDecl {
	for {
		if decl, ok := s.decls[name]; ok {
			return decl
		}
		if len(s.pending) == 0 {
			return TypeDecl{}
		}
		s.parseNext()
	}
}

// Constants returns the files of the package that declare constants of a type, parsed, in the order of the package's
// files. None is parsed for a type without constants, which most are.
func (s *Syntax) Constants(of types.Type) []*ast.File {
	// Export data names files as the compiler saw them, maybe without their folder (see -trimpath).
	declaring := map[string]bool{}
	scope := s.Types.Scope()
	for _, name := range scope.Names() {
		if constant, ok := scope.Lookup(name).(*types.Const); ok && types.Identical(constant.Type(), of) {
			declaring[baseName(s.program.Fset.Position(constant.Pos()).Filename)] = true
		}
	}
	var files []*ast.File
	for _, name := range s.names {
		if declaring[baseName(name)] {
			files = append(files, s.parse(name))
		}
	}
	return slices.DeleteFunc(files, func(file *ast.File) bool { return file == nil })
}

// Holding returns the files of the package that hold a text, parsed. All are looked at, but for those that other generators
// wrote, so that the answer does not depend on what was asked before.
func (s *Syntax) Holding(text string) []*ast.File {
	if files, known := s.holding[text]; known {
		return files
	}
	var files []*ast.File
	for _, name := range s.names {
		if rank(name) == generated {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil || !bytes.Contains(content, []byte(text)) {
			continue // somebody has just removed it, or it says nothing
		}
		if file := s.parse(name); file != nil {
			files = append(files, file)
		}
	}
	s.holding[text] = files
	return files
}

func (s *Syntax) parseNext() {
	name := s.pending[0]
	s.pending = s.pending[1:]
	s.parse(name)
}

// parse returns a file, parsed at the first call. It is nil if somebody damaged it a moment ago: before that, the
// compiler had accepted it.
func (s *Syntax) parse(name string) *ast.File {
	if file, ok := s.files[name]; ok {
		return file
	}
	file, _ := parser.ParseFile(s.program.Fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
	s.files[name] = file
	if file != nil {
		EachType(file, func(decl *ast.GenDecl, spec *ast.TypeSpec) {
			s.decls[spec.Name.Name] = TypeDecl{File: file, Decl: decl, Spec: spec}
		})
	}
	return file
}

// EachType calls f for every type that a file declares.
func EachType(file *ast.File, f func(*ast.GenDecl, *ast.TypeSpec)) {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		for _, spec := range gen.Specs {
			if typeSpec, ok := spec.(*ast.TypeSpec); ok {
				f(gen, typeSpec)
			}
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
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
	pending []string
	files   []*ast.File
	decls   map[string]TypeDecl
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
			s = &Syntax{Types: typesPkg, program: p, pending: byLikelihood(pkg), decls: map[string]TypeDecl{}}
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

func rank(file string) int {
	name := file[strings.LastIndexAny(file, `/\`)+1:]
	switch {
	case name == "types.go":
		return 0
	case strings.HasPrefix(name, "zz_generated"), strings.Contains(name, "generated"), strings.HasSuffix(name, ".pb.go"):
		return 3
	case strings.Contains(name, "types"):
		return 1
	}
	return 2
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

// Files returns all files of the package, parsed.
func (s *Syntax) Files() []*ast.File {
	for len(s.pending) > 0 {
		s.parseNext()
	}
	return s.files
}

// PackageDocs returns the files that carry the package comment by convention, parsed, and those parsed so far.
func (s *Syntax) PackageDocs() []*ast.File {
	for i, file := range s.pending {
		if strings.HasSuffix(file, "/doc.go") {
			s.pending = slices.Concat([]string{file}, s.pending[:i], s.pending[i+1:])
			s.parseNext()
			break
		}
	}
	return s.files
}

func (s *Syntax) parseNext() {
	name := s.pending[0]
	s.pending = s.pending[1:]
	// The compiler accepted the file, so that an error can only mean that it changed a moment ago.
	file, _ := parser.ParseFile(s.program.Fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return
	}
	s.files = append(s.files, file)
	EachType(file, func(decl *ast.GenDecl, spec *ast.TypeSpec) {
		s.decls[spec.Name.Name] = TypeDecl{File: file, Decl: decl, Spec: spec}
	})
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

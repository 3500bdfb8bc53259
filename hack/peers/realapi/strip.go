// SPDX-License-Identifier: Apache-2.0

package realapi

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/astutil"
)

// strip leaves types and constants in a Go file. What is emitted has functions, methods and variables of its own, and
// those that do more than that belong beside the emitted files.
func strip(name string, source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	for _, decl := range slices.Backward(file.Decls) {
		doc, drop := behaviour(decl)
		if !drop {
			continue
		}
		from := decl.Pos()
		if doc != nil {
			from = doc.Pos()
		}
		source = slices.Delete(source, offset(from), offset(decl.End()))
	}
	return pruneImports(name, source)
}

// behaviour reports whether a declaration is one of functions or variables, with its comment.
func behaviour(decl ast.Decl) (*ast.CommentGroup, bool) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return d.Doc, true
	case *ast.GenDecl:
		return d.Doc, d.Tok == token.VAR
	}
	return nil, false
}

// pruneImports removes imports that nothing in the file uses.
func pruneImports(name string, source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("without its functions: %w", err)
	}
	for _, spec := range slices.Clone(file.Imports) {
		path := spec.Path.Value[1 : len(spec.Path.Value)-1]
		if astutil.UsesImport(file, path) {
			continue
		}
		alias := ""
		if spec.Name != nil {
			alias = spec.Name.Name
		}
		astutil.DeleteNamedImport(fset, file, alias, path)
	}
	var out bytes.Buffer
	if err := format.Node(&out, fset, file); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// declares reports whether a file declares anything but imports.
func declares(name string, source []byte) (bool, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(file.Decls, func(d ast.Decl) bool {
		g, ok := d.(*ast.GenDecl)
		return !ok || g.Tok != token.IMPORT
	}), nil
}

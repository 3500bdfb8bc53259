// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"

	"github.com/stackabletech/operator-go/codegen/model"
)

// declares notes what a hand-written declaration in the folder of a version adds to the package.
func (a *apiReader) declares(version string, decl ast.Decl) {
	add := func(receiver string, name *ast.Ident) {
		if name.Name != "_" && (receiver != "" || name.Name != "init") {
			a.api.HandWritten = append(a.api.HandWritten, model.HandWritten{
				Version: version, Receiver: receiver, Name: name.Name, Pos: a.program.Position(name.Pos()),
			})
		}
	}
	switch d := decl.(type) {
	case *ast.FuncDecl:
		add(receiverOf(d), d.Name)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				add("", s.Name)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					add("", name)
				}
			}
		}
	}
}

// receiverOf returns the name of the type that a method belongs to, empty for a function.
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if name, ok := t.(*ast.Ident); ok {
		return name.Name
	}
	return "?"
}

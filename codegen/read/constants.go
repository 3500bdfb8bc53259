// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// isConstantType reports whether constants of a type matter: whether it is a declared string, number or boolean.
func isConstantType(t types.Type) bool {
	_, isBasic := t.Underlying().(*types.Basic)
	return isBasic
}

// constants returns the constants of a type in the order of their declaration.
func (t *typeReader) constants(files []*ast.File, lookup func(string) types.Object, of types.Type) []*model.Constant {
	var constants []*model.Constant
	for _, file := range files {
		eachConstant(file, func(decl *ast.GenDecl, spec *ast.ValueSpec, i int) {
			obj, ok := lookup(spec.Names[i].Name).(*types.Const)
			if ok && types.Identical(obj.Type(), of) {
				constants = append(constants, t.constant(file, decl, spec, i, obj))
			}
		})
	}
	return constants
}

func eachConstant(file *ast.File, f func(*ast.GenDecl, *ast.ValueSpec, int)) {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			if value, ok := spec.(*ast.ValueSpec); ok {
				for i := range value.Names {
					f(gen, value, i)
				}
			}
		}
	}
}

func (t *typeReader) constant(file *ast.File, decl *ast.GenDecl, spec *ast.ValueSpec, i int, obj *types.Const) *model.Constant {
	c := t.commentsOf(file)
	doc, after, start := spec.Doc, decl.Lparen, spec.Pos()
	if decl.Lparen == token.NoPos {
		if doc == nil {
			doc = decl.Doc
		}
		after, start = previousEnd(file, decl), decl.Pos()
	} else if previous := previousSpec(decl, spec); previous != token.NoPos {
		after = previous
	}
	literal := false
	if i < len(spec.Values) {
		lit, ok := spec.Values[i].(*ast.BasicLit)
		literal = ok && lit.Kind == token.STRING
	}
	return &model.Constant{
		Name:    obj.Name(),
		Value:   literalOf(obj.Val()),
		Literal: literal,
		Doc:     docLines(doc),
		Markers: c.claim(doc, after, start),
		Pos:     t.program.Position(spec.Names[i].Pos()),
	}
}

func literalOf(value constant.Value) string {
	switch value.Kind() {
	case constant.String:
		return strconv.Quote(constant.StringVal(value))
	case constant.Float:
		// Written exactly it would be a fraction, which Go divides as integers.
		f, _ := constant.Float64Val(value)
		text := strconv.FormatFloat(f, 'g', -1, 64)
		if !strings.ContainsAny(text, ".e") {
			text += ".0"
		}
		return text
	}
	return value.ExactString()
}

// readConstants gives the types of the package their constants, and returns those that have been read.
func (a *apiReader) readConstants() []*model.Constant {
	var all []*model.Constant
	for _, name := range a.order {
		obj := a.lookup(name)
		if obj == nil || a.types[name].Alias || !isConstantType(obj.Type()) {
			continue
		}
		a.types[name].Constants = a.constants(a.pkg.Files, a.lookup, obj.Type())
		all = append(all, a.types[name].Constants...)
	}
	return all
}

// SPDX-License-Identifier: Apache-2.0

package definitions

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"path/filepath"

	"github.com/stackabletech/operator-go/codegen/model"
)

// File returns the path of the file that [Emit] emits for an API package.
func File(api *model.API) string {
	return filepath.Join(api.Dir, Name, fileName)
}

// Emitted are the texts of CRDs by the names of their constants.
type Emitted map[string]string

// Of returns the JSON of the CRD of a kind, and whether there is one.
func (e Emitted) Of(kind string) ([]byte, bool) {
	text, there := e[variable(kind)]
	return []byte(text), there
}

// Read returns what a file that [Emit] has emitted holds: nothing if it is damaged.
func Read(content []byte) Emitted {
	file, err := parser.ParseFile(token.NewFileSet(), "", content, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	texts := Emitted{}
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			if value, ok := spec.(*ast.ValueSpec); ok && len(value.Values) == 1 {
				texts[value.Names[0].Name] = textOf(value.Values[0])
			}
		}
	}
	return texts
}

// textOf returns the value of literals that are put together, as [text] writes them; empty for anything else.
func textOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			return constant.StringVal(constant.MakeFromLiteral(e.Value, e.Kind, 0))
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return textOf(e.X) + textOf(e.Y)
		}
	}
	return ""
}

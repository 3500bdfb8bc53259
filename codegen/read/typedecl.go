// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/model"
)

// typeReader turns declarations of one package into types of the model.
type typeReader struct {
	*reader
	path     string
	comments map[*ast.File]*comments
	// checked is nil for a package that was not type-checked from source.
	checked *types.Info
}

func (r *reader) typesOf(path string) *typeReader {
	return &typeReader{reader: r, path: path, comments: map[*ast.File]*comments{}}
}

func (t *typeReader) commentsOf(file *ast.File) *comments {
	c := t.comments[file]
	if c == nil {
		c = newComments(file, t.program.Position)
		t.comments[file] = c
	}
	return c
}

// read reads one declaration. obj is nil when the compiler does not know the type, as after an error.
func (t *typeReader) read(decl load.TypeDecl, obj types.Object) *model.Type {
	c := t.commentsOf(decl.File)
	single := decl.Decl.Lparen == token.NoPos
	doc := decl.Spec.Doc
	after := decl.Decl.Lparen
	start := decl.Spec.Pos()
	if single {
		if doc == nil {
			doc = decl.Decl.Doc
		}
		after, start = previousEnd(decl.File, decl.Decl), decl.Decl.Pos()
	} else if previous := previousSpec(decl.Decl, decl.Spec); previous != token.NoPos {
		after = previous
	}
	out := &model.Type{
		TypeID:      model.TypeID{Pkg: t.path, Name: decl.Spec.Name.Name},
		Doc:         docLines(doc),
		Description: description(doc),
		Markers:     c.claim(doc, after, start),
		Alias:       decl.Spec.Assign.IsValid(),
		Generic:     decl.Spec.TypeParams != nil,
		Foreign:     !t.program.Editable(t.path),
		Pos:         t.program.Position(decl.Spec.Name.Pos()),
	}
	out.Underlying = &model.Expr{Kind: model.Other, Name: "invalid type"}
	if obj == nil {
		return out
	}
	out.Form, out.DeepCopy = formOf(obj.Type()), deepCopyOf(obj.Type())
	right := t.rightHandSide(obj, decl)
	out.Underlying = toExpr(right)
	if syntax, ok := decl.Spec.Type.(*ast.StructType); ok {
		if structType, ok := right.(*types.Struct); ok {
			out.Fields = t.fields(c, syntax, structType)
		}
	}
	return out
}

// rightHandSide returns what stands on the right of a type declaration: B for "type A B", not what B is made of.
func (t *typeReader) rightHandSide(obj types.Object, decl load.TypeDecl) types.Type {
	if alias, ok := obj.Type().(*types.Alias); ok {
		return alias.Rhs()
	}
	if t.checked != nil {
		if tv, ok := t.checked.Types[decl.Spec.Type]; ok && tv.Type != nil {
			return tv.Type
		}
	}
	// Export data knows only what the type is made of, so that the name has to be looked up.
	var found types.Object
	switch e := decl.Spec.Type.(type) {
	case *ast.Ident:
		_, found = obj.Parent().LookupParent(e.Name, token.NoPos)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			if syntax := t.program.Syntax(importedAs(decl.File, x.Name, "")); syntax != nil {
				found = syntax.Types.Scope().Lookup(e.Sel.Name)
			}
		}
	}
	if name, ok := found.(*types.TypeName); ok {
		return name.Type()
	}
	return obj.Type().Underlying()
}

func (t *typeReader) fields(c *comments, syntax *ast.StructType, structType *types.Struct) []*model.Field {
	var fields []*model.Field
	after := syntax.Fields.Opening
	index := 0
	for _, field := range syntax.Fields.List {
		markers := c.claim(field.Doc, after, field.Pos())
		after = field.End()
		if field.Comment != nil {
			c.claimed[field.Comment] = true
			c.behind = append(c.behind, field.Comment)
			after = field.Comment.End()
		}
		names := max(len(field.Names), 1)
		for i := range names {
			if index >= structType.NumFields() {
				return fields
			}
			variable := structType.Field(index)
			index++
			f := &model.Field{
				Name:        variable.Name(),
				Embedded:    len(field.Names) == 0,
				Type:        toExpr(variable.Type()),
				Doc:         docLines(field.Doc),
				Description: description(field.Doc),
				Markers:     slices.Clone(markers),
				Pos:         t.program.Position(field.Pos()),
			}
			if i < len(field.Names) {
				f.Pos = t.program.Position(field.Names[i].Pos())
			}
			if field.Tag != nil {
				f.Tag, _ = strconv.Unquote(field.Tag.Value)
			}
			readTag(f)
			fields = append(fields, f)
		}
	}
	return fields
}

// readTag takes the json tag apart as encoding/json does.
func readTag(f *model.Field) {
	tag, ok := reflect.StructTag(f.Tag).Lookup("json")
	f.HasJSONTag = ok
	if tag == "-" {
		f.Skipped = true
		return
	}
	name, options, _ := strings.Cut(tag, ",")
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "inline":
			f.Inline = true
		case "omitempty", "omitzero":
			f.OmitEmpty = true
		}
	}
	f.JSON = name
	if name == "" {
		// A field without a name in its tag: an embedded one is inlined, any other goes by its Go name.
		f.Inline = f.Inline || f.Embedded || ok
		if !f.Inline {
			f.JSON = f.Name
		}
	}
}

func previousEnd(file *ast.File, decl ast.Decl) token.Pos {
	end := file.Name.End()
	for _, d := range file.Decls {
		if d == decl {
			break
		}
		end = d.End()
		if gen, ok := d.(*ast.GenDecl); ok && len(gen.Specs) > 0 {
			end = max(end, lineCommentEnd(gen.Specs[len(gen.Specs)-1]))
		}
	}
	return end
}

func previousSpec(decl *ast.GenDecl, spec ast.Spec) token.Pos {
	end := token.NoPos
	for _, s := range decl.Specs {
		if s == spec {
			break
		}
		end = max(s.End(), lineCommentEnd(s))
	}
	return end
}

func lineCommentEnd(spec ast.Spec) token.Pos {
	var comment *ast.CommentGroup
	switch s := spec.(type) {
	case *ast.TypeSpec:
		comment = s.Comment
	case *ast.ValueSpec:
		comment = s.Comment
	case *ast.ImportSpec:
		comment = s.Comment
	}
	if comment == nil {
		return token.NoPos
	}
	return comment.End()
}

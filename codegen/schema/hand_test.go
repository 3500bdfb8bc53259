// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"cmp"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// Views are written by hand where a Go package would hide what a test is about, or could not say it.

const pkg = "example.com/api/v1"

// at is a position that tells lines apart.
func at(line int) diag.Pos { return diag.Pos{File: "types.go", Line: line, Col: 1} }

func viewWith(types ...*model.Type) *model.View {
	api := &model.API{Path: "example.com/api", Name: "api", Group: "example.com", Versions: []model.Version{{Name: "v1"}}}
	view := &model.View{API: api, Version: api.Versions[0], Path: pkg, Universe: model.NewUniverse()}
	for _, t := range types {
		if t.Pkg == "" {
			t.Pkg = pkg
		}
		if t.Pkg == pkg {
			view.Types = append(view.Types, t)
		} else {
			view.Universe.Add(t)
		}
	}
	slices.SortFunc(view.Types, func(a, b *model.Type) int { return cmp.Compare(a.Name, b.Name) })
	return view
}

func structOf(name string, fields ...*model.Field) *model.Type {
	return &model.Type{
		TypeID: model.TypeID{Name: name}, Underlying: &model.Expr{Kind: model.Struct}, Fields: fields, Pos: at(1),
	}
}

func typeOf(name string, e *model.Expr, markers ...string) *model.Type {
	return &model.Type{TypeID: model.TypeID{Name: name}, Underlying: e, Markers: marked(markers...), Pos: at(1)}
}

// field is a required field whose JSON name is its Go name in lower case. Markers stand on lines 10 and on.
func field(name string, e *model.Expr, markers ...string) *model.Field {
	return &model.Field{
		Name: name, JSON: strings.ToLower(name), HasJSONTag: true, Type: e, Markers: marked(markers...), Pos: at(5),
	}
}

func inlinedPointer(e *model.Expr) *model.Field {
	f := inlined(e)
	f.Type = pointerTo(e)
	return f
}

func inlined(e *model.Expr, markers ...string) *model.Field {
	return &model.Field{
		Name: e.ID.Name, Embedded: true, Inline: true, HasJSONTag: true, Type: e, Markers: marked(markers...), Pos: at(5),
	}
}

func marked(texts ...string) []model.Marker {
	var list []model.Marker
	for i, text := range texts {
		name, _, _ := strings.Cut(text, "=")
		list = append(list, model.Marker{Name: name, Text: text, Pos: at(10 + i)})
	}
	return list
}

func named(name string) *model.Expr        { return model.NamedExpr(pkg, name) }
func basic(name string) *model.Expr        { return model.BasicExpr(name) }
func listOf(e *model.Expr) *model.Expr     { return &model.Expr{Kind: model.Slice, Elem: e} }
func pointerTo(e *model.Expr) *model.Expr  { return &model.Expr{Kind: model.Pointer, Elem: e} }
func mapTo(key, e *model.Expr) *model.Expr { return &model.Expr{Kind: model.Map, Key: key, Elem: e} }

// schemaOf makes the schema of a type, and says what was reported.
func schemaOf(options schema.Options, view *model.View, name string) (*apiextensionsv1.JSONSchemaProps, []string) {
	var problems diag.List
	made := schema.NewBuilder(options, &problems).For(view, model.TypeID{Pkg: pkg, Name: name})
	var reported []string
	for _, d := range problems.Sorted() {
		reported = append(reported, d.Format(""))
	}
	return made, reported
}

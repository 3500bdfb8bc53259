// SPDX-License-Identifier: Apache-2.0

package crd_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// thing is a kind with a status, written by hand.
func thing(root *model.Root) *model.View {
	const pkg = "example.com/api/v1"
	api := &model.API{Path: "example.com/api", Name: "api", Group: "test.example.com", Versions: []model.Version{{Name: "v1", Served: true, Storage: true}}}
	field := func(name string, e *model.Expr) *model.Field {
		return &model.Field{Name: name, JSON: strings.ToLower(name), HasJSONTag: true, Type: e}
	}
	structOf := func(name string, fields ...*model.Field) *model.Type {
		return &model.Type{TypeID: model.TypeID{Pkg: pkg, Name: name}, Underlying: &model.Expr{Kind: model.Struct}, Fields: fields}
	}
	kind := structOf("Thing", field("Spec", model.NamedExpr(pkg, "ThingSpec")))
	root.Plural, root.Singular = "things", "thing"
	kind.Root = root
	conditions := &model.Expr{Kind: model.Slice, Elem: model.NamedExpr(pkg, "Condition")}
	return &model.View{
		API: api, Version: api.Versions[0], Path: pkg, Universe: model.NewUniverse(),
		Types: []*model.Type{
			structOf("Condition", field("Type", model.BasicExpr("string")), field("Status", model.BasicExpr("string"))),
			kind, structOf("ThingSpec", field("Conditions", conditions), field("Text", model.BasicExpr("string"))),
		},
	}
}

func checkColumn(t *testing.T, path string) []diag.Diagnostic {
	t.Helper()
	view := thing(&model.Root{Columns: []model.Column{{Name: "C", Type: "string", Path: model.Path{Text: path}}}})
	var problems diag.List
	d := crd.Build(schema.NewBuilder(schema.Options{}, &problems), "Thing", []*model.View{view}, false, crd.Options{})
	d.Check(&problems)
	return problems.Sorted()
}

func TestColumnsThatCannotBeKnownToBeWrong(t *testing.T) {
	for _, path := range []string{
		".spec.conditions[-1].status", ".spec.conditions[0:2].status", ".spec.conditions[*].status", ".spec.conditions[0,1].status",
		`.spec.conditions[?(@.status != "x")].type`, ".spec.*", ".spec..status", ".metadata.anything.at.all", ".metadata.labels['a.b/c']",
		".metadata.ownerReferences[0].name", ".apiVersion", ".spec['text','conditions']", ".spec['conditions'][0]['type']", ".",
	} {
		assert.Empty(t, checkColumn(t, path), path)
	}
}

func FuzzColumn(f *testing.F) {
	for _, path := range []string{".spec.conditions[?(@.a==1)].b", ".a[0:1:2]", "..", ".['", ".a{b}", "{", "}", ".a[?(", ".a\\", "range", "\\"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) { checkColumn(t, path) })
}

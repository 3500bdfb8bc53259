// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// dice makes a model out of bytes.
type dice struct {
	bytes []byte
	n     int
}

func (d *dice) roll(sides int) int {
	if len(d.bytes) == 0 {
		return 0
	}
	b := int(d.bytes[0])
	d.bytes = d.bytes[1:]
	return b % sides
}

var fuzzMarkers = []string{
	"optional", "required", "k8s:required", "k8s:immutable", "k8s:enum", "nullable", "listType=map", "listType=set", "listMapKey=a",
	"kubebuilder:validation:MaxLength=3", "kubebuilder:validation:MinLength=2", "kubebuilder:validation:Type=string", "kubebuilder:validation:Type=object",
	"kubebuilder:validation:items:MaxLength=3", "kubebuilder:validation:Schemaless", "kubebuilder:pruning:PreserveUnknownFields",
	"kubebuilder:default={}", "kubebuilder:default={a: {b: 1}}", "default=3", "kubebuilder:validation:Enum=a;b", "kubebuilder:validation:MinProperties=1",
	"kubebuilder:validation:MinProperties=2", "structType=atomic", "mapType=granular", "kubebuilder:validation:ExactlyOneOf=a;b",
	`kubebuilder:validation:XValidation:rule="true"`, "kubebuilder:title=x", "kubebuilder:validation:XIntOrString", "kubebuilder:validation:Pattern=[",
}

func (d *dice) markers() []model.Marker {
	var texts []string
	for range d.roll(4) {
		texts = append(texts, fuzzMarkers[d.roll(len(fuzzMarkers))])
	}
	return marked(texts...)
}

func (d *dice) expr(depth int) *model.Expr {
	if depth > 4 {
		return basic("string")
	}
	switch d.roll(12) {
	case 0:
		return basic([]string{"string", "int32", "bool", "byte", "float64", "complex64", "nonsense"}[d.roll(7)])
	case 1:
		return listOf(d.expr(depth + 1))
	case 2:
		return mapTo(d.expr(depth+1), d.expr(depth+1))
	case 3:
		return pointerTo(d.expr(depth + 1))
	case 4:
		return &model.Expr{Kind: model.Array, Len: 3, Elem: d.expr(depth + 1)}
	case 5:
		return []*model.Expr{nil, {}, {Kind: model.Struct}, {Kind: model.Interface}, {Kind: model.Other, Name: "chan"}, {Kind: model.Map}}[d.roll(6)]
	case 6:
		return []*model.Expr{
			model.NamedExpr("k8s.io/apimachinery/pkg/util/intstr", "IntOrString"), model.NamedExpr("k8s.io/apimachinery/pkg/apis/meta/v1", "ObjectMeta"),
			model.NamedExpr("", "error"), named("Missing"),
		}[d.roll(4)]
	default:
		return named(fmt.Sprintf("T%d", d.roll(d.n)))
	}
}

func (d *dice) view() *model.View {
	d.n = 1 + d.roll(8)
	var types []*model.Type
	for i := range d.n {
		t := &model.Type{
			TypeID: model.TypeID{Name: fmt.Sprintf("T%d", i)}, Markers: d.markers(), Alias: d.roll(6) == 0, Generic: d.roll(20) == 0,
			Form: []model.Form{"", "", "", "", model.OwnJSON, model.OwnText}[d.roll(6)], OptionalByDefault: d.roll(8) == 0, Foreign: d.roll(4) == 0,
		}
		if d.roll(3) > 0 {
			t.Underlying = &model.Expr{Kind: model.Struct}
			for f := range d.roll(6) {
				name := string(rune('a' + f%3))
				t.Fields = append(t.Fields, &model.Field{
					Name: name, JSON: name, HasJSONTag: d.roll(10) > 0, Inline: d.roll(4) == 0, Embedded: d.roll(4) == 0,
					Skipped: d.roll(10) == 0, OmitEmpty: d.roll(2) == 0, Type: d.expr(0), Markers: d.markers(),
				})
			}
		} else {
			t.Underlying = d.expr(0)
		}
		if d.roll(12) == 0 {
			t.SchemaFile = &model.SchemaFile{
				Content: []byte("properties: {a: {$ref: a}, b: {items: {$ref: a}}}\nallOf: [{$ref: b}]\n$ref: a"),
				Refs:    map[string]model.TypeID{"a": {Pkg: pkg, Name: "T0"}},
			}
		}
		types = append(types, t)
	}
	return viewWith(types...)
}

// Whatever the model, there is a schema or a diagnostic, and the schema does not depend on what was made before.
func FuzzSchemas(f *testing.F) {
	for i := range 64 {
		seed := make([]byte, 40+i*7)
		for j := range seed {
			seed[j] = byte((i*31 + j*j*17 + j*(i+3)) % 251)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		view := (&dice{bytes: bytes}).view()
		var problems diag.List
		builder := schema.NewBuilder(schema.Options{}, &problems)
		for i := range view.Types {
			id := view.Types[len(view.Types)-1-i].TypeID
			shared := builder.For(view, id)
			require.Equal(t, asTree(t, schema.NewBuilder(schema.Options{}, &problems).For(view, id)), asTree(t, shared))
			schema.Locate(view, id, []string{"a", schema.Elem, "b", "c", schema.Elem})
			schema.Walk(shared, []string{"a", "b", "c"})
		}
	})
}

// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// ring returns types of which each refers to the next two, and the last ones to the first.
func ring(name string, n int) []*model.Type {
	var types []*model.Type
	for i := range n {
		types = append(types, structOf(fmt.Sprintf("%s%03d", name, i),
			field("A", pointerTo(named(fmt.Sprintf("%s%03d", name, (i+1)%n)))),
			field("B", listOf(named(fmt.Sprintf("%s%03d", name, (i+2)%n)))),
			field("C", basic("string"))))
	}
	return types
}

func TestSchemasOfCirclesDoNotDependOnTheOrder(t *testing.T) {
	outer, inner := ring("T", 4), ring("I", 3)
	// One circle leads into another, from its middle and at its end.
	outer[1].Fields = append([]*model.Field{field("A0", named("I001"))}, outer[1].Fields...)
	outer[3].Fields = append(outer[3].Fields, field("D", named("I000")))
	types := slices.Concat(outer, inner, []*model.Type{
		// R is in the circle only by way of Q.
		structOf("P", field("A", named("Q")), field("B", named("R"))), structOf("Q", field("A", named("P"))), structOf("R", field("A", named("Q"))),
		// Z is in the circle of W only by way of Y, which is in a smaller one itself.
		structOf("W", field("A", named("X")), field("B", named("Z"))), structOf("X", field("A", named("Y")), field("B", named("W"))),
		structOf("Y", field("A", named("X"))), structOf("Z", field("A", named("Y"))),
		structOf("Entry1", field("A", named("T000"))),
		structOf("Entry2", field("A", named("T003")), field("B", named("T001")), field("C", named("I002"))),
	})
	alone := map[string]any{}
	for _, declared := range types {
		made, reported := schemaOf(schema.Options{}, viewWith(types...), declared.Name)
		require.Empty(t, reported)
		alone[declared.Name] = asTree(t, made)
	}
	for first := range types {
		var problems diag.List
		builder, view := schema.NewBuilder(schema.Options{}, &problems), viewWith(types...)
		for i := range types {
			declared := types[(first+i)%len(types)]
			if !cmp.Equal(alone[declared.Name], asTree(t, builder.For(view, declared.TypeID))) {
				t.Errorf("%s looks different when %s is made first", declared.Name, types[first].Name)
			}
		}
	}
}

// Nor does that of lists of nothing but lists, one of which says that it is something else.
func TestSchemasOfEndlessListsDoNotDependOnTheOrder(t *testing.T) {
	list, text := typeOf("List", listOf(named("Text"))), typeOf("Text", listOf(named("List")), "kubebuilder:validation:Type=string")
	view := viewWith(list, text)
	alone, _ := schemaOf(schema.Options{}, view, "List")
	var problems diag.List
	builder := schema.NewBuilder(schema.Options{}, &problems)
	builder.For(view, text.TypeID)
	assert.Equal(t, asTree(t, alone), asTree(t, builder.For(view, list.TypeID)))
}

// What is entered in the middle of a circle is made anew, so that the work must not grow with the number of ways.
func TestManyCirclesTakeNoTime(t *testing.T) {
	types := ring("T", 60)
	for i, declared := range types {
		for j := range types {
			declared.Fields = append(declared.Fields, field(fmt.Sprintf("To%d", j), pointerTo(named(types[(i*7+j)%len(types)].Name))))
		}
	}
	_, reported := schemaOf(schema.Options{}, viewWith(types...), "T000")
	assert.Len(t, reported, 1)
	assert.Contains(t, reported[0], "which no API server takes")
}

func TestTypesThatDoubleAreRefused(t *testing.T) {
	var types []*model.Type
	for i := range 100 {
		next := named(fmt.Sprintf("T%03d", i+1))
		types = append(types, structOf(fmt.Sprintf("T%03d", i), field("A", next), field("B", next)))
	}
	types = append(types, structOf("T100"))
	made, reported := schemaOf(schema.Options{}, viewWith(types...), "T000")
	assert.Equal(t, []string{"types.go:1:1: the schema of T000 has more than a billion fields, which no API server takes: types that refer " +
		"to each other have to end somewhere, for example in a field with +kubebuilder:pruning:PreserveUnknownFields and +kubebuilder:validation:Schemaless"}, reported)
	assert.Equal(t, map[string]any{"type": "object"}, asTree(t, made))

	// The same where fields of one name meet, which takes writing everything out.
	types = append(types, structOf("Inner", field("A", basic("string"))))
	types[0].Fields = append(types[0].Fields, inlined(named("Inner")))
	_, reported = schemaOf(schema.Options{}, viewWith(types...), "T000")
	assert.Len(t, reported, 1)
}

func TestTypesThatAreNothingButThemselves(t *testing.T) {
	self, a, b := typeOf("Self", named("Self")), typeOf("A", named("B")), typeOf("B", named("A"))
	list, alias := typeOf("List", listOf(named("List"))), typeOf("Alias", named("Alias"))
	alias.Alias = true
	embedded := structOf("Embedded", inlinedPointer(named("Embedded")), field("X", basic("string")))
	for _, name := range []string{"Self", "A", "B", "List", "Alias"} {
		_, reported := schemaOf(schema.Options{}, viewWith(self, a, b, list, alias), name)
		assert.Empty(t, reported, name)
	}
	_, reported := schemaOf(schema.Options{}, viewWith(embedded), "Embedded")
	assert.Equal(t, []string{"types.go:5:1: field Embedded of Embedded inlines Embedded in itself: give it a name in JSON"}, reported)
}

// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/schema"
)

func TestTheOutermostFieldOfANameCounts(t *testing.T) {
	t.Parallel()
	// The same in Go, since encoding/json decides.
	type Deep struct {
		X int    `json:"x"`
		Y string `json:"y"`
		Z string `json:"z"`
	}
	type Inner struct {
		Deep `json:",inline"`
		X    bool `json:"x"`
	}
	type Outer struct {
		Inner `json:",inline"`
		Y     *bool `json:"y,omitempty"`
	}
	written, err := json.Marshal(Outer{Y: new(true), Inner: Inner{X: true, Deep: Deep{X: 1, Y: "deep", Z: "deep"}}})
	require.NoError(t, err)
	require.JSONEq(t, `{"x": true, "y": true, "z": "deep"}`, string(written))

	deep := structOf("Deep", field("X", basic("int64")), field("Y", basic("string"), "kubebuilder:validation:MaxLength=9"), field("Z", basic("string")))
	inner := structOf("Inner", inlined(named("Deep")), field("X", basic("bool")))
	y := field("Y", pointerTo(basic("bool")))
	y.OmitEmpty = true
	outer := structOf("Outer", inlined(named("Inner")), y)
	root := structOf("Root", field("Outer", named("Outer")))
	view := viewWith(deep, inner, outer, root)
	want := map[string]any{
		"type": "object", "required": []any{"x", "z"}, "properties": map[string]any{
			"x": map[string]any{"type": "boolean"}, "y": map[string]any{"type": "boolean"}, "z": map[string]any{"type": "string"},
		},
	}
	made, reported := schemaOf(schema.Options{}, view, "Outer")
	assert.Empty(t, reported)
	assert.Equal(t, want, asTree(t, made))
	made, _ = schemaOf(schema.Options{}, view, "Root")
	assert.Equal(t, want, asTree(t, made).(map[string]any)["properties"].(map[string]any)["outer"])
}

func TestFieldsOfANameAtOneDepth(t *testing.T) {
	t.Parallel()
	a, b := structOf("A", field("X", basic("string"))), structOf("B", field("X", basic("string")))
	both := structOf("Both", inlined(named("A")), inlined(named("B")))
	hidden := structOf("Hidden", inlined(named("Both")), field("X", basic("string")))
	_, reported := schemaOf(schema.Options{}, viewWith(a, b, both), "Both")
	assert.Equal(t, []string{"types.go:5:1: Both inlines two fields that are called x in JSON, X of A and X of B, of which encoding/json writes none: give one of them another name"}, reported)
	// The same struct by two ways is two.
	left, right := structOf("Left", inlined(named("A"))), structOf("Right", inlined(named("A")))
	diamond := structOf("Diamond", inlined(named("Left")), inlined(named("Right")))
	_, reported = schemaOf(schema.Options{}, viewWith(a, left, right, diamond), "Diamond")
	assert.Equal(t, []string{"types.go:5:1: Diamond inlines two fields that are called x in JSON, X of A and X of A, of which encoding/json writes none: give one of them another name"}, reported)
	// So is a struct that is only inlined where something hides the two.
	_, reported = schemaOf(schema.Options{}, viewWith(a, b, both, hidden), "Hidden")
	assert.Len(t, reported, 1)
}

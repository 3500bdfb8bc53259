// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func TestPath(t *testing.T) {
	tests := map[string][]string{
		".spec.replicas": {"spec", "replicas"},
		".a":             {"a"},
		".spec.x-y_z":    {"spec", "x-y_z"},
		"":               nil, ".": nil, "spec": nil, ".spec.": nil, "..spec": nil, ".spec[0]": nil, `.spec.a\.b`: nil, ".spec.*": nil, ".spec['a']": nil,
	}
	for text, want := range tests {
		names, ok := schema.Path(text)
		assert.Equal(t, want, names, text)
		assert.Equal(t, want != nil, ok, text)
	}
}

func TestWalk(t *testing.T) {
	optional := field("Optional", named("Inner"), "optional", "kubebuilder:default={}")
	open := field("Open", named("Inner"), "kubebuilder:pruning:PreserveUnknownFields", "optional")
	resource := field("Resource", named("Inner"), "kubebuilder:validation:EmbeddedResource")
	view := viewWith(
		structOf("Root", field("Spec", named("Spec"))),
		structOf("Spec", optional, open, resource, field("List", listOf(named("Inner"))), field("Map", mapTo(basic("string"), named("Inner")))),
		structOf("Inner", field("Value", basic("int32"))),
	)
	root, _ := schemaOf(schema.Options{}, view, "Root")
	tests := map[string]struct {
		// want are the steps: ! for one that is always there, ~ for one that is free.
		want string
	}{
		".spec":                        {"spec!"},
		".spec.optional.value":         {"spec! optional! value!"},
		".spec.open.value":             {"spec! open value!"},
		".spec.open.other.more":        {"spec! open other~ more~"},
		".spec.map.key.value":          {"spec! map! key~ value!"},
		".spec.list.value":             {"spec! list!"},
		".spec.absent.value":           {"spec!"},
		".absent":                      {""},
		".spec.resource.metadata.name": {"spec! resource! metadata~ name~"},
		".spec.resource.other":         {"spec! resource!"},
	}
	for path, test := range tests {
		names, ok := schema.Path(path)
		assert.True(t, ok)
		got := ""
		for i, step := range schema.Walk(root, names) {
			if i > 0 {
				got += " "
			}
			got += step.Name
			if step.Always() {
				got += "!"
			}
			if step.Free {
				got += "~"
			}
		}
		assert.Equal(t, test.want, got, path)
	}
}

func TestLocate(t *testing.T) {
	deep := structOf("Deep", field("Deepest", basic("string")))
	deep.Pkg = "example.com/other"
	alias := typeOf("Words", listOf(named("Word")))
	view := viewWith(
		structOf("Root", field("Spec", named("Spec")), inlined(pointerTo(named("Common")))),
		structOf("Spec", field("List", listOf(pointerTo(named("Item")))), field("Map", mapTo(basic("string"), listOf(named("Item")))),
			field("Words", pointerTo(named("Words"))), field("Deep", model.NamedExpr("example.com/other", "Deep"))),
		structOf("Common", field("Both", basic("string"))),
		structOf("Item", inlined(named("Item2")), field("Value", basic("int32"))),
		structOf("Item2", field("Value2", basic("int32")), inlined(named("Item"))),
		typeOf("Word", named("Letters")), typeOf("Letters", basic("string")), alias, deep,
	)
	tests := []struct {
		steps  []string
		fields []string
		types  []string
		exact  bool
	}{
		{nil, nil, []string{"Root"}, true},
		{[]string{"spec"}, []string{"Spec"}, []string{"Spec"}, true},
		{[]string{"both"}, []string{"Both"}, nil, true},
		{[]string{"spec", "list"}, []string{"Spec", "List"}, nil, true},
		{[]string{"spec", "list", schema.Elem}, []string{"Spec", "List"}, []string{"Item"}, true},
		{[]string{"spec", "list", schema.Elem, "value"}, []string{"Spec", "List", "Value"}, nil, true},
		{[]string{"spec", "list", schema.Elem, "value2"}, []string{"Spec", "List", "Value2"}, nil, true},
		{[]string{"spec", "map", schema.Elem, schema.Elem, "value"}, []string{"Spec", "Map", "Value"}, nil, true},
		{[]string{"spec", "words", schema.Elem}, []string{"Spec", "Words"}, []string{"Word", "Letters"}, true},
		{[]string{"spec", "words"}, []string{"Spec", "Words"}, []string{"Words"}, true},
		{[]string{"spec", "deep", "deepest"}, []string{"Spec", "Deep", "Deepest"}, nil, true},
		{[]string{"spec", "deep", "absent", "more"}, []string{"Spec", "Deep"}, nil, false},
		{[]string{"absent"}, nil, nil, false},
		{[]string{"spec", schema.Elem}, []string{"Spec"}, nil, false},
		{[]string{"spec", "list", "value"}, []string{"Spec", "List"}, nil, false},
	}
	for _, test := range tests {
		found := schema.Locate(view, model.TypeID{Pkg: pkg, Name: "Root"}, test.steps)
		var fields, types []string
		for _, f := range found.Fields {
			fields = append(fields, f.Name)
		}
		for _, f := range found.Types {
			types = append(types, f.Name)
		}
		assert.Equal(t, test.fields, fields, test.steps)
		assert.Equal(t, test.types, types, test.steps)
		assert.Equal(t, test.exact, found.Exact, test.steps)
	}
	assert.Empty(t, schema.Locate(view, model.TypeID{Pkg: pkg, Name: "Missing"}, []string{"a"}).Fields)
}

func TestSaysRule(t *testing.T) {
	tests := []struct {
		marker, rule string
		want         bool
	}{
		{`kubebuilder:validation:XValidation:rule="self > 3",message="m"`, "self > 3", true},
		{`kubebuilder:validation:items:XValidation:rule="self > 3"`, "self > 3", true},
		{`kubebuilder:validation:XValidation:rule="self > 3"`, "self > 2", false},
		{`kubebuilder:validation:XValidation:broken`, "", false},
		{"k8s:immutable", "self == oldSelf", true},
		{"kubebuilder:validation:AtLeastOneOf=a;b", "has(self.a)||has(self.b)", true},
		{"kubebuilder:validation:MaxLength=3", "", false},
		{"k8s:enum", "", false},
		{"optional", "", false},
		{"unknown", "", false},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, schema.SaysRule(marked(test.marker)[0], test.rule), test.marker)
	}
}

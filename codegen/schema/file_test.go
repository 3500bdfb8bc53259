// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func withFile(content string, refs map[string]model.TypeID, markers ...string) *model.Type {
	t := structOf("Replicas")
	t.Description = "Replicas of a role."
	t.Form = model.OwnJSON
	t.Markers = marked(markers...)
	t.SchemaFile = &model.SchemaFile{Path: "/api/replicas.yaml", Content: []byte(content), Pos: at(3), Refs: refs}
	return t
}

func TestSchemaFile(t *testing.T) {
	const content = `
x-kubernetes-preserve-unknown-fields: true
minimum: 0
anyOf:
- required: [auto]
properties:
  auto:
    $ref: example.com/api/v1.Auto
    description: Set by an autoscaler.
    nullable: true
  auto2:
    $ref: example.com/api/v1.Auto
  quantity:
    $ref: k8s.io/apimachinery/pkg/api/resource.Quantity
allOf:
- maximum: 5
- not: {enum: [true, false]}
`
	auto := structOf("Auto", field("Max", basic("int32"), "kubebuilder:validation:Maximum=3"))
	auto.Description = "Auto scales."
	replicas := withFile(content, map[string]model.TypeID{
		"example.com/api/v1.Auto":                       {Pkg: pkg, Name: "Auto"},
		"k8s.io/apimachinery/pkg/api/resource.Quantity": {Pkg: "k8s.io/apimachinery/pkg/api/resource", Name: "Quantity"},
	}, "kubebuilder:title=Replicas")
	described := field("F", named("Replicas"), `kubebuilder:example=3`)
	described.Description = "Over the type."
	view := viewWith(structOf("Root", described, field("G", named("Replicas"))), auto, replicas)
	made, reported := schemaOf(schema.Options{}, view, "Root")
	assert.Empty(t, reported)
	yes := true
	autoSchema := apiextensionsv1.JSONSchemaProps{
		Description: "Auto scales.", Type: "object", Required: []string{"max"},
		Properties: map[string]apiextensionsv1.JSONSchemaProps{"max": {Type: "integer", Format: "int32", Maximum: new(3.0)}},
	}
	overAuto := autoSchema
	overAuto.Description, overAuto.Nullable = "Set by an autoscaler.", true
	quantity := made.Properties["g"].Properties["quantity"]
	assert.True(t, quantity.XIntOrString)
	want := apiextensionsv1.JSONSchemaProps{
		Description: "Replicas of a role.", Title: "Replicas", XPreserveUnknownFields: &yes, Minimum: new(0.0),
		AnyOf:      []apiextensionsv1.JSONSchemaProps{{Required: []string{"auto"}}},
		Properties: map[string]apiextensionsv1.JSONSchemaProps{"auto": overAuto, "auto2": autoSchema, "quantity": quantity},
		AllOf: []apiextensionsv1.JSONSchemaProps{
			{Maximum: new(5.0)}, {Not: &apiextensionsv1.JSONSchemaProps{Enum: []apiextensionsv1.JSON{{Raw: []byte("true")}, {Raw: []byte("false")}}}},
		},
	}
	assert.Equal(t, want, made.Properties["g"], "an allOf of the file stays what it is")
	want.Description, want.Example = "Over the type.", &apiextensionsv1.JSON{Raw: []byte("3")}
	assert.Equal(t, want, made.Properties["f"])
}

func TestSchemaFileThatIsWrong(t *testing.T) {
	tests := map[string]struct {
		content, want string
	}{
		"no YAML":          {"a: [", "/api/replicas.yaml:1:1: not a schema: error converting YAML to JSON: yaml: line 1: did not find expected node content"},
		"no schema":        {"type: [a]", "/api/replicas.yaml:1:1: not a schema: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field JSONSchemaProps.type of type string"},
		"unknown keyword":  {"typ: string", "/api/replicas.yaml:1:1: typ is no keyword of a schema"},
		"unknown below":    {"items:\n  properties:\n    a:\n      anyOf: [{minLenth: 3}]", "/api/replicas.yaml:4:16: minLenth is no keyword of a schema"},
		"unknown type":     {"type: object\nproperties:\n  a:\n    $ref: somewhere.Else\n", "/api/replicas.yaml:4:5: $ref: somewhere.Else is not a Go type: write import/path.Type"},
		"type that is not": {"properties:\n  a: {$ref: gone.Type}\n", "/api/replicas.yaml:2:7: $ref: gone.Type is not a Go type: write import/path.Type"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			replicas := withFile(test.content, map[string]model.TypeID{"gone.Type": {Pkg: "gone", Name: "Type"}})
			_, reported := schemaOf(schema.Options{}, viewWith(replicas), "Replicas")
			assert.Equal(t, []string{test.want}, reported)
		})
	}
}

func TestSchemaFileRefersToItself(t *testing.T) {
	replicas := withFile("type: object\nproperties: {a: {$ref: self}}\n", map[string]model.TypeID{"self": {Pkg: pkg, Name: "Replicas"}})
	var problems diag.List
	made := schema.NewBuilder(schema.Options{}, &problems).For(viewWith(replicas), replicas.TypeID)
	assert.Empty(t, problems.Sorted())
	assert.Equal(t, apiextensionsv1.JSONSchemaProps{}, made.Properties["a"].Properties["a"], "an empty schema ends the circle")
}

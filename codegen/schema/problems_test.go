// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func TestWhatHasNoSchemaIsReported(t *testing.T) {
	own := &model.Type{
		TypeID: model.TypeID{Name: "Own"}, Underlying: &model.Expr{Kind: model.Struct}, Form: model.OwnText,
		Markers: marked("kubebuilder:validation:Type=integer"), Pos: at(7),
	}
	generic := structOf("Generic")
	generic.Generic = true
	tests := map[string]struct {
		field *model.Field
		want  []string
	}{
		"float":           {field("F", basic("float32")), []string{"types.go:5:1: field F of Root: float32 is not exact, and languages differ in how they treat it (--allow-dangerous-types allows it): use an integer, a string or resource.Quantity"}},
		"complex":         {field("F", basic("complex64")), []string{"types.go:5:1: field F of Root: complex64 has no schema"}},
		"interface":       {field("F", &model.Expr{Kind: model.Interface, Name: "any"}), []string{"types.go:5:1: field F of Root: an interface has no schema: use a concrete type, or JSON of k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1 for any value"}},
		"error":           {field("F", model.NamedExpr("", "error")), []string{"types.go:5:1: field F of Root: an interface has no schema: use a concrete type, or JSON of k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1 for any value"}},
		"struct":          {field("F", listOf(&model.Expr{Kind: model.Struct})), []string{"types.go:5:1: field F of Root: a struct without a name has no schema: declare it as a type"}},
		"channel":         {field("F", &model.Expr{Kind: model.Other, Name: "chan int"}), []string{"types.go:5:1: field F of Root: chan int cannot be part of an API: functions and channels have no JSON"}},
		"nothing":         {field("F", nil), []string{"types.go:5:1: field F of Root: its type is not known"}},
		"list of nothing": {field("F", listOf(nil)), []string{"types.go:5:1: field F of Root: its type is not known"}},
		"unknown":         {field("F", named("Missing")), []string{"types.go:5:1: field F of Root: type v1.Missing is not known"}},
		"generic":         {field("F", named("Generic")), []string{"types.go:5:1: field F of Root: Generic is generic and has no schema: declare a type for each use"}},
		"integer keys":    {field("F", mapTo(basic("int"), basic("string"))), []string{"types.go:5:1: field F of Root: keys of a map must be strings, or have a MarshalText method; int is neither"}},
		"list keys":       {field("F", mapTo(listOf(basic("string")), basic("string"))), []string{"types.go:5:1: field F of Root: keys of a map must be strings, or have a MarshalText method; []string is neither"}},
		"text no string":  {field("F", named("Own")), []string{`types.go:7:1: Own has a MarshalText method, so that it is a string in JSON; its markers make it "integer"`}},
		"no tag":          {&model.Field{Name: "F", Type: basic("string"), Pos: at(5)}, []string{"types.go:5:1: field F of Root has no json tag: name it, or leave it out with `json:\"-\"`"}},
		"no name in the tag": {
			&model.Field{Name: "F", Tag: `json:",omitempty"`, HasJSONTag: true, Inline: true, Type: basic("string"), Pos: at(5)},
			[]string{"types.go:5:1: field F of Root has no name in its json tag, and would be called F in JSON: name it, or embed its type"},
		},

		"marker on wrong type":  {field("F", basic("int32"), "optional", "kubebuilder:validation:MaxLength=3"), []string{`types.go:11:1: +kubebuilder:validation:MaxLength: must apply maxlength to a textual value, found type "integer"`}},
		"marker on struct":      {field("F", named("Generic2"), "kubebuilder:validation:MinProperties=3"), []string{`types.go:10:1: +kubebuilder:validation:MinProperties: must apply minproperties to an object (the declaration of Generic2 is not looked at here): put the marker on a type of this package, or add +kubebuilder:validation:Type beside it`}},
		"marker on IntOrString": {field("F", model.NamedExpr("k8s.io/apimachinery/pkg/util/intstr", "IntOrString"), "kubebuilder:validation:Pattern=x"), []string{`types.go:10:1: +kubebuilder:validation:Pattern: must apply pattern to a textual value, found type ""; add +kubebuilder:validation:XIntOrString beside it`}},
		"items on no list":      {field("F", basic("string"), "kubebuilder:validation:items:MaxLength=3"), []string{"types.go:10:1: +kubebuilder:validation:items:MaxLength is about the items of a list, and here is a value of type string"}},
		"items on named list":   {field("F", named("List"), "kubebuilder:validation:items:MaxLength=3"), []string{"types.go:10:1: +kubebuilder:validation:items:MaxLength is about the items of a list, and here is a value of type List, whose declaration is not looked at: put the marker there"}},
		"bad argument":          {field("F", basic("int32"), "kubebuilder:validation:Minimum=many"), []string{`types.go:10:1: +kubebuilder:validation:Minimum: invalid minimum value: "many" is no number`}},
		"no argument":           {field("F", basic("string"), "kubebuilder:validation:MaxLength"), []string{`types.go:10:1: +kubebuilder:validation:MaxLength: it needs a value behind =`}},
		"unknown argument":      {field("F", basic("string"), "kubebuilder:validation:XValidation:roole=x"), []string{`types.go:10:1: +kubebuilder:validation:XValidation: unknown argument "roole"`}},
		"unbalanced default":    {field("F", basic("string"), "kubebuilder:default={a: "), nil},
		"k8s:enum on a field":   {field("F", basic("string"), "k8s:enum"), []string{"types.go:10:1: +k8s:enum: k8s:enum must be set on a type, not a field"}},
		"k8s:enum of numbers":   {field("F", named("Numbers")), []string{"types.go:10:1: +k8s:enum: Numbers is not a string type"}},
		"k8s:enum of nothing":   {field("F", named("Empty")), []string{"types.go:10:1: +k8s:enum: Empty has no constants that are string literals"}},
		"k8s:enum of numerals":  {field("F", named("Numerals")), []string{"types.go:10:1: +k8s:enum: value 3 of Three is no string literal"}},
		"bad list type":         {field("F", listOf(basic("string")), "listType=heap"), []string{`types.go:10:1: +listType: ListType must be either "map", "set" or "atomic"`}},
		"bad reason":            {field("F", basic("string"), `kubebuilder:validation:XValidation:rule="true",reason="Because"`), []string{`types.go:10:1: +kubebuilder:validation:XValidation: invalid reason Because, valid values are FieldValueRequired, FieldValueInvalid, FieldValueForbidden and FieldValueDuplicate`}},
		"type against type":     {field("F", named("Word"), "kubebuilder:validation:Type=integer"), []string{"types.go:5:1: field F: what its markers say and the schema of its type do not fit together: conflicting types in allOf branches in schema: string vs integer"}},
		"one of required":       {field("F", named("Choice")), []string{"types.go:5:1: field a is one of several of which not all are set, so that it must be optional: add omitempty to its json tag, and no required marker"}},
		"one of nested":         {field("F", named("Deep")), []string{"types.go:10:1: +kubebuilder:validation:AtMostOneOf: a.b is not a field of the type itself"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			numbers, empty, numerals := typeOf("Numbers", basic("int32"), "k8s:enum"), typeOf("Empty", basic("string"), "k8s:enum"), typeOf("Numerals", basic("string"), "k8s:enum")
			numerals.Constants = []*model.Constant{{Name: "Three", Value: "3", Literal: true}}
			empty.Constants = []*model.Constant{{Name: "Derived", Value: `"x"`}}
			choice, deep := structOf("Choice", field("A", pointerTo(basic("string")))), structOf("Deep")
			choice.Markers, deep.Markers = marked("kubebuilder:validation:ExactlyOneOf=a;b"), marked("kubebuilder:validation:AtMostOneOf=a.b;c")
			view := viewWith(structOf("Root", test.field), own, generic, structOf("Generic2"), typeOf("List", listOf(basic("string"))),
				typeOf("Word", basic("string")), numbers, empty, numerals, choice, deep)
			made, got := schemaOf(schema.Options{}, view, "Root")
			if test.want == nil {
				// What the message of the library is does not matter.
				assert.Len(t, got, 1)
			} else {
				assert.Equal(t, test.want, got)
			}
			assert.Equal(t, "object", made.Type)
		})
	}
}

func TestMarkersOfOthersAreLeftAlone(t *testing.T) {
	view := viewWith(structOf("Root", field("F", basic("string"), "versioned:added:since=v1", "kubebuilder:printcolumn:broken", "x:y=z", "", "=", ":", "genclient")))
	_, got := schemaOf(schema.Options{}, view, "Root")
	assert.Empty(t, got)
}

// What controller-tools refuses although its meaning is plain is accepted.
func TestMoreIsAcceptedThanByControllerTools(t *testing.T) {
	text := func(e *model.Expr) *model.Type {
		declared := typeOf("Own", e)
		declared.Form = model.OwnText
		return declared
	}
	alias := func(e *model.Expr) *model.Type {
		declared := typeOf("Own", e, "kubebuilder:validation:MaxItems=2")
		declared.Alias = true
		return declared
	}
	blob := typeOf("Own", listOf(basic("string")), "kubebuilder:validation:Type=string")
	blob.Form = model.OwnJSON
	key := typeOf("Own", basic("string"))
	key.Alias = true
	tests := map[string]struct {
		declared *model.Type
		field    *model.Field
		want     apiextensionsv1.JSONSchemaProps
	}{
		"text that is a list in Go":   {text(listOf(basic("string"))), field("F", named("Own"), "kubebuilder:validation:MaxLength=3"), apiextensionsv1.JSONSchemaProps{Type: "string", MaxLength: new(int64(3))}},
		"bytes with a name":           {typeOf("Own", listOf(basic("byte"))), field("F", named("Own")), apiextensionsv1.JSONSchemaProps{Type: "string", Format: "byte"}},
		"own JSON of a list":          {blob, field("F", named("Own")), apiextensionsv1.JSONSchemaProps{Type: "string"}},
		"alias of a list":             {alias(listOf(basic("string"))), field("F", named("Own")), apiextensionsv1.JSONSchemaProps{Type: "array", MaxItems: new(int64(2)), Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &apiextensionsv1.JSONSchemaProps{Type: "string"}}}},
		"uint8 are bytes":             {key, field("F", listOf(basic("uint8"))), apiextensionsv1.JSONSchemaProps{Type: "string", Format: "byte"}},
		"keys of an alias of strings": {key, field("F", mapTo(named("Own"), basic("bool"))), apiextensionsv1.JSONSchemaProps{Type: "object", AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &apiextensionsv1.JSONSchemaProps{Type: "boolean"}}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			made, got := schemaOf(schema.Options{}, viewWith(structOf("Root", test.field), test.declared), "Root")
			assert.Empty(t, got)
			assert.Equal(t, test.want, made.Properties["f"])
		})
	}
}

func TestInlinedFieldsRequireNothing(t *testing.T) {
	view := viewWith(structOf("Root", inlined(named("Part"), "required")), structOf("Part", field("A", basic("string"))))
	made, reported := schemaOf(schema.Options{}, view, "Root")
	assert.Empty(t, reported)
	assert.Equal(t, []string{"a"}, made.Required)
}

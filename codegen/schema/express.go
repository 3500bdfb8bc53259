// SPDX-License-Identifier: Apache-2.0

package schema

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// The types of OpenAPI.
const (
	typeArray   = "array"
	typeBoolean = "boolean"
	typeInteger = "integer"
	typeNumber  = "number"
	typeObject  = "object"
	typeString  = "string"
)

// maxAliases is how many aliases may name each other; more can only be a cycle.
const maxAliases = 64

// at is where a type expression stands.
type at struct {
	// pkg is the package in whose source the expression is written: a reference to a type of the same package says
	// more about the type than one to a type of another package, which is how controller-tools has it.
	pkg  string
	pos  diag.Pos
	what string
}

// express returns the schema of a type expression, in which declared types are references.
func (w *walk) express(e *model.Expr, at at) apiextensionsv1.JSONSchemaProps {
	if e == nil {
		w.problems.unknownf(at.pos, "%s: its type is not known", at.what)
		return placeholder()
	}
	switch e.Kind {
	case model.Basic:
		return w.basic(e.Name, at)
	case model.Named:
		return w.named(e.ID, at)
	case model.Pointer:
		return w.express(e.Elem, at)
	case model.Slice:
		if model.IsBytes(e, w.lookup) {
			return apiextensionsv1.JSONSchemaProps{Type: typeString, Format: "byte"}
		}
		return w.list(e.Elem, at)
	case model.Array:
		return w.list(e.Elem, at)
	case model.Map:
		return w.mapping(e, at)
	case model.Struct:
		w.problems.remedyf(at.pos, "declare it as a type", "%s: a struct without a name has no schema", at.what)
	case model.Interface:
		w.problems.remedyf(at.pos, "use a concrete type, or JSON of k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1 for any value",
			"%s: an interface has no schema", at.what)
	default:
		w.problems.unknownf(at.pos, "%s: %s cannot be part of an API: %s", at.what, e, e.Unfit())
	}
	return placeholder()
}

// placeholder stands where there is no schema because of an error, so that nothing else is wrong for want of one.
func placeholder() apiextensionsv1.JSONSchemaProps {
	return apiextensionsv1.JSONSchemaProps{XPreserveUnknownFields: new(true)}
}

func (w *walk) list(elem *model.Expr, at at) apiextensionsv1.JSONSchemaProps {
	items := w.express(elem, at)
	return apiextensionsv1.JSONSchemaProps{
		Type:  typeArray,
		Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &items},
	}
}

func (w *walk) mapping(e *model.Expr, at at) apiextensionsv1.JSONSchemaProps {
	if !w.isText(e.Key) {
		w.problems.unknownf(at.pos, "%s: keys of a map must be strings, or have a MarshalText method; %s is neither",
			at.what, e.Key)
		return placeholder()
	}
	values := w.express(e.Elem, at)
	return apiextensionsv1.JSONSchemaProps{
		Type:                 typeObject,
		AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &values},
	}
}

// isText reports whether JSON can have a value of the type as a key.
func (w *walk) isText(key *model.Expr) bool {
	for range maxAliases {
		switch {
		case key == nil:
			return false
		case key.Kind == model.Basic:
			return key.Name == "string"
		case key.Kind != model.Named:
			return false
		}
		t := w.lookup(key.ID)
		if t == nil {
			return false
		}
		if t.Form == model.OwnText {
			return true
		}
		key = t.Underlying
	}
	return false
}

func (w *walk) basic(name string, at at) apiextensionsv1.JSONSchemaProps {
	schema, ok := basics[name]
	switch {
	case !ok:
		w.problems.unknownf(at.pos, "%s: %s has no schema", at.what, name)
	case schema.Type == typeNumber && !w.options.AllowDangerousTypes:
		w.problems.remedyf(at.pos, "use an integer, a string or resource.Quantity",
			"%s: %s is not exact, and languages differ in how they treat it (--allow-dangerous-types allows it)", at.what, name)
		return placeholder()
	}
	return schema
}

var basics = map[string]apiextensionsv1.JSONSchemaProps{
	"bool":    {Type: typeBoolean},
	"string":  {Type: typeString},
	"int":     {Type: typeInteger},
	"int8":    {Type: typeInteger},
	"int16":   {Type: typeInteger},
	"int32":   {Type: typeInteger, Format: "int32"},
	"rune":    {Type: typeInteger, Format: "int32"},
	"int64":   {Type: typeInteger, Format: "int64"},
	"uint":    {Type: typeInteger},
	"uint8":   {Type: typeInteger},
	"byte":    {Type: typeInteger},
	"uint16":  {Type: typeInteger},
	"uint32":  {Type: typeInteger, Format: "int32"},
	"uint64":  {Type: typeInteger, Format: "int64"},
	"uintptr": {Type: typeInteger},
	"float32": {Type: typeNumber},
	"float64": {Type: typeNumber},
}

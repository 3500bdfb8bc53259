// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"
	"go/ast"
	"reflect"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"

	"github.com/stackabletech/operator-go/codegen/model"
)

// fields declares a struct. What is inlined stays apart, since it may be a reference.
func (w *walk) fields(t *model.Type, ofType values, d *declaration) {
	d.props.Type = typeObject
	d.props.Properties = make(map[string]apiextensionsv1.JSONSchemaProps, len(t.Fields))
	d.fields = make(map[string]*model.Field, len(t.Fields))
	oneOf := w.oneOf(ofType)
	var immutable []string
	for _, field := range t.Fields {
		switch {
		case !field.Embedded && w.options.IgnoreUnexportedFields && !ast.IsExported(field.Name):
			continue
		case !field.Embedded && !ast.IsExported(field.Name) && !field.Skipped:
			w.problems.remedyf(field.Pos, "write it with a capital letter, or leave it out with `json:\"-\"`",
				"field %s of %s is not exported, so that it has no JSON", field.Name, t.Name)
			continue
		case !field.HasJSONTag && strings.Contains(field.Tag, "json"):
			w.problems.remedyf(field.Pos, "write it like `json:\"name,omitempty\"`",
				"field %s of %s has a tag that cannot be read", field.Name, t.Name)
			continue
		case !field.HasJSONTag && field.Embedded:
			w.problems.remedyf(field.Pos, "write `json:\",inline\"` to have its fields among those of "+t.Name+", or name it",
				"embedded field %s of %s has no json tag", field.Name, t.Name)
			continue
		case !field.HasJSONTag:
			w.problems.remedyf(field.Pos, "name it, or leave it out with `json:\"-\"`",
				"field %s of %s has no json tag", field.Name, t.Name)
			continue
		case field.Skipped:
			continue
		case !field.Embedded && field.JSON == "":
			// controller-tools inlines such a field; encoding/json, which ignores the option "inline", does not.
			w.problems.remedyf(field.Pos, "name it, or embed its type",
				"field %s of %s has no name in its json tag, and would be called %s in JSON", field.Name, t.Name, field.Name)
			continue
		}
		parsed := w.parse(field.Markers, ofField)
		if w.quoted(field) && !parsed.hasAny(typeMarker, crdmarkers.SchemalessName) {
			w.problems.remedyf(field.Pos, "leave the option out, or write +"+typeMarker+"=string",
				"field %s of %s has the option string in its json tag, so that it is a string in JSON", field.Name, t.Name)
		}
		inline := field.Inline || field.JSON == ""
		if inline && w.inlines(field.Type, t.TypeID) {
			w.problems.remedyf(field.Pos, "give it a name in JSON", "field %s of %s inlines %s in itself", field.Name, t.Name, t.Name)
			continue
		}
		schema := w.field(t, field, parsed)
		if inline {
			d.inline = append(d.inline, inlined{props: schema, field: field})
			continue
		}
		if required(t, field, parsed) {
			if slices.Contains(oneOf, field.JSON) {
				w.problems.Errorf(field.Pos, "field %s is one of several of which not all are set, so that it must be "+
					"optional: add omitempty to its json tag, and no required marker", field.JSON)
			}
			d.props.Required = append(d.props.Required, field.JSON)
		}
		if parsed.has(immutableMarker) {
			immutable = append(immutable, field.JSON)
		}
		d.props.Properties[field.JSON] = schema
		d.fields[field.JSON] = field
	}
	slices.Sort(d.props.Required)
	d.props.Required = slices.Compact(d.props.Required)
	d.props.XValidations = keepOnceSet(immutable, d.props.Required)
}

// quoted reports whether encoding/json writes a number or a boolean as a string because of the option of the tag.
func (w *walk) quoted(field *model.Field) bool {
	_, options, _ := strings.Cut(reflect.StructTag(field.Tag).Get("json"), ",")
	names, shape := w.unwrap(field.Type)
	return shape != nil && shape.Kind == model.Basic && shape.Name != "string" && slices.Contains(strings.Split(options, ","), "string") &&
		!slices.ContainsFunc(names, func(t *model.Type) bool { return t.Form != model.Structural })
}

// inlines reports whether a type is inlined in an expression, over however many others.
func (w *walk) inlines(e *model.Expr, id model.TypeID) bool {
	seen := map[model.TypeID]bool{}
	var follow func(e *model.Expr) bool
	follow = func(e *model.Expr) bool {
		names, _ := w.unwrap(e)
		for _, t := range names {
			if t.TypeID == id {
				return true
			}
			if seen[t.TypeID] {
				continue
			}
			seen[t.TypeID] = true
			if slices.ContainsFunc(t.Fields, func(f *model.Field) bool { return !f.Skipped && (f.Inline || f.JSON == "") && follow(f.Type) }) {
				return true
			}
		}
		return false
	}
	return follow(e)
}

// field returns the schema of one field.
func (w *walk) field(t *model.Type, field *model.Field, parsed values) apiextensionsv1.JSONSchemaProps {
	var schema apiextensionsv1.JSONSchemaProps
	if !parsed.has(crdmarkers.SchemalessName) {
		schema = w.express(field.Type, at{pkg: t.Pkg, pos: field.Pos, what: "field " + field.Name + " of " + t.Name})
	}
	schema.Description = w.describe(field.Description)
	w.apply(parsed, nil, &schema)
	return schema
}

// required follows the first of the field's markers in this order, else the package's default, else the json tag.
func required(t *model.Type, field *model.Field, parsed values) bool {
	switch {
	case parsed.has("kubebuilder:validation:Optional"):
		return false
	case parsed.has("kubebuilder:validation:Required"):
		return true
	case parsed.hasAny("optional", "k8s:optional"):
		return false
	case parsed.hasAny("required", "k8s:required"):
		return true
	case t.OptionalByDefault:
		return false
	default:
		return !field.OmitEmpty
	}
}

// oneOf returns the names that the markers of the OneOf family mention.
func (w *walk) oneOf(ofType values) []string {
	var all []string
	for _, v := range ofType {
		var names []string
		switch marker := v.value.(type) {
		case crdmarkers.ExactlyOneOf:
			names = marker
		case crdmarkers.AtMostOneOf:
			names = marker
		case crdmarkers.AtLeastOneOf:
			names = marker
		}
		for _, name := range names {
			if strings.Contains(name, ".") {
				w.problems.Errorf(v.marker.Pos, "+%s: %s is not a field of the type itself", v.name, name)
			}
		}
		all = append(all, names...)
	}
	return all
}

// keepOnceSet returns rules that refuse the removal of optional immutable fields: the rule on the field itself is not
// evaluated when the field is gone.
func keepOnceSet(immutable, required []string) []apiextensionsv1.ValidationRule {
	var rules []apiextensionsv1.ValidationRule
	for _, name := range immutable {
		if slices.Contains(required, name) {
			continue
		}
		rules = append(rules, apiextensionsv1.ValidationRule{
			Rule:    fmt.Sprintf("!has(oldSelf.%s) || has(self.%s)", name, name),
			Message: fmt.Sprintf("field %s is immutable once set", name),
		})
	}
	return rules
}

// SPDX-License-Identifier: Apache-2.0

package check

import (
	"slices"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// Zeroes reports required fields that are added without a default and whose zero value their schema refuses: an object
// that is upgraded would be one that the API server does not take.
func Zeroes(apis []*model.API, views []*model.View, builder *schema.Builder, problems *diag.List) {
	for _, a := range apis {
		for _, t := range a.Types {
			for _, f := range t.Fields {
				if f.History == nil || f.History.Added == nil || f.History.Added.Default != nil {
					continue
				}
				for _, view := range views {
					if view.API == a && view.Version.Name == f.History.Added.Since && hasOlder(views, a, t, f.History.Added.Since) {
						zero(view, t, f, builder, problems)
					}
				}
			}
		}
	}
}

// hasOlder reports whether there is a type before a version, and so objects that lack what is added to it then.
func hasOlder(views []*model.View, a *model.API, t *model.Type, version string) bool {
	return slices.ContainsFunc(views, func(view *model.View) bool {
		return view.API == a && a.Index(view.Version.Name) < a.Index(version) &&
			slices.ContainsFunc(view.Types, func(other *model.Type) bool { return other.Pos == t.Pos })
	})
}

func zero(view *model.View, t *model.Type, f *model.Field, builder *schema.Builder, problems *diag.List) {
	// The names are those of the version in which the field is added, which history may have changed since.
	var projected *model.Type
	var field *model.Field
	for _, candidate := range view.Types {
		i := slices.IndexFunc(candidate.Fields, func(other *model.Field) bool { return other.Pos == f.Pos })
		if i >= 0 && candidate.Pos == t.Pos {
			projected, field = candidate, candidate.Fields[i]
		}
	}
	if projected == nil {
		return
	}
	parent := builder.For(view, projected.TypeID)
	for _, added := range inlinedInto(view, field, map[*model.Type]bool{}) {
		property, ok := parent.Properties[added.JSON]
		if !ok || !slices.Contains(parent.Required, added.JSON) || property.Default != nil {
			continue
		}
		value, known := zeroValue(view, added.Type, map[model.TypeID]bool{})
		switch {
		case !known || accepts(&property, value):
		case added == field:
			problems.Errorf(f.History.Added.Pos, "field %s of %s is required and added in %s without a default, but its schema refuses the zero value that objects of older versions would get: add default=FUNC",
				f.Name, t.Name, view.Version.Name)
		default:
			problems.Errorf(f.History.Added.Pos, "field %s, which %s brings into %s in %s, is required, but its schema refuses the zero value that objects of older versions would get: make it optional, or give it a +kubebuilder:default",
				added.Name, f.Name, t.Name, view.Version.Name)
		}
	}
}

// inlinedInto returns a field, or those that it stands for if it is inlined.
func inlinedInto(view *model.View, field *model.Field, seen map[*model.Type]bool) []*model.Field {
	if !field.Inline {
		return []*model.Field{field}
	}
	of := view.Lookup(field.Type.Deref().ID)
	if of == nil || field.Type.Kind == model.Pointer || seen[of] {
		return nil // nothing of it is there before it is
	}
	seen[of] = true
	var fields []*model.Field
	for _, f := range of.Fields {
		fields = append(fields, inlinedInto(view, f, seen)...)
	}
	return fields
}

// maxArray is how long an array may be whose zero value is judged: arrays of arrays multiply.
const maxArray = 64

// zeroValue is the JSON that an upgrade gives a field of which nothing is known.
func zeroValue(view *model.View, e *model.Expr, seen map[model.TypeID]bool) (any, bool) {
	switch e.Kind {
	case model.Pointer, model.Interface:
		return nil, true
	case model.Slice:
		if model.IsBytes(e, view.Lookup) {
			return "", true
		}
		return []any{}, true
	case model.Array:
		item, known := zeroValue(view, e.Elem, seen)
		if e.Len > maxArray {
			return nil, false
		}
		return slices.Repeat([]any{item}, int(e.Len)), known
	case model.Map:
		return map[string]any{}, true
	case model.Basic:
		switch basicKind(e.Name) {
		case "string":
			return "", true
		case "bool":
			return false, true
		default:
			return int64(0), true
		}
	case model.Named:
		t := view.Lookup(e.ID)
		if t == nil || t.Form != model.Structural || t.SchemaFile != nil || seen[e.ID] {
			return nil, false
		}
		if !t.IsStruct() {
			return zeroValue(view, t.Underlying, seen)
		}
		seen[e.ID] = true
		defer delete(seen, e.ID)
		object := map[string]any{}
		for _, f := range t.Fields {
			if f.JSON == "" || f.OmitEmpty || f.Skipped {
				continue
			}
			value, known := zeroValue(view, f.Type, seen)
			if !known {
				return nil, false
			}
			object[f.JSON] = value
		}
		return object, true
	}
	return nil, false
}

// accepts asks the API server's own validation. A schema that it cannot read has been reported already.
func accepts(property *apiextensionsv1.JSONSchemaProps, value any) bool {
	var internal apiextensions.JSONSchemaProps
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(property, &internal, nil); err != nil {
		return true
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	if err != nil {
		return true
	}
	return len(validation.ValidateCustomResource(nil, value, validator)) == 0
}

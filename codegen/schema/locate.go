// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

// Found are the Go declarations that a place in a schema comes from.
type Found struct {
	// Fields are the fields on the way, the outermost first.
	Fields []OwnedField
	// Inlined are the fields that inline something into the place, at any depth, and InlinedTypes what they inline.
	Inlined      []OwnedField
	InlinedTypes []*model.Type
	// Types are the declared types of the place, by name until one that has a shape of its own; empty where the place
	// has a type without a name, or where Exact is false.
	Types []*model.Type
	// Exact is true when the fields led all the way.
	Exact bool
}

// OwnedField is a field and the struct that declares it.
type OwnedField struct {
	*model.Field
	Owner *model.Type
}

// Elem is the name of a step from a list to its items, or from a map to its values.
const Elem = "[]"

// Locate follows the properties of a schema (their names in JSON, and [Elem] for items and values) through the Go types
// that it was made from, as far as they lead.
func Locate(view *model.View, id model.TypeID, steps []string) Found {
	w := &walk{Builder: &Builder{}, view: view}
	var found Found
	here := model.NamedExpr(id.Pkg, id.Name)
	for _, step := range steps {
		names, shape := w.unwrap(here)
		if step == Elem {
			if shape == nil || shape.Elem == nil {
				return found
			}
			here = shape.Elem
			continue
		}
		if len(names) == 0 {
			return found
		}
		field := w.find(names[len(names)-1], step, map[model.TypeID]bool{})
		if field.Field == nil {
			return found
		}
		found.Fields = append(found.Fields, field)
		here = field.Type
	}
	found.Types, _ = w.unwrap(here)
	found.Exact = true
	for _, t := range found.Types {
		w.inlined(t, &found)
	}
	return found
}

// inlined adds what is inlined into a struct to what was found.
func (w *walk) inlined(t *model.Type, found *Found) {
	for _, field := range t.Fields {
		// A field that is there already inlines the struct into itself, which is reported elsewhere.
		if !field.Inline || field.Skipped || slices.Contains(found.Inlined, OwnedField{Field: field, Owner: t}) {
			continue
		}
		found.Inlined = append(found.Inlined, OwnedField{Field: field, Owner: t})
		names, _ := w.unwrap(field.Type)
		for _, inner := range names {
			found.InlinedTypes = append(found.InlinedTypes, inner)
			w.inlined(inner, found)
		}
	}
}

// unwrap follows pointers and names to the expression that says what a value looks like.
func (w *walk) unwrap(e *model.Expr) (names []*model.Type, shape *model.Expr) {
	for range maxAliases {
		e = e.Deref()
		if e == nil || e.Kind != model.Named {
			return names, e
		}
		t := w.lookup(e.ID)
		if t == nil {
			return names, nil
		}
		names, e = append(names, t), t.Underlying
	}
	return names, nil
}

// find looks a property up among the fields of a struct and those inlined into it. The zero value means that there is none.
func (w *walk) find(t *model.Type, name string, seen map[model.TypeID]bool) OwnedField {
	if seen[t.TypeID] {
		return OwnedField{}
	}
	seen[t.TypeID] = true
	for _, field := range t.Fields {
		if field.JSON == name && !field.Inline && !field.Skipped {
			return OwnedField{Field: field, Owner: t}
		}
	}
	for _, field := range t.Fields {
		if !field.Inline && field.JSON != "" || field.Skipped {
			continue
		}
		if names, _ := w.unwrap(field.Type); len(names) > 0 {
			if found := w.find(names[len(names)-1], name, seen); found.Field != nil {
				return found
			}
		}
	}
	return OwnedField{}
}

// SPDX-License-Identifier: Apache-2.0

package smd

import (
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/codegen/model"
)

// ref returns the type of a Go type about which markers say something.
func (w walk) ref(e *model.Expr, h hints) smdschema.TypeRef {
	switch {
	case h.schemaless:
		return w.opaque(h)
	case h.intOrString:
		return scalar(smdschema.Untyped)
	}
	switch e.Kind {
	case model.Named:
		return w.named(e.ID, h)
	case model.Pointer:
		return w.ref(e.Elem, h)
	}
	if h.typ != "" && h.typ != w.typeOf(e) {
		return w.opaque(h)
	}
	switch e.Kind {
	case model.Basic:
		return basic(e.Name)
	case model.Slice, model.Array:
		if model.IsBytes(e, w.view.Lookup) {
			return scalar(smdschema.String)
		}
		return inline(smdschema.Atom{List: list(h, w.ref(e.Elem, h.ofItems()))})
	case model.Map:
		return inline(smdschema.Atom{Map: &smdschema.Map{
			ElementType:         w.ref(e.Elem, hints{}),
			ElementRelationship: relationship(h.relationship),
		}})
	default:
		return w.opaque(h)
	}
}

func inline(atom smdschema.Atom) smdschema.TypeRef { return smdschema.TypeRef{Inlined: atom} }

// list returns a list. Without a type it is one value, which is how the API server has it for custom resources.
func list(h hints, items smdschema.TypeRef) *smdschema.List {
	out := &smdschema.List{ElementType: items, ElementRelationship: smdschema.Atomic}
	switch h.list {
	case "set":
		out.ElementRelationship = smdschema.Associative
	case "map":
		out.ElementRelationship, out.Keys = smdschema.Associative, h.keys
	}
	return out
}

func relationship(text string) smdschema.ElementRelationship {
	switch text {
	case "atomic":
		return smdschema.Atomic
	case "granular":
		return smdschema.Separable
	}
	return ""
}

func basic(name string) smdschema.TypeRef {
	switch name {
	case "string":
		return scalar(smdschema.String)
	case "bool":
		return scalar(smdschema.Boolean)
	}
	return scalar(smdschema.Numeric)
}

// typeOf is the type of an expression in OpenAPI, as far as it can be told without looking up names.
func (w walk) typeOf(e *model.Expr) string {
	switch e.Kind {
	case model.Slice, model.Array:
		if model.IsBytes(e, w.view.Lookup) {
			return "string"
		}
		return "array"
	case model.Map, model.Struct:
		return "object"
	case model.Basic:
		switch e.Name {
		case "string":
			return "string"
		case "bool":
			return "boolean"
		case "float32", "float64":
			return "number"
		}
		return "integer"
	}
	return ""
}

// opaque returns a type of which no more is known than what markers say.
func (w walk) opaque(h hints) smdschema.TypeRef {
	switch h.typ {
	case "string":
		return scalar(smdschema.String)
	case "integer", "number":
		return scalar(smdschema.Numeric)
	case "boolean":
		return scalar(smdschema.Boolean)
	case "array":
		name := atomicName
		return inline(smdschema.Atom{List: list(h, smdschema.TypeRef{NamedType: &name})})
	}
	if h.typ != "object" && !h.resource && h.relationship == "" {
		return deduced()
	}
	object := &smdschema.Map{ElementType: deduced(), ElementRelationship: relationship(h.relationship)}
	if h.resource {
		object = w.resource(object)
	}
	return inline(smdschema.Atom{Map: object})
}

// named returns the type of a declared Go type. What a field says goes over what the type does.
func (w walk) named(id model.TypeID, field hints) smdschema.TypeRef {
	if form, ok := wellKnown[id]; ok {
		return w.known(id, form, field)
	}
	t := w.view.Lookup(id)
	if t == nil || t.Underlying == nil {
		return w.opaque(field)
	}
	if t.Alias {
		return w.through(t, field)
	}
	all := field.over(typeHints(t))
	if id, form, ok := w.standsFor(t); ok && t.SchemaFile == nil {
		return w.known(id, form, all)
	}
	switch {
	case t.SchemaFile != nil:
		ref := w.define(TypeName(id), func() smdschema.Atom { return w.fileAtom(t) })
		return override(ref, field)
	case t.Form == model.OwnJSON && all.typ != "":
		return w.opaque(all)
	case t.Form == model.OwnText:
		return scalar(smdschema.String)
	case t.IsStruct():
		return w.structRef(t, field)
	}
	if declared := model.Declaration(t, w.view.Lookup); declared != nil && declared.IsStruct() {
		return w.structRef(t, field)
	}
	return w.through(t, all)
}

// through returns the type of what a type is declared by. A type that names itself can hold anything.
func (w walk) through(t *model.Type, h hints) smdschema.TypeRef {
	if w.open[t.TypeID] {
		return deduced()
	}
	w.open[t.TypeID] = true
	defer delete(w.open, t.TypeID)
	return w.ref(t.Underlying, h)
}

// standsFor returns the type with a JSON form of its own that a type is declared by, and has the form of by its methods.
func (w walk) standsFor(t *model.Type) (model.TypeID, form, bool) {
	for seen := map[model.TypeID]bool{}; t != nil && t.Underlying != nil && t.Underlying.Kind == model.Named && !seen[t.TypeID]; {
		seen[t.TypeID] = true
		if form, ok := wellKnown[t.Underlying.ID]; ok {
			return t.Underlying.ID, form, true
		}
		t = w.view.Lookup(t.Underlying.ID)
	}
	return model.TypeID{}, 0, false
}

// override makes a reference say whether a map or a struct is one value where it is used.
func override(ref smdschema.TypeRef, field hints) smdschema.TypeRef {
	if r := relationship(field.relationship); r != "" {
		ref.ElementRelationship = &r
	}
	return ref
}

// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// declaration is the schema of a declared type before references are resolved.
type declaration struct {
	props apiextensionsv1.JSONSchemaProps
	// inline are the schemas of inlined fields, in the order of the fields. Their properties belong to the type.
	inline []inlined
	// fields finds the Go field of a property, for messages.
	fields map[string]*model.Field
	// done is false while the type is being declared.
	done bool
}

type inlined struct {
	props apiextensionsv1.JSONSchemaProps
	field *model.Field
}

// declare returns the schema of a declared type. A type that is being declared is an empty schema.
func (w *walk) declare(id model.TypeID) *declaration {
	if d, ok := w.declared[id]; ok {
		return d
	}
	d := &declaration{}
	w.declared[id] = d
	defer func() { d.done = true }()
	if known, ok := w.known(id); ok {
		d.props = known
		return d
	}
	t := w.lookup(id)
	if t == nil {
		// Whoever refers to it has said so.
		return d
	}
	defer w.problems.on(t)()
	values := w.parse(t.Markers, ofType)
	switch {
	case t.SchemaFile != nil:
		d.props = w.fromFile(t)
		if d.props.Description == "" {
			d.props.Description = w.describe(t.Description)
		}
		w.apply(values, t, &d.props)
	case t.Form == model.OwnJSON && values.has(typeMarker):
		// Its JSON may look like anything, and the marker says what.
		w.apply(values, t, &d.props)
	case t.Form == model.OwnText:
		d.props.Type = "string"
		w.apply(values, t, &d.props)
		if d.props.Type != "string" {
			w.problems.Errorf(t.Pos, "%s has a MarshalText method, so that it is a string in JSON; its markers make it %q",
				t.Name, d.props.Type)
		}
	case t.IsStruct():
		if t.Form == model.OwnJSON && !isForeign(t) {
			w.problems.Warnf(t.Pos, "type %s has a MarshalJSON method, and the schema of its fields: if its JSON is another, write +versioned:schema=FILE, or +%s=TYPE for no more than that",
				t.Name, typeMarker)
		}
		w.fields(t, values, d)
		d.props.Description = w.describe(t.Description)
		w.apply(values, t, &d.props)
	default:
		if t.Form == model.OwnJSON && w.kind(t) != model.Struct {
			w.problems.remedyf(t.Pos, "write +versioned:schema=FILE, or +"+typeMarker+"=TYPE for no more than that",
				"type %s has a MarshalJSON method, so that its JSON is not that of %s", t.Name, t.Underlying)
		}
		if like := w.losesJSON(t); like != nil {
			w.problems.remedyf(t.Pos, fmt.Sprintf("write type %s = %s, or use that itself", t.Name, like),
				"type %s has none of the methods of %s, so that its JSON is another", t.Name, like)
		}
		d.props = w.express(t.Underlying, at{pkg: t.Pkg, pos: t.Pos, what: "type " + t.Name})
		d.props.Description = w.describe(t.Description)
		w.apply(values, t, &d.props)
	}
	return d
}

// losesJSON returns the type with a JSON form of its own that a type is declared by without having it, nil if there is none.
func (w *walk) losesJSON(t *model.Type) *model.Expr {
	if t.Alias || t.Form != model.Structural {
		return nil
	}
	for range maxAliases {
		e := t.Underlying
		if e == nil || e.Kind != model.Named {
			return nil
		}
		if t = w.lookup(e.ID); t == nil {
			return nil
		}
		if t.Form != model.Structural {
			return e
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// reference is the text of a reference to a declared type. It never leaves this package.
func reference(id model.TypeID) *string {
	text := id.Pkg + "#" + id.Name
	return &text
}

func referent(text string) model.TypeID {
	pkg, name, _ := strings.Cut(text, "#")
	return model.TypeID{Pkg: pkg, Name: name}
}

// named returns a reference to a declared type, together with its type in OpenAPI where markers next to the reference
// need to know it.
func (w *walk) named(id model.TypeID, at at) apiextensionsv1.JSONSchemaProps {
	id = w.target(id, at.pkg)
	schema := apiextensionsv1.JSONSchemaProps{Ref: reference(id)}
	if _, ok := w.known(id); ok {
		return schema
	}
	t := w.lookup(id)
	switch {
	case t == nil && id.Pkg == "":
		return w.express(&model.Expr{Kind: model.Interface}, at)
	case t == nil:
		w.problems.unknownf(at.pos, "%s: type %s is not known", at.what, model.NamedExpr(id.Pkg, id.Name))
		return placeholder()
	case t.Generic:
		w.problems.remedyf(at.pos, "declare a type for each use", "%s: %s is generic and has no schema", at.what, t.Name)
		return placeholder()
	}
	if t.SchemaFile != nil {
		schema.Type = w.declare(id).props.Type
		return schema
	}
	switch w.kind(t) {
	case model.Slice:
		schema.Type = typeArray
	case model.Map:
		schema.Type = typeObject
	case model.Basic:
		// controller-tools knows this of types of the same package only, and k8s:required depends on it.
		if id.Pkg != at.pkg {
			return schema
		}
	default:
		return schema
	}
	// What a type that is nothing but itself looks like would depend on where it is entered.
	if !w.endless(id) {
		d := w.declare(id)
		schema.Type = d.props.Type
		if schema.Type != typeArray && schema.Type != typeObject {
			schema.Format = d.props.Format
		}
	}
	return schema
}

// target takes the step from an alias of the same package to the type it stands for. The documentation and markers of
// such an alias do not count, as with controller-tools; those of an alias of another package, or of one that gives a
// name to a type without one, do.
func (w *walk) target(id model.TypeID, pkg string) model.TypeID {
	t := w.lookup(id)
	if t == nil || !t.Alias || t.Pkg != pkg || t.Underlying == nil || t.Underlying.Kind != model.Named {
		return id
	}
	return t.Underlying.ID
}

// kind returns the kind of a type's underlying type, "" where it is not known.
func (w *walk) kind(t *model.Type) model.Kind {
	if made := model.Declaration(t, w.lookup); made != nil {
		return made.Underlying.Kind
	}
	return ""
}

// endless reports whether a type leads to itself by lists, maps and names alone.
func (w *walk) endless(id model.TypeID) bool {
	seen := map[model.TypeID]bool{}
	for here := id; !seen[here]; {
		seen[here] = true
		t := w.lookup(here)
		if t == nil || t.SchemaFile != nil {
			return false
		}
		e := t.Underlying
		for e != nil && e.Kind != model.Named {
			e = e.Elem
		}
		if e == nil {
			return false
		}
		here = w.target(e.ID, t.Pkg)
		if here == id {
			return true
		}
	}
	return false
}

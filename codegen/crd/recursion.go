// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// recursive reports a type that contains itself, if that is what an error is about: where the circle closes, the schema is
// empty, and all that the server has to say is that something must be specified.
func (d *Definition) recursive(err *field.Error, w where, found *findings) bool {
	return err.Type == field.ErrorTypeRequired && w.part == partSchema && (len(w.rest) == 0 || w.rest[0] == "type") &&
		d.circle(w, found)
}

// pruned reports a schema that says object, and no more, where there is more in Go: at the end of a circle, since a map
// says so much of itself, and of a type with its own JSON. The server takes that, and drops whatever somebody writes there.
func (d *Definition) pruned(s *apiextensionsv1.JSONSchemaProps, w where, found *findings, problems *diag.List) {
	keeps := s.XPreserveUnknownFields != nil && *s.XPreserveUnknownFields
	if s.Type != "object" || len(s.Properties) > 0 || s.AdditionalProperties != nil || keeps || d.circle(w, found) {
		return
	}
	source := d.source(w)
	for _, t := range schema.Locate(source.view, source.kind.TypeID, w.steps).Types {
		if t.Form == model.OwnJSON && t.SchemaFile == nil {
			problems.Warnf(d.position(w), "%s: API servers drop all that is in %s: write +kubebuilder:pruning:PreserveUnknownFields on the field to keep it",
				d.subject(w), nameOf(source.view, t))
			return
		}
	}
}

// circle reports the first type on the way to a place that contains itself. What is below a type whose schema is a file is
// written as somebody wants it.
func (d *Definition) circle(w where, found *findings) bool {
	s := d.source(w)
	var above []*model.Type
	for n := range len(w.steps) + 1 {
		here := schema.Locate(s.view, s.kind.TypeID, w.steps[:n])
		i := slices.IndexFunc(here.Types, func(t *model.Type) bool { return slices.Contains(above, t) })
		if i < 0 {
			if slices.ContainsFunc(here.Types, func(t *model.Type) bool { return t.SchemaFile != nil }) {
				return false
			}
			above = append(above, here.Types...)
			continue
		}
		if n := len(here.Fields); n > 0 && slices.ContainsFunc(here.Fields[n-1].Markers, func(m model.Marker) bool { return m.Name == "kubebuilder:validation:Schemaless" }) {
			return false // it is open already, and something else is wrong with it
		}
		t := here.Types[i]
		remedy := ""
		if !t.Foreign {
			remedy = ", or +versioned:schema=FILE on the type, with a schema that ends somewhere"
		}
		// Whatever a circle of somebody else's types is like inside, it is the user's field that it hangs on.
		w.steps, w.rest = own(here, w.steps[:n]), nil
		found.add(w.version, d.position(w), "%s: type %s contains itself, which no schema of a CRD can: write +kubebuilder:pruning:PreserveUnknownFields "+
			"and +kubebuilder:validation:Schemaless on the field, so that anything may stand there%s", d.subject(w), nameOf(s.view, t), remedy)
		return true
	}
	return false
}

// own returns the steps that lead to the last field of the user's own.
func own(found schema.Found, steps []string) []string {
	end, fields := 0, 0
	for i, step := range steps {
		if step == schema.Elem {
			continue
		}
		if fields < len(found.Fields) && !found.Fields[fields].Owner.Foreign {
			end = i + 1
		}
		fields++
	}
	return steps[:end]
}

// nameOf is what a type is called in the package that the view was made from.
func nameOf(view *model.View, t *model.Type) string {
	if t.Pkg == view.Path {
		return t.Name
	}
	return model.NamedExpr(t.Pkg, t.Name).String()
}

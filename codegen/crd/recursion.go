// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// recursive reports a type that contains itself, if that is what an error is about: where the circle closes, the schema is
// empty, and all that the server has to say is that something must be specified.
func (d *Definition) recursive(err *field.Error, w where, found *findings) bool {
	if err.Type != field.ErrorTypeRequired || w.part != partSchema || len(w.rest) > 0 && w.rest[0] != "type" {
		return false
	}
	s := d.source(w)
	var above []*model.Type
	for n := range len(w.steps) + 1 {
		here := schema.Locate(s.view, s.kind.TypeID, w.steps[:n])
		i := slices.IndexFunc(here.Types, func(t *model.Type) bool { return slices.Contains(above, t) })
		if i < 0 {
			above = append(above, here.Types...)
			continue
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

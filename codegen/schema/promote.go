// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// promoted is a field of a struct or of one inlined into it, and how deep: 0 for the struct's own.
type promoted struct {
	OwnedField
	depth int
	// rival is another field of that name at the same depth: encoding/json then writes none of the two.
	rival OwnedField
}

// promote finds the field that encoding/json writes under each name: the outermost one.
func (w *walk) promote(t *model.Type, above []model.TypeID) map[string]promoted {
	if slices.Contains(above, t.TypeID) {
		return nil
	}
	found := map[string]promoted{}
	for _, field := range t.Fields {
		if field.JSON != "" && !field.Inline && !field.Skipped {
			found[field.JSON] = promoted{OwnedField: OwnedField{Field: field, Owner: t}}
		}
	}
	for _, field := range t.Fields {
		of := w.inlinedType(field)
		if of == nil {
			continue
		}
		below := w.promote(of, append(above, t.TypeID))
		for name, p := range below {
			p.depth++
			switch other, taken := found[name]; {
			case !taken || p.depth < other.depth:
				found[name] = p
			case p.depth == other.depth:
				other.rival = p.OwnedField
				found[name] = other
			}
		}
	}
	return found
}

// inlinedType is the struct that a field inlines, nil if it does not, or if its fields do not say what its JSON is.
func (w *walk) inlinedType(field *model.Field) *model.Type {
	if field.Skipped || !field.Embedded || !field.Inline && field.JSON != "" {
		return nil
	}
	names, shape := w.unwrap(field.Type)
	if shape == nil || shape.Kind != model.Struct || slices.ContainsFunc(names, func(t *model.Type) bool { return t.SchemaFile != nil }) {
		return nil
	}
	return names[len(names)-1]
}

// hide takes out of the schema of an inlined field what is hidden by fields further out, and reports what encoding/json
// does not know where to take from.
func (w *walk) hide(layer *sized, t *model.Type, field *model.Field, names map[string]promoted) *sized {
	of := w.inlinedType(field)
	if of == nil {
		return layer
	}
	var hidden []string
	for name, p := range w.promote(of, []model.TypeID{t.TypeID}) {
		outer := names[name]
		if outer.depth < p.depth+1 {
			hidden = append(hidden, name)
		}
		if outer.rival.Field != nil && outer.Field != p.Field {
			w.problems.remedyf(field.Pos, "give one of them another name", "%s inlines two fields that are called %s in JSON, %s of %s and %s of %s, of which encoding/json writes none",
				t.Name, name, outer.Name, outer.Owner.Name, outer.rival.Name, outer.rival.Owner.Name)
		}
	}
	if len(hidden) == 0 {
		return layer
	}
	shown := &sized{JSONSchemaProps: layer.JSONSchemaProps, nodes: layer.nodes}
	shown.Properties = maps.Clone(layer.Properties)
	maps.DeleteFunc(shown.Properties, func(name string, _ apiextensionsv1.JSONSchemaProps) bool { return slices.Contains(hidden, name) })
	shown.Required = slices.DeleteFunc(slices.Clone(layer.Required), func(name string) bool { return slices.Contains(hidden, name) })
	return shown
}

// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"reflect"
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

// promoted is a field of a struct or of one inlined into it, and how deep: 0 for the struct's own.
type promoted struct {
	OwnedField
	depth int
	// via is the struct's own field by which it is inlined, nil for a field of the struct itself.
	via *model.Field
	// rival is another field of that name at the same depth: encoding/json then writes none of the two.
	rival OwnedField
}

// promote finds the field that encoding/json writes under each name: the outermost one.
func (w *walk) promote(t *model.Type) map[string]promoted {
	if found, ok := w.promotions[t]; ok {
		return found
	}
	found := map[string]promoted{}
	w.promotions[t] = found
	for _, field := range t.Fields {
		if field.JSON != "" && !field.Inline && !field.Skipped {
			found[field.JSON] = promoted{OwnedField: OwnedField{Field: field, Owner: t}}
		}
	}
	for _, field := range t.Fields {
		of := w.inlinedType(field)
		if of == nil || w.inlines(field.Type, t.TypeID) {
			continue
		}
		below := w.promote(of)
		for name, p := range below {
			p.depth, p.via = p.depth+1, field
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
	if len(names) == 0 || shape == nil || shape.Kind != model.Struct || slices.ContainsFunc(names, func(t *model.Type) bool { return t.SchemaFile != nil }) {
		return nil
	}
	return names[len(names)-1]
}

// hide takes out of the layers of inlined fields what fields further out hide, and reports what encoding/json does not know
// where to take from. Where all that is hidden looks like what hides it, nothing is taken out: controller-tools then
// merges the two and takes the documentation of the inner one, which is no reason to differ.
func (w *walk) hide(t *model.Type, own *sized, inline []inlined, layers []*sized) []*sized {
	names := w.promote(t)
	by := map[*model.Field]*sized{nil: own}
	for i, part := range inline {
		by[part.field] = layers[i]
	}
	shown, differ := make([]*sized, len(layers)), false
	for i, part := range inline {
		of := w.inlinedType(part.field)
		if of == nil {
			shown[i] = layers[i]
			continue
		}
		layer := *layers[i]
		shown[i] = &layer
		for name, p := range w.promote(of) {
			outer := names[name]
			if outer.rival.Field != nil && outer.via != part.field && outer.depth == p.depth+1 {
				w.problems.remedyf(part.field.Pos, "give one of them another name", "%s inlines two fields that are called %s in JSON, %s of %s and %s of %s, of which encoding/json writes none",
					t.Name, name, outer.Name, outer.Owner.Name, outer.rival.Name, outer.rival.Owner.Name)
			}
			if outer.depth < p.depth+1 {
				differ = differ || !sameProperty(by[outer.via], &layer, name)
				layer.Properties = maps.Clone(layer.Properties)
				delete(layer.Properties, name)
				layer.Required = slices.DeleteFunc(slices.Clone(layer.Required), func(required string) bool { return required == name })
			}
		}
	}
	if !differ {
		return layers
	}
	return shown
}

// sameProperty reports whether two schemas say the same about a property, its documentation aside.
func sameProperty(a, b *sized, name string) bool {
	x, y := a.Properties[name], b.Properties[name]
	takeDocs(&x)
	takeDocs(&y)
	return slices.Contains(a.Required, name) == slices.Contains(b.Required, name) && reflect.DeepEqual(x, y)
}

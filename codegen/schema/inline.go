// SPDX-License-Identifier: Apache-2.0

package schema

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"

	"github.com/stackabletech/operator-go/codegen/model"
)

// order is which comes first when a type and what is inlined into it both say something. It matters where both have
// rules, and where both have a property of the same name.
type order int

const (
	// rootOrder is the type first: so it is where the type is the root of a resource.
	rootOrder order = iota
	// fieldOrder is the inlined fields first: so it is wherever something refers to the type.
	fieldOrder
)

// assemble resolves a declaration and makes what is inlined part of it.
func (w *walk) assemble(d *declaration, id model.TypeID, order order) *sized {
	defer w.problems.on(w.lookup(id))()
	at := place{pos: w.posOf(id), what: "type " + id.Name, fields: d.fields}
	own := w.dereference(&d.props, at)
	if len(d.inline) == 0 {
		return own
	}
	layers := make([]*sized, 0, len(d.inline)+1)
	for _, part := range d.inline {
		layers = append(layers, w.dereference(&part.props, at.of(part.field)))
	}
	layers = w.hide(w.lookup(id), own, d.inline, layers)
	if order == rootOrder {
		layers = append([]*sized{own}, layers...)
	} else {
		layers = append(layers, own)
	}
	docs := takeDocs(&own.JSONSchemaProps)
	whole := &sized{}
	for _, layer := range layers {
		whole.add(layer.nodes)
		if !w.lay(layer, &whole.JSONSchemaProps, at) {
			whole = w.literally(d, id, order, whole.nodes)
			break
		}
	}
	docs.putOn(&whole.JSONSchemaProps)
	return whole
}

// lay adds a layer to a schema, unless the two say different things about the same: what becomes of that depends on
// the order in which controller-tools takes all layers, those within this layer included.
func (w *walk) lay(layer *sized, whole *apiextensionsv1.JSONSchemaProps, at place) bool {
	over := layer.JSONSchemaProps
	takeDocs(&over)
	parts, below := takeParts(&over), takeParts(whole)
	properties := union(below.properties, parts.properties)
	if clashes(below.properties, parts.properties) || len(parts.allOf) > 0 ||
		below.rest() && parts.rest() {
		return false
	}
	if !parts.rest() {
		parts = below
	}
	parts.properties = properties
	flat := w.flatten(*whole, over, at)
	if len(flat.AllOf) > 0 {
		return false
	}
	parts.putOn(&flat)
	*whole = flat
	return true
}

// rest reports whether there are subschemas other than properties.
func (p parts) rest() bool {
	return p.items != nil || p.additionalProperties != nil || p.not != nil || len(p.patternProperties) > 0 ||
		len(p.anyOf) > 0 || len(p.oneOf) > 0
}

// literally assembles a declaration by writing all of it out first, with an allOf wherever something is inlined or
// referred to, and flattening that, as controller-tools does. It is slow and exact.
func (w *walk) literally(d *declaration, id model.TypeID, order order, nodes int) *sized {
	if nodes > maxNodes {
		return &sized{nodes: nodes}
	}
	out := &unfolding{walk: w, done: map[model.TypeID]apiextensionsv1.JSONSchemaProps{}}
	tree := out.declaration(d)
	if order == fieldOrder {
		tree = apiextensionsv1.JSONSchemaProps{AllOf: []apiextensionsv1.JSONSchemaProps{tree}}
	}
	flat := crd.FlattenEmbedded(&tree, recorder{w, place{pos: w.posOf(id), what: "type " + id.Name}})
	return &sized{JSONSchemaProps: *flat, nodes: nodes}
}

// SPDX-License-Identifier: Apache-2.0

package schema

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// sized is a schema without references and the number of its nodes, parts that are shared counted each time.
type sized struct {
	apiextensionsv1.JSONSchemaProps
	nodes int
}

// hugeCount is where counting ends, far from an overflow.
const hugeCount = 1_000_000_000

func (s *sized) add(nodes int) { s.nodes = min(s.nodes+nodes, hugeCount) }

// resolver keeps the schemas of types without references.
//
// A type that refers to itself, over however many others, has no end. Where the circle closes, an empty schema stands,
// as with controller-tools, so that what a type of a circle looks like depends on where the circle was entered. Results
// within a circle are therefore kept only while the type by which it was entered is being resolved: the schemas of one
// kind are the same whatever other kinds a run has. This is the algorithm of Tarjan for strongly connected components.
type resolver struct {
	done map[model.TypeID]*sized
	// open are the types being resolved, by their depth.
	open map[model.TypeID]int
	// circle are results that depend on an open type, in the order in which they were made.
	circle   []circular
	inCircle map[model.TypeID]int
	depth    int
	// low is the smallest depth of an open type that was met since it was set.
	low int
}

type circular struct {
	id     model.TypeID
	schema *sized
	low    int
}

func newResolver() resolver {
	return resolver{
		done: map[model.TypeID]*sized{}, open: map[model.TypeID]int{}, inCircle: map[model.TypeID]int{},
	}
}

// root resolves a type that nothing refers to.
func (w *walk) root(id model.TypeID) *sized {
	return w.assemble(w.declare(id), id, rootOrder)
}

// resolve returns the schema of a type that something refers to.
func (w *walk) resolve(id model.TypeID) *sized {
	r := &w.resolved
	if schema, ok := r.done[id]; ok {
		return schema
	}
	if depth, ok := r.open[id]; ok {
		r.low = min(r.low, depth)
		return &sized{nodes: 1}
	}
	if i, ok := r.inCircle[id]; ok {
		r.low = min(r.low, r.circle[i].low)
		return r.circle[i].schema
	}
	outerLow, depth, start := r.low, r.depth, len(r.circle)
	r.depth++
	r.open[id] = depth
	r.low = depth + 1
	schema := w.assemble(w.declare(id), id, fieldOrder)
	delete(r.open, id)
	r.depth = depth
	if r.low >= depth {
		for _, c := range r.circle[start:] {
			delete(r.inCircle, c.id)
		}
		r.circle = r.circle[:start]
		r.done[id] = schema
		r.low = outerLow
		return schema
	}
	for i := start; i < len(r.circle); i++ {
		r.circle[i].low = min(r.circle[i].low, r.low)
	}
	r.inCircle[id] = len(r.circle)
	r.circle = append(r.circle, circular{id: id, schema: schema, low: r.low})
	r.low = min(r.low, outerLow)
	return schema
}

// dereference returns a copy of a schema without references. Its parts are copied where a reference may be below.
func (w *walk) dereference(schema *apiextensionsv1.JSONSchemaProps, at place) *sized {
	if schema.Ref != nil {
		return w.merge(w.resolve(referent(*schema.Ref)), *schema, at)
	}
	s := &sized{JSONSchemaProps: *schema, nodes: 1}
	w.descend(s, at)
	return s
}

// descend dereferences the direct parts of a schema, in an order that does not change between runs.
func (w *walk) descend(s *sized, at place) {
	s.Properties = w.properties(s, s.Properties, at)
	s.PatternProperties = w.properties(s, s.PatternProperties, at)
	s.Definitions = w.properties(s, s.Definitions, at)
	if s.Items != nil {
		s.Items = &apiextensionsv1.JSONSchemaPropsOrArray{
			Schema:      w.part(s, s.Items.Schema, at),
			JSONSchemas: w.parts(s, s.Items.JSONSchemas, at),
		}
	}
	if s.AdditionalProperties != nil {
		s.AdditionalProperties = &apiextensionsv1.JSONSchemaPropsOrBool{
			Allows: s.AdditionalProperties.Allows,
			Schema: w.part(s, s.AdditionalProperties.Schema, at),
		}
	}
	s.Not = w.part(s, s.Not, at)
	s.AllOf = w.parts(s, s.AllOf, at)
	s.AnyOf = w.parts(s, s.AnyOf, at)
	s.OneOf = w.parts(s, s.OneOf, at)
}

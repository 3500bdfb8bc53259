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
// as with controller-tools, so that what a type of a circle looks like depends on where the circle was entered. What
// was made within a circle is therefore forgotten when it is left, and what was made on entering it is not used within
// it: the schemas of one kind are the same whatever other kinds a run has. The algorithm is that of Tarjan for strongly
// connected components.
type resolver struct {
	// done are types that lead to no open one.
	done map[model.TypeID]*sized
	// open are the types being resolved, by their depth.
	open  map[model.TypeID]int
	depth int
	// low is the smallest depth of an open type that was met since it was set.
	low int
	// made are the types that were made within the present circles, in order; the map finds them.
	made   []circular
	within map[model.TypeID]int
	// circles numbers the circles that are known, by their types; entered counts the open types of each.
	circles map[model.TypeID]int
	entered map[int]int
}

// circular is a type within a circle.
type circular struct {
	id     model.TypeID
	schema *sized
	// low is the smallest depth of an open type that this one leads to.
	low int
}

func newResolver() resolver {
	return resolver{
		done: map[model.TypeID]*sized{}, open: map[model.TypeID]int{}, within: map[model.TypeID]int{},
		circles: map[model.TypeID]int{}, entered: map[int]int{},
	}
}

// root resolves a type that nothing refers to.
func (w *walk) root(id model.TypeID) *sized {
	return w.assemble(w.declare(id), id, rootOrder)
}

// resolve returns the schema of a type that something refers to.
func (w *walk) resolve(id model.TypeID) *sized {
	r := &w.resolved
	circle := r.circles[id]
	if schema, ok := r.done[id]; ok && r.entered[circle] == 0 {
		return schema
	}
	if depth, ok := r.open[id]; ok {
		r.low = min(r.low, depth)
		return &sized{nodes: 1}
	}
	if i, ok := r.within[id]; ok {
		r.low = min(r.low, r.made[i].low)
		return r.made[i].schema
	}
	outerLow, start := r.low, len(r.made)
	r.open[id], r.low = r.depth, r.depth+1
	r.depth++
	if circle != 0 {
		r.entered[circle]++
	}
	schema := w.assemble(w.declare(id), id, fieldOrder)
	if circle != 0 {
		r.entered[circle]--
	}
	r.depth--
	delete(r.open, id)
	if r.low >= r.depth {
		r.leave(id, start, schema)
		r.low = outerLow
		return schema
	}
	for i := start; i < len(r.made); i++ {
		r.made[i].low = min(r.made[i].low, r.low)
	}
	r.within[id] = len(r.made)
	r.made = append(r.made, circular{id: id, schema: schema, low: r.low})
	r.low = min(r.low, outerLow)
	return schema
}

// leave keeps a type that leads to no open one, and forgets what was made within its circle.
func (r *resolver) leave(id model.TypeID, start int, schema *sized) {
	r.done[id] = schema
	circle := r.circles[id]
	if circle == 0 && start < len(r.made) {
		circle = len(r.entered) + 1
		r.entered[circle] = 0
		r.circles[id] = circle
	}
	for _, c := range r.made[start:] {
		delete(r.within, c.id)
		r.circles[c.id] = circle
	}
	r.made = r.made[:start]
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

// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// configs knows which types have an apply configuration.
type configs struct {
	plan *plan.Plan
	// emitted are those of the plan.
	emitted map[model.TypeID]bool
}

// reach finds the structs of the plan that a kind reaches which can be applied, or that a method applies.
func reach(p *plan.Plan) configs {
	found := configs{plan: p, emitted: map[model.TypeID]bool{}}
	seen := map[model.TypeID]bool{}
	for _, version := range p.Versions() {
		w := walk{view: version.View, seen: seen}
		for _, kind := range version.Kinds {
			if kind.Applies() {
				w.visit(kind.ID())
			}
			for _, method := range kind.Methods {
				if method.Verb == plan.Apply {
					w.visit(method.Input)
				}
			}
		}
	}
	for id := range seen {
		version := p.Version(id.Pkg)
		if version == nil {
			continue
		}
		// An alias is its type by another name.
		t, shape := version.View.Lookup(id), shape{view: version.View}
		if t != nil && !t.Alias && shape.isStruct(id) && shape.hasJSON(id) {
			found.emitted[id] = true
		}
	}
	return found
}

// of returns the types of a version that have an apply configuration, in the order of their names.
func (c configs) of(v *plan.Version) []*model.Type {
	var types []*model.Type
	for _, t := range v.View.Types {
		if c.emitted[t.TypeID] {
			types = append(types, t)
		}
	}
	return types
}

// walk visits all types that a type is made of.
type walk struct {
	view *model.View
	seen map[model.TypeID]bool
}

func (w walk) visit(id model.TypeID) {
	if w.seen[id] {
		return
	}
	w.seen[id] = true
	t := w.view.Lookup(id)
	if t == nil {
		return
	}
	t.Underlying.Names(w.visit)
	for _, field := range t.Fields {
		field.Type.Names(w.visit)
	}
}

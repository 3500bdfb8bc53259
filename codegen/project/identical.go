// SPDX-License-Identifier: Apache-2.0

package project

import "github.com/stackabletech/operator-go/codegen/model"

// Identical reports whether the objects of a resource have the same JSON in all versions, so that the API server need
// not convert them. It asks the history, not the schemas: two versions may have equal schemas and yet mean different
// things by them.
func Identical(root *model.Type, apis []*model.API) bool {
	byPath := map[string]*model.API{}
	for _, a := range apis {
		byPath[a.Path] = a
	}
	seen := map[model.TypeID]bool{}
	var same func(id model.TypeID) bool
	same = func(id model.TypeID) bool {
		if seen[id] {
			return true
		}
		seen[id] = true
		a := byPath[id.Pkg]
		if a == nil {
			return true
		}
		t := a.Type(id.Name)
		if t == nil {
			return true
		}
		result := true
		visit := func(next model.TypeID) { result = result && same(next) }
		t.Underlying.Names(visit)
		for _, f := range t.Fields {
			result = result && !changesJSON(a, f)
			f.Type.Names(visit)
		}
		for _, c := range t.Constants {
			result = result && !changesValue(c)
		}
		return result
	}
	return same(root.TypeID)
}

// changesJSON reports whether a field has another place or another type in the JSON of some version.
func changesJSON(a *model.API, f *model.Field) bool {
	h := f.History
	if h == nil || f.Skipped {
		return false
	}
	if h.Added != nil || h.Removed != nil {
		return true
	}
	for _, v := range a.Versions {
		if l := LookAt(a, f, v.Name); l.Retyped || l.JSON != f.JSON {
			return true
		}
	}
	return false
}

func changesValue(c *model.Constant) bool {
	h := c.History
	if h == nil {
		return false
	}
	for _, change := range h.Changed {
		if change.FromJSON != "" {
			return true
		}
	}
	return h.Added != nil || h.Removed != nil
}

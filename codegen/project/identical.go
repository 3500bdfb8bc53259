// SPDX-License-Identifier: Apache-2.0

package project

import "github.com/stackabletech/operator-go/codegen/model"

// Identical reports whether the objects of a resource have the same JSON in all versions that have it, so that the API server need
// not convert them. It asks the history, not the schemas: two versions may have equal schemas and yet mean different
// things by them.
func Identical(root *model.Type, apis []*model.API) bool {
	byPath := map[string]*model.API{}
	for _, a := range apis {
		byPath[a.Path] = a
	}
	var versions []string
	if a := byPath[root.Pkg]; a != nil {
		for _, v := range a.Versions {
			if ExistsAt(a, root.History, v.Name) {
				versions = append(versions, v.Name)
			}
		}
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
			result = result && !changesJSON(a, f, versions)
			f.Type.Names(visit)
		}
		for _, c := range t.Constants {
			result = result && !changesValue(a, c, versions)
		}
		return result
	}
	return same(root.TypeID)
}

// changesJSON reports whether a field has another place or another type in the JSON of some versions.
func changesJSON(a *model.API, f *model.Field, versions []string) bool {
	if f.History == nil || f.Skipped {
		return false
	}
	for i := 1; i < len(versions); i++ {
		before, after := versions[i-1], versions[i]
		if ExistsAt(a, f.History, before) != ExistsAt(a, f.History, after) {
			return true
		}
		if old, now := LookAt(a, f, before), LookAt(a, f, after); old.JSON != now.JSON || !old.Type.Equal(now.Type) {
			return true
		}
	}
	return false
}

func changesValue(a *model.API, c *model.Constant, versions []string) bool {
	if c.History == nil {
		return false
	}
	for i := 1; i < len(versions); i++ {
		before, after := versions[i-1], versions[i]
		_, old := ConstantAt(a, c, before)
		_, now := ConstantAt(a, c, after)
		if old != now || ExistsAt(a, c.History, before) != ExistsAt(a, c.History, after) {
			return true
		}
	}
	return false
}

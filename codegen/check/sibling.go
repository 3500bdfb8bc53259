// SPDX-License-Identifier: Apache-2.0

package check

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// The methods that are emitted for every type, and those by which clients know a resource. A field cannot have the name
// of one.
var (
	methods         = []string{"DeepCopy", "DeepCopyInto"}
	resourceMethods = []string{"DeepCopyObject", "GetObjectKind", "GetObjectMeta"}
)

// sibling is a field of a struct, or of one that is inlined into it, as it looks at a version.
type sibling struct {
	*model.Field
	look
	inlined bool
}

// siblings reports fields that share a name at a version.
func (c *checker) siblings(t *model.Type) {
	said := map[[2]*model.Field]bool{}
	for _, v := range c.api.Versions {
		if !c.use.Has(c.api, t, v.Name) {
			continue
		}
		goNames, jsonNames := map[string]sibling{}, map[string]sibling{}
		for _, s := range c.siblingsAt(t, v.Name, map[*model.Type]bool{}) {
			report := func(other sibling, format string, args ...any) {
				if pair := [2]*model.Field{other.Field, s.Field}; !said[pair] {
					said[pair] = true
					pos := c.changedIn(v.Name, s.Pos, s.History, historyOf(other.Field))
					var blurred []diag.Pos
					if other.Field != nil && other.json == s.json {
						blurred = []diag.Pos{other.Pos, s.Pos} // two properties of one name: the schema has one of them
					}
					c.problems.Blurf(pos, blurred, format, args...)
				}
			}
			if !s.inlined {
				if slices.Contains(methods, s.name) || t.Root != nil && slices.Contains(resourceMethods, s.name) {
					report(sibling{}, "field %s of %s has, in %s, the name of a method that the type has: give it another one", s.Field.Name, t.Name, v.Name)
				}
				if other, taken := goNames[s.name]; taken {
					report(other, "fields %s and %s of %s are both named %s in %s", other.Field.Name, s.Field.Name, t.Name, s.name, v.Name)
				}
				goNames[s.name] = s
			}
			if s.json == "" {
				continue
			}
			// What hides a field of an inlined struct today does so on purpose; what does by its history does not.
			other, taken := jsonNames[s.json]
			if taken && (!s.inlined || s.json != s.JSON || other.json != other.JSON) {
				report(other, "fields %s and %s of %s both have the JSON name %q in %s", other.Field.Name, s.Field.Name, t.Name, s.json, v.Name)
			}
			jsonNames[s.json] = s
		}
	}
}

func historyOf(f *model.Field) *model.History {
	if f == nil {
		return nil
	}
	return f.History
}

// siblingsAt returns the fields of a struct at a version, and behind them those that are inlined, each struct once. Those
// that inline themselves are reported elsewhere.
func (c *checker) siblingsAt(t *model.Type, version string, seen map[*model.Type]bool) []sibling {
	inner := len(seen) > 0
	seen[t] = true
	api := c.api
	if a := c.apis[t.Pkg]; a != nil {
		api = a
	}
	var own, inlined []sibling
	for _, f := range t.Fields {
		if !project.ExistsAt(api, f.History, version) {
			continue
		}
		l := project.LookAt(api, f, version)
		own = append(own, sibling{Field: f, look: look{name: l.Name, json: l.JSON, typ: l.Type}, inlined: inner})
		if !f.Inline {
			continue
		}
		if of := c.typeOf(f.Type.Deref()); of != nil && !seen[of] {
			inlined = append(inlined, c.siblingsAt(of, version, seen)...)
		}
	}
	return append(own, inlined...)
}

// typeOf returns the declaration of a named type, nil if it is not known.
func (c *checker) typeOf(e *model.Expr) *model.Type {
	if e == nil || e.Kind != model.Named {
		return nil
	}
	return c.lookup(e.ID)
}

func (c *checker) lookup(id model.TypeID) *model.Type {
	if a := c.apis[id.Pkg]; a != nil {
		return a.Type(id.Name)
	}
	return c.ordinary.Lookup(id)
}

// changedIn is where it is written how one of several things looked at a version, or else the given position.
func (c *checker) changedIn(version string, otherwise diag.Pos, histories ...*model.History) diag.Pos {
	for _, h := range histories {
		if h == nil {
			continue
		}
		for _, change := range h.Changed {
			if c.api.Index(version) < c.api.Index(change.Since) {
				return change.Pos
			}
		}
	}
	return otherwise
}

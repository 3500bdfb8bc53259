// SPDX-License-Identifier: Apache-2.0

package project

import (
	"maps"
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// around returns the structs that inline a struct at the version and have a field that it lacks itself. What is on it may speak of
// that: to the API server all of them are one object. But one text may be inlined in many places, with many histories, so that it
// can be translated only if it becomes the same everywhere.
func (p *projector) around(at *model.Expr, name string) []*model.Type {
	inlined := p.latest(at)
	if name == "" || inlined == nil || !inlined.IsStruct() {
		return nil
	}
	if own, _, _ := p.fieldByJSON(at, name); own != nil {
		return nil
	}
	return slices.DeleteFunc(p.inlining(inlined, nil), func(outer *model.Type) bool {
		field, _, _ := p.fieldByJSON(model.NamedExpr(outer.Pkg, outer.Name), name)
		return field == nil
	})
}

// differsAround returns a struct of those around a name in which a translation is another one; nil if there is none.
func (p *projector) differsAround(at *model.Expr, name, text string, translate func(self *model.Expr) (string, outcome)) *model.Type {
	for _, outer := range p.around(at, name) {
		if to, result := translate(model.NamedExpr(outer.Pkg, outer.Name)); result != projected || to != text {
			return outer
		}
	}
	return nil
}

// ordinaryInlined judges what is on structs of ordinary packages that a type inlines. It is not translated, and means the fields
// around it all the same. at is the field of the API package that inlines them; it is not valid for one that is looked for.
func (p *projector) ordinaryInlined(t *model.Type, at diag.Pos, inlining []*model.Type) {
	for _, f := range t.Fields {
		inlined := p.latest(f.Type)
		if !f.Inline || !ExistsAt(p.api, f.History, p.version) || inlined == nil || p.apis[inlined.Pkg] != nil || slices.Contains(inlining, inlined) {
			continue
		}
		q := *p
		if q.inlinedAt = at; !at.IsValid() {
			q.inlinedAt = f.Pos
		}
		for _, m := range inlined.Markers {
			if isRule(m.Name) || isUnion(m.Name) {
				q.marker(m, f.Type, nil)
			}
		}
		p.ordinaryInlined(inlined, q.inlinedAt, append(inlining, inlined))
	}
}

// inlining adds the structs to a list into which a struct is inlined at the version, at any depth, in the order of their names.
func (p *projector) inlining(inlined *model.Type, found []*model.Type) []*model.Type {
	for _, path := range slices.Sorted(maps.Keys(p.apis)) {
		a := p.apis[path]
		for _, t := range a.Types {
			if ExistsAt(a, t.History, p.version) && !slices.Contains(found, t) && p.inlines(t, inlined, nil) {
				found = p.inlining(t, append(found, t))
			}
		}
	}
	return found
}

// inlines reports whether a struct inlines another one itself, or by structs of ordinary packages.
func (p *projector) inlines(t, inlined *model.Type, passed []*model.Type) bool {
	a := p.apis[t.Pkg]
	return !slices.Contains(passed, t) && slices.ContainsFunc(t.Fields, func(f *model.Field) bool {
		if !f.Inline || a != nil && !ExistsAt(a, f.History, p.version) {
			return false
		}
		of := p.latest(f.Type)
		return of != nil && (of == inlined || p.apis[of.Pkg] == nil && p.inlines(of, inlined, append(passed, t)))
	})
}

// looksOther reports whether a field does not look at the version as it does in the latest shape.
func (p *projector) looksOther(a *model.API, f *model.Field) bool {
	l := LookAt(a, f, p.version)
	return !ExistsAt(a, f.History, p.version) || l.Retyped || l.JSON != f.JSON
}

// changes reports whether fields or constants of a type are not the same in JSON at the version as in the latest shape.
func (p *projector) changes(t *model.Type) bool {
	a := p.apis[t.Pkg]
	return a != nil && (slices.ContainsFunc(t.Fields, func(f *model.Field) bool { return p.looksOther(a, f) }) ||
		slices.ContainsFunc(t.Constants, func(c *model.Constant) bool {
			_, was := ConstantAt(a, c, p.version)
			return was != c.Value
		}))
}

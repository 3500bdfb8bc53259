// SPDX-License-Identifier: Apache-2.0

package check

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// declaration judges a type with its fields and constants.
func (c *checker) declaration(t *model.Type) {
	what := "type " + t.Name
	switch {
	case t.Generic:
		c.problems.Errorf(t.Pos, "%s is generic: an API has no place for type parameters; write one type for each use", what)
		return
	case t.DeclaresJSON && !t.Alias: // an alias keeps its methods
		c.problems.Errorf(t.Pos, "%s makes its own JSON, and methods are not emitted: move it to an ordinary package", what)
	case t.Underlying.Kind == model.Other:
		c.problems.Errorf(t.Pos, "%s cannot be part of an API: %s", what, t.Underlying.Name)
		return
	}
	first, last := 0, len(c.api.Versions)-1
	if t.History != nil {
		s := subject{what: what, first: 0, last: last, history: t.History}
		if !c.order(s) {
			return
		}
		first, last = c.lifetime(t.History)
		if len(t.History.Changed) > 0 || t.History.DowngradeTo != nil || t.History.Removed != nil && t.History.Removed.UpgradeTo != nil {
			c.problems.Errorf(t.Pos, "%s: a type can be added, deprecated and removed; everything else happens to its fields", what)
		}
		if t.History.Added != nil && t.History.Added.Default != nil {
			c.problems.Errorf(t.History.Added.Default.Pos, "%s: a default is for fields; objects of a new kind need none", what)
		}
	}
	c.deprecatedName(what, t.Name, t.History, t.Pos)
	c.deprecatedDoc(what, t.Doc, t.History, t.Pos)
	c.limits(t.Markers)
	if t.Root != nil {
		for _, column := range t.Root.Columns {
			c.limit(column.Pos, column.Since, column.Until)
		}
		for _, path := range t.Root.SelectableFields {
			c.limit(path.Pos, path.Since, path.Until)
		}
	}
	for _, f := range t.Fields {
		c.field(t, f, first, last)
	}
	for _, constant := range t.Constants {
		c.constant(t, constant, first, last)
	}
	c.values(t)
	c.unlisted(t)
	if !t.IsStruct() {
		c.reachable(what, t, t.Pos, first, last, func(string) (*model.Expr, bool) { return t.Underlying, true })
	}
	c.siblings(t)
	c.preserved(t)
}

// lifetime returns the ages of the first and the last version in which something exists.
func (c *checker) lifetime(h *model.History) (first, last int) {
	last = len(c.api.Versions) - 1
	if h.Added != nil {
		first = c.api.Index(h.Added.Since)
	}
	if h.Removed != nil {
		last = c.api.Index(h.Removed.Since) - 1
	}
	return first, last
}

// limits judges the ranges of versioned:marker.
func (c *checker) limits(markers []model.Marker) {
	for _, m := range markers {
		c.limit(m.Pos, m.Since, m.Until)
	}
}

func (c *checker) limit(pos diag.Pos, since, until string) {
	for _, v := range []string{since, until} {
		if v != "" && c.api.Index(v) < 0 {
			c.problems.Errorf(pos, "+versioned:marker names version %s, which the package does not declare (it declares %s)", v, c.declared())
		}
	}
	if since != "" && until != "" && c.api.Index(since) >= c.api.Index(until) && c.api.Index(until) >= 0 {
		c.problems.Errorf(pos, "+versioned:marker holds since %s until %s, which is never", since, until)
	}
}

func (c *checker) field(t *model.Type, f *model.Field, first, last int) {
	what := "field " + f.Name + " of " + t.Name
	c.limits(f.Markers)
	c.deprecatedName(what, f.Name, f.History, f.Pos)
	c.deprecatedDoc(what, f.Doc, f.History, f.Pos)
	c.time(what, f)
	h := f.History
	if h != nil {
		if !c.order(subject{what: what, first: first, last: last, history: h}) {
			return
		}
		if h.DowngradeTo != nil {
			c.problems.Errorf(h.DowngradeTo.Pos, "%s: +versioned:downgradeTo is for constants", what)
		}
		if h.Removed != nil && h.Removed.UpgradeTo != nil {
			c.problems.Errorf(h.Removed.UpgradeTo.Pos, "%s: upgradeTo is for constants", what)
		}
		c.changes(what, t, f)
		c.defaultFunction(f)
		ownFirst, ownLast := c.lifetime(h)
		first, last = max(first, ownFirst), min(last, ownLast)
	}
	c.reachable(what, t, f.Pos, first, last, func(version string) (*model.Expr, bool) {
		l, exists := c.lookAt(f, version)
		return l.typ, exists
	})
}

// preserved reports a struct that keeps unknown fields and has a history below: an old field would be one of them.
func (c *checker) preserved(t *model.Type) {
	for _, m := range t.Markers {
		if isPreserve(m) && c.historyBelow(t, map[*model.Type]bool{}) {
			c.problems.Errorf(m.Pos, "type %s preserves unknown fields and has a history below: a field's former name would be kept as unknown; take one of the two away", t.Name)
		}
	}
	for _, f := range t.Fields {
		below := c.ownType(f.Type)
		for _, m := range f.Markers {
			if isPreserve(m) && below != nil && c.historyBelow(below, map[*model.Type]bool{}) {
				c.problems.Errorf(m.Pos, "field %s of %s preserves unknown fields and %s has a history: a field's former name would be kept as unknown; take one of the two away",
					f.Name, t.Name, below.Name)
			}
		}
	}
}

func isPreserve(m model.Marker) bool {
	return m.Name == "kubebuilder:pruning:PreserveUnknownFields" || m.Name == "kubebuilder:validation:XPreserveUnknownFields"
}

func (c *checker) historyBelow(t *model.Type, seen map[*model.Type]bool) bool {
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	return slices.ContainsFunc(t.Fields, func(f *model.Field) bool {
		return f.History != nil || c.historyBelow(c.ownType(f.Type), seen)
	})
}

// ownType finds the type of an API package that an expression is about, through pointers, lists and maps.
func (c *checker) ownType(e *model.Expr) *model.Type {
	var found *model.Type
	e.Names(func(id model.TypeID) {
		if a := c.apis[id.Pkg]; a != nil && found == nil {
			found = a.Type(id.Name)
		}
	})
	return found
}

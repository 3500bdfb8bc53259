// SPDX-License-Identifier: Apache-2.0

package versionpkg

import "github.com/stackabletech/operator-go/codegen/model"

// way tells how values of a type are copied. Types of emitted packages get their methods here or in their own version.
func (c *copier) way(t *model.Type) model.DeepCopy {
	if !t.Emitted {
		return t.DeepCopy
	}
	if t.Alias || !t.IsStruct() && c.plain(t.Underlying) {
		return model.CopyByShape
	}
	return model.CopyInto
}

// shape follows the names of types to what they are made of; a struct is its own shape.
func (c *copier) shape(e *model.Expr) *model.Expr {
	for range maxNames {
		if e.Kind != model.Named {
			return e
		}
		t := c.view.Lookup(e.ID)
		if t == nil || t.IsStruct() {
			return e
		}
		e = t.Underlying
	}
	return e
}

// maxNames is more than any chain of type names has that the compiler takes.
const maxNames = 100

func isReference(e *model.Expr) bool { return e.Kind == model.Map || e.Kind == model.Slice }

// plain reports whether assigning a value copies it.
func (c *copier) plain(e *model.Expr) bool { return c.isPlain(e, map[model.TypeID]bool{}) }

func (c *copier) isPlain(e *model.Expr, seen map[model.TypeID]bool) bool {
	switch e.Kind {
	case model.Basic:
		return true
	case model.Array:
		return c.isPlain(e.Elem, seen)
	case model.Named:
		t := c.view.Lookup(e.ID)
		if t == nil || seen[e.ID] {
			return false
		}
		seen[e.ID] = true
		defer delete(seen, e.ID)
		if !t.Emitted && t.DeepCopy != model.CopyByShape && !t.IsStruct() {
			return false
		}
		if !t.IsStruct() {
			return c.isPlain(t.Underlying, seen)
		}
		for _, f := range t.Fields {
			if !c.isPlain(f.Type, seen) {
				return false
			}
		}
		return true
	}
	return false
}

// SPDX-License-Identifier: Apache-2.0

package versionpkg

import "github.com/stackabletech/operator-go/codegen/model"

// way tells how values of a type are copied. Types of emitted packages get their methods here or in their own version.
func (c *copier) way(t *model.Type) model.DeepCopy {
	if !t.Emitted {
		return t.DeepCopy
	}
	if t.Alias {
		return model.CopyByShape // its methods are those of the type that it stands for
	}
	switch shape := c.shape(t.Underlying); {
	case shape.Kind == model.Pointer, shape.Kind == model.Interface:
		return model.CopyByShape // Go lets such types have no methods
	case !t.IsStruct() && c.plain(shape):
		return model.CopyByShape // copied by assignment
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

// plain reports whether assigning a value copies it, as far as it can be copied at all: what a type of another package
// without copy methods hides, nobody can copy.
func (c *copier) plain(e *model.Expr) bool { return c.isPlain(e, false) }

// isPlain is strict when hidden fields count too, as they do for a type whose own methods can copy them.
func (c *copier) isPlain(e *model.Expr, strict bool) bool {
	switch e.Kind {
	case model.Basic:
		return true
	case model.Array:
		return c.isPlain(e.Elem, strict)
	case model.Named:
		key := plainKey{e.ID, strict}
		if known, ok := c.plainTypes[key]; ok {
			return known
		}
		c.plainTypes[key] = false // a type that holds itself does so by a pointer
		t := c.view.Lookup(e.ID)
		c.plainTypes[key] = t != nil && c.isPlainType(t, strict)
		return c.plainTypes[key]
	}
	return false
}

// plainKey is a question that isPlain answers once.
type plainKey struct {
	id     model.TypeID
	strict bool
}

func (c *copier) isPlainType(t *model.Type, strict bool) bool {
	hasMethods := !t.Emitted && t.DeepCopy != model.CopyByShape
	if !t.IsStruct() {
		return !hasMethods && c.isPlain(t.Underlying, strict)
	}
	strict = strict || hasMethods
	for _, f := range t.Fields {
		hidden := t.Pkg != c.view.Path && !isExported(f.Name)
		if (strict || !hidden) && !c.isPlain(f.Type, strict) {
			return false
		}
	}
	return true
}

// recursive reports whether copying a type by its shape leads to the same type again.
func (c *copier) recursive(t *model.Type) bool {
	seen := map[model.TypeID]bool{}
	var leads func(t *model.Type) bool
	leads = func(from *model.Type) bool {
		found := false
		visit := func(id model.TypeID) {
			next := c.view.Lookup(id)
			switch {
			case found || next == nil || c.way(next) != model.CopyByShape:
			case id == t.TypeID:
				found = true
			case !seen[id]:
				seen[id] = true
				found = leads(next)
			}
		}
		from.Underlying.Names(visit)
		for _, f := range from.Fields {
			if isExported(f.Name) {
				f.Type.Names(visit)
			}
		}
		return found
	}
	return leads(t)
}

// nameable reports whether the emitted package can write a type expression.
func (c *copier) nameable(e *model.Expr) bool {
	ok := true
	e.Names(func(id model.TypeID) {
		ok = ok && (id.Pkg == "" || id.Pkg == c.view.Path || isExported(id.Name))
	})
	return ok
}

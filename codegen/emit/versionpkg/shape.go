// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

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
	case !t.IsStruct() && c.isPlainType(t):
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
func (c *copier) plain(e *model.Expr) bool {
	switch e.Kind {
	case model.Basic:
		return true
	case model.Array:
		return c.plain(e.Elem)
	case model.Named:
		if known, ok := c.plainTypes[e.ID]; ok {
			return known
		}
		c.plainTypes[e.ID] = false // a type that holds itself does so by a pointer
		t := c.view.Lookup(e.ID)
		c.plainTypes[e.ID] = t != nil && c.isPlainType(t)
		return c.plainTypes[e.ID]
	}
	return false
}

// isPlainType takes no type with copy methods of its own for plain, whatever its fields: they may do more than assign.
func (c *copier) isPlainType(t *model.Type) bool {
	if !t.Emitted && t.DeepCopy != model.CopyByShape || c.copiesByHand(t) {
		return false
	}
	if !t.IsStruct() {
		return c.plain(t.Underlying)
	}
	return !slices.ContainsFunc(c.parts(t), func(f *model.Field) bool { return !c.plain(f.Type) })
}

// copiesByHand reports whether the author has written the copy methods of an emitted type. Those of a plain type of this
// version may be missing; what is written beside other emitted packages is not known here.
func (c *copier) copiesByHand(t *model.Type) bool {
	return t.CopiedByHand && (t.Pkg != c.view.Path || slices.ContainsFunc(c.view.API.HandWritten, func(h model.HandWritten) bool {
		return h.Version == c.view.Version.Name && h.Receiver == t.Name && h.Name == "DeepCopyInto"
	}))
}

// parts are the fields of a struct that a copy must not share. Of a struct of another package that are the exported ones,
// which an unexported embedded struct may promote: JSON shows them like the others. An embedded pointer to an unexported
// struct stands for itself, although nobody else can set it.
func (c *copier) parts(t *model.Type) []*model.Field {
	if t.Pkg == c.view.Path {
		return t.Fields
	}
	var parts []*model.Field
	for _, f := range t.Fields {
		base := c.embedded(f)
		switch {
		case isExported(f.Name):
			parts = append(parts, f)
		case base == nil || f.Skipped:
		case f.Type.Kind != model.Pointer:
			parts = append(parts, c.parts(base)...)
		case slices.ContainsFunc(base.Fields, func(f *model.Field) bool { return f.Embedded || isExported(f.Name) }):
			parts = append(parts, f)
		}
	}
	return parts
}

// embedded returns the struct that a field embeds, itself or by a pointer; nil if there is none.
func (c *copier) embedded(f *model.Field) *model.Type {
	if !f.Embedded {
		return nil
	}
	shape := c.shape(f.Type.Deref())
	if shape.Kind != model.Named {
		return nil
	}
	if t := c.view.Lookup(shape.ID); t != nil && t.IsStruct() {
		return t
	}
	return nil
}

// selects reports whether a selector finds a field in a struct, or in one that it embeds: Go takes the one of that name
// at the least depth, if there is just one.
func (c *copier) selects(t *model.Type, field *model.Field) bool {
	level, seen := []*model.Type{t}, map[model.TypeID]bool{}
	for len(level) > 0 {
		var found []*model.Field
		var next []*model.Type
		for _, at := range level {
			for _, f := range at.Fields {
				if f.Name == field.Name {
					found = append(found, f)
				}
				if base := c.embedded(f); base != nil && !seen[at.TypeID] {
					next = append(next, base)
				}
			}
		}
		if len(found) > 0 {
			return len(found) == 1 && found[0] == field
		}
		for _, at := range level {
			seen[at.TypeID] = true
		}
		level = next
	}
	return false
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
		for _, f := range c.parts(from) {
			f.Type.Names(visit)
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

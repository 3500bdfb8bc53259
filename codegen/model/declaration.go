// SPDX-License-Identifier: Apache-2.0

package model

// maxChain is how many types may be declared by one another; more can only be a cycle.
const maxChain = 64

// Declaration returns the type that says what a type is made of: B for "type A B" with a struct B, and the type itself if its
// right-hand side is no name. It is nil where a type on the way is not known, or the names lead in a circle. lookup finds
// types, and returns nil for one that is not known.
func Declaration(t *Type, lookup func(TypeID) *Type) *Type {
	for range maxChain {
		switch {
		case t == nil || t.Underlying == nil:
			return nil
		case t.Underlying.Kind != Named:
			return t
		}
		t = lookup(t.Underlying.ID)
	}
	return nil
}

// IsBytes reports whether a type is a list of bytes, which is a string in base64 in JSON, as encoding/json has it: the
// bytes may have a name, as long as that has no JSON of its own. lookup is as for [Declaration].
func IsBytes(e *Expr, lookup func(TypeID) *Type) bool {
	if e == nil || e.Kind != Slice {
		return false
	}
	elem := e.Elem
	for range maxChain {
		if elem == nil || elem.Kind != Named {
			break
		}
		t := lookup(elem.ID)
		if t == nil || t.Form != Structural {
			return false
		}
		elem = t.Underlying
	}
	return elem != nil && elem.Kind == Basic && canonical(elem.Name) == "uint8"
}

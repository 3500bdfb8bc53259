// SPDX-License-Identifier: Apache-2.0

// Package ordinary has types as API packages may find them elsewhere: with all sorts of copy methods, and with none.
package ordinary

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Shape has no copy methods.
type Shape struct {
	Names  []string
	Labels map[string]*string
	hidden []string
}

// Hide sets what only this package can.
func (s *Shape) Hide(hidden []string) { s.hidden = hidden }

// Hidden returns what only this package can.
func (s *Shape) Hidden() []string { return s.hidden }

// Opaque has nothing that others can copy, but by assignment.
type Opaque struct{ hidden *int }

// Node holds itself.
type Node struct {
	Name     string
	Next     *Node
	Children []Node
}

// Left and Right hold each other.
type Left struct{ Right *Right }

// Right and Left hold each other.
type Right struct {
	Lefts []Left
	Notes []string
}

// Loop is a map that holds itself.
type Loop map[string]Loop

// Returns has DeepCopy by value.
type Returns struct{ Names []string }

// DeepCopy returns a copy.
func (r Returns) DeepCopy() Returns { return Returns{Names: slices.Clone(r.Names)} }

// ReturnsPointer has DeepCopy by pointer.
type ReturnsPointer struct{ Names []string }

// DeepCopy returns a copy; nil for nil.
func (r *ReturnsPointer) DeepCopy() *ReturnsPointer {
	if r == nil {
		return nil
	}
	return &ReturnsPointer{Names: slices.Clone(r.Names)}
}

// Into is a map with a copy method.
type Into map[string][]string

// DeepCopyInto copies the receiver; nil becomes empty, as in some old generators.
func (in Into) DeepCopyInto(out *Into) {
	*out = make(Into, len(in))
	for key, values := range in {
		(*out)[key] = slices.Clone(values)
	}
}

// Counting copies what nobody sees, which assignment would share.
type Counting struct {
	Name  string
	count *int
}

// Count returns the address of what nobody sees.
func (c *Counting) Count() *int {
	if c.count == nil {
		c.count = new(int)
	}
	return c.count
}

// DeepCopyInto copies all of it.
func (c *Counting) DeepCopyInto(out *Counting) {
	*out = *c
	if c.count != nil {
		count := *c.count
		out.count = &count
	}
}

type item struct{ Names []string }

// Items are of a type that only this package can name.
type Items []item

// Holder holds values of a type that only this package can name.
type Holder struct {
	Pointer *item
	Slice   []item
	Map     map[string]item
	Plain   map[Size]hidden
}

type hidden string

// Size is a plain value.
type Size int32

// Derived is made of a type with copy methods, and has none itself.
type Derived metav1.LabelSelector

// DerivedInto is made of a map with a copy method.
type DerivedInto Into

// DerivedReturns is made of a type whose DeepCopy returns a value.
type DerivedReturns Returns

// DerivedShape is made of a type without copy methods.
type DerivedShape Shape

// Set is a map of empty structs.
type Set map[string]Empty

// Empty is an empty struct.
type Empty struct{}

type base struct {
	inner
	L      []string
	Shadow []string
}

type inner struct {
	Kids    []Promoting
	Früchte []string
	Shadow  string
}

// Promoting has fields that unexported structs promote.
type Promoting struct {
	base
	X string
}

// Promote makes a value that only this package can.
func Promote(text string) Promoting {
	return Promoting{base: base{L: []string{text}, inner: inner{Früchte: []string{text}}}}
}

// Plain has nothing but plain fields, and a copy method.
type Plain struct{ A, Cached int32 }

// DeepCopyInto copies the receiver without what is cached.
func (in *Plain) DeepCopyInto(out *Plain) { *out = Plain{A: in.A} }

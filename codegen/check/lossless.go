// SPDX-License-Identifier: Apache-2.0

package check

import "github.com/stackabletech/operator-go/codegen/model"

// lossless reports whether values of two types convert into one another without a function: the JSON of one is the
// JSON of the other, or the narrower of two integers, whose lost range the record of the conversion keeps.
func (c *checker) lossless(a, b *model.Expr) bool {
	a, b = c.shape(a), c.shape(b)
	if a == nil || b == nil {
		return false
	}
	if a.Equal(b) {
		return true
	}
	if isIntOrString(a) || isIntOrString(b) {
		other := a
		if isIntOrString(a) {
			other = b
		}
		return other.Kind == model.Basic && (basicKind(other.Name) == "integer" || basicKind(other.Name) == "string")
	}
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case model.Basic:
		kind := basicKind(a.Name)
		return kind != "" && kind == basicKind(b.Name)
	case model.Slice:
		return c.lossless(a.Elem, b.Elem)
	case model.Map:
		return c.lossless(a.Key, b.Key) && c.lossless(a.Elem, b.Elem)
	}
	return false
}

func isIntOrString(e *model.Expr) bool {
	return e.Kind == model.Named && e.ID == model.TypeID{Pkg: "k8s.io/apimachinery/pkg/util/intstr", Name: "IntOrString"}
}

// shape takes off pointers and the names of types that are not structs and have no JSON form of their own.
func (c *checker) shape(e *model.Expr) *model.Expr {
	for range 32 { // types that refer to themselves end somewhere else than here
		e = e.Deref()
		if e == nil || e.Kind != model.Named {
			return e
		}
		t := c.ordinary.Lookup(e.ID)
		if a := c.apis[e.ID.Pkg]; a != nil {
			t = a.Type(e.ID.Name)
		}
		if t == nil || t.IsStruct() || t.Form != model.Structural {
			return e
		}
		e = t.Underlying
	}
	return nil
}

// basicKind is the JSON type of a basic Go type.
func basicKind(name string) string {
	switch name {
	case "string", "bool":
		return name
	case "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "rune":
		return "integer"
	case "float32", "float64":
		return "float"
	}
	return ""
}

// SPDX-License-Identifier: Apache-2.0

package check

import "github.com/stackabletech/operator-go/codegen/model"

// keeps reports whether every value of an older type is one of a newer type, as it stands in JSON: what a client of the
// older version has written then comes back to it without a function.
func (c *checker) keeps(older, newer *model.Expr) bool { return c.keepsBelow(older, newer, 0) }

// maxNesting is how deep lists and maps may lie in each other; more can only be types that contain themselves, which are
// reported elsewhere.
const maxNesting = 32

func (c *checker) keepsBelow(older, newer *model.Expr, depth int) bool {
	a, b := c.shape(older), c.shape(newer)
	switch {
	case a == nil || b == nil || depth > maxNesting:
		return false
	case a.Equal(b):
		return true
	case c.isBytes(a) && b.Kind == model.Basic:
		return b.Name == "string" // in base64
	case c.isBytes(a) || c.isBytes(b):
		return c.isBytes(a) && c.isBytes(b)
	case isIntOrString(b):
		return a.Kind == model.Basic && (a.Name == "string" || rangeOf(a.Name).within(rangeOf("int32")))
	case a.Kind != b.Kind:
		return false
	}
	switch a.Kind {
	case model.Basic:
		if r := rangeOf(a.Name); r != (integers{}) {
			return r.within(rangeOf(b.Name))
		}
		kind := basicKind(a.Name)
		return kind != "" && kind == basicKind(b.Name) && (kind != "float" || b.Name == "float64" || a.Name == b.Name)
	case model.Slice:
		return c.keepsBelow(a.Elem, b.Elem, depth+1)
	case model.Map:
		// Two keys that became one would be two values at one place.
		return c.keeps(a.Key, b.Key) && c.keeps(b.Key, a.Key) && c.keepsBelow(a.Elem, b.Elem, depth+1)
	}
	return false
}

// shows reports whether an older type has something to show for every value of a newer one, without a function: the value
// itself, or the nearest number. What it does not show is recorded by the conversion.
func (c *checker) shows(newer, older *model.Expr) bool { return c.showsBelow(newer, older, 0) }

func (c *checker) showsBelow(newer, older *model.Expr, depth int) bool {
	if c.keepsBelow(newer, older, depth) {
		return true
	}
	a, b := c.shape(newer), c.shape(older)
	switch {
	case depth > maxNesting || a == nil || b == nil || c.isBytes(a) || c.isBytes(b):
		return false
	case isIntOrString(a):
		return b.Kind == model.Basic && b.Name == "string"
	case a.Kind != b.Kind:
		return false
	}
	switch a.Kind {
	case model.Basic:
		kind := basicKind(a.Name)
		return kind != "" && kind == basicKind(b.Name)
	case model.Slice:
		return c.showsBelow(a.Elem, b.Elem, depth+1)
	case model.Map:
		return c.keeps(a.Key, b.Key) && c.keeps(b.Key, a.Key) && c.showsBelow(a.Elem, b.Elem, depth+1)
	}
	return false
}

func (c *checker) isBytes(e *model.Expr) bool { return model.IsBytes(e, c.lookup) }

func isIntOrString(e *model.Expr) bool {
	return e.Kind == model.Named && e.ID == model.TypeID{Pkg: "k8s.io/apimachinery/pkg/util/intstr", Name: "IntOrString"}
}

// integers is the range of an integer type.
type integers struct {
	bits   int
	signed bool
}

// rangeOf returns the range of a basic type, the zero value for one that is no integer. int and uint have 64 bits where
// operators run.
func rangeOf(name string) integers {
	switch name {
	case "int8":
		return integers{8, true}
	case "int16":
		return integers{16, true}
	case "int32", "rune":
		return integers{32, true}
	case "int64", "int":
		return integers{64, true}
	case "uint8", "byte":
		return integers{8, false}
	case "uint16":
		return integers{16, false}
	case "uint32":
		return integers{32, false}
	case "uint64", "uint":
		return integers{64, false}
	}
	return integers{}
}

// within reports whether all values of a range are values of another one.
func (r integers) within(other integers) bool {
	switch {
	case r == (integers{}):
		return false
	case r.signed == other.signed:
		return r.bits <= other.bits
	}
	return !r.signed && r.bits < other.bits
}

// shape takes off pointers and the names of types that are not structs and have no JSON form of their own.
func (c *checker) shape(e *model.Expr) *model.Expr {
	for range 32 { // types that refer to themselves end somewhere else than here
		e = e.Deref()
		if e == nil || e.Kind != model.Named {
			return e
		}
		t := c.typeOf(e)
		if t == nil || t.IsStruct() || t.Form != model.Structural {
			return e
		}
		e = t.Underlying
	}
	return nil
}

// basicKind is the JSON type of a basic Go type.
func basicKind(name string) string {
	switch {
	case name == "string", name == "bool":
		return name
	case rangeOf(name) != integers{}:
		return "integer"
	case name == "float32", name == "float64":
		return "float"
	}
	return ""
}

// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// isScalar reports whether a value is one of the scalars of a JSON tree.
func isScalar(value any) bool {
	switch value.(type) {
	case string, bool, int64, float64:
		return true
	}
	return false
}

// fits reports whether a scalar is of the type that the schema wants.
func fits(want *schema.Scalar, value any) bool {
	if want == nil {
		return false
	}
	switch value.(type) {
	case string:
		return *want == schema.String || *want == schema.Untyped
	case bool:
		return *want == schema.Boolean || *want == schema.Untyped
	case int64, float64:
		return *want == schema.Numeric || *want == schema.Untyped
	}
	return false
}

// normal returns a scalar in the form in which equal ones are ==: JSON has one type of numbers, trees have two.
func normal(scalar any) any {
	if f, ok := scalar.(float64); ok && f == float64(int64(f)) {
		return int64(f)
	}
	return scalar
}

// isMixed reports whether values of several kinds are allowed, as in what has no type.
func isMixed(atom schema.Atom) bool {
	kinds := 0
	for _, allowed := range []bool{atom.Scalar != nil, atom.List != nil, atom.Map != nil} {
		if allowed {
			kinds++
		}
	}
	return kinds > 1
}

func wrongType(want schema.Atom, found any) *Error {
	return &Error{Reason: "expected " + expected(want) + ", found " + kindOf(found)}
}

func wrongBase(want schema.Atom, found any) *Error {
	return &Error{Reason: "the object to override has " + kindOf(found) + " where the schema has " + expected(want)}
}

// expected says in words what an atom allows.
func expected(atom schema.Atom) string {
	var kinds []string
	if atom.Scalar != nil {
		switch *atom.Scalar {
		case schema.Numeric:
			kinds = append(kinds, "a number")
		case schema.String:
			kinds = append(kinds, "a string")
		case schema.Boolean:
			kinds = append(kinds, "a boolean")
		default:
			kinds = append(kinds, "a scalar")
		}
	}
	if atom.List != nil {
		kinds = append(kinds, "a list")
	}
	if atom.Map != nil {
		kinds = append(kinds, "an object")
	}
	if len(kinds) == 0 {
		return "nothing"
	}
	return strings.Join(kinds, " or ")
}

// kindOf says in words what a value is, without showing it.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case int64, float64:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("a Go %T, which is not part of JSON trees", value)
}

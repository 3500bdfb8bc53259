// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"
	"strconv"
	"strings"
)

// key is by what an element of a list is found. Lists with more than two keys are rare, so that theirs may be written
// out, while the others cost no allocation. No element has the zero key.
type key struct {
	first, second any
	rest          string
}

// keyOf returns the key of an element, with defaults for what it leaves out.
func (t objectType) keyOf(element map[string]any) (key, *Error) {
	var k key
	for i, name := range t.keys {
		value := element[name]
		if value == nil {
			if value = t.keyDefault(name); value == nil {
				return key{}, &Error{Reason: "the element lacks its key " + strconv.Quote(name)}
			}
		}
		if !isScalar(value) {
			return key{}, (&Error{Reason: "expected a scalar as key of the list, found " + kindOf(value)}).under(name)
		}
		switch value = normal(value); i {
		case 0:
			k.first = value
		case 1:
			k.second = value
		default:
			k.rest += fmt.Sprintf("%T %q ", value, fmt.Sprint(value))
		}
	}
	return k, nil
}

// keyDefault returns what a key is when an element leaves it out, nil if it must not.
func (t objectType) keyDefault(name string) any {
	field, _ := t.FindField(name)
	if value := scalarOf(field.Default); value != nil && !t.isZeroOfGo(value) {
		return value
	}
	// Types of others that embed ports are described by schemas that lost the default.
	if name == "protocol" && (t.isKey("containerPort") || t.isKey("port")) {
		return "TCP"
	}
	return nil
}

// isZeroOfGo reports whether a default says no more than that a field of a Go type of Kubernetes is required: there,
// env has names with the default "".
func (t objectType) isZeroOfGo(value any) bool {
	return strings.HasPrefix(t.name, "io.k8s.") && (value == "" || value == int64(0) || value == false)
}

// scalarOf brings a default into the form of a tree: schemas are read from YAML. It returns nil if it is no scalar.
func scalarOf(value any) any {
	switch v := value.(type) {
	case int:
		return int64(v)
	case uint64:
		return int64(v)
	case string, bool, int64, float64:
		return normal(value)
	}
	return nil
}

// place puts an error below the element that has it.
func (t objectType) place(element map[string]any, err *Error) *Error {
	parts := make([]string, len(t.keys))
	for i, name := range t.keys {
		value := element[name]
		if value == nil {
			value = t.keyDefault(name)
		}
		if text, ok := value.(string); ok {
			value = strconv.Quote(text)
		}
		parts[i] = fmt.Sprintf("%s=%v", name, value)
	}
	err.Path = "[" + strings.Join(parts, ",") + "]" + err.Path
	return err
}

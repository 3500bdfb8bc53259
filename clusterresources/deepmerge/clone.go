// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"maps"
	"slices"
	"strings"
)

// clone copies a part of the base that the override does not touch.
func clone(value any) (any, *Error) {
	switch v := value.(type) {
	case nil, string, bool, int64, float64:
		return value, nil
	case map[string]any:
		if v == nil {
			return value, nil
		}
		return cloneObject(v, nil, nil)
	case []any:
		if v == nil {
			return value, nil
		}
		copied := make([]any, len(v))
		for i, element := range v {
			c, err := clone(element)
			if err != nil {
				return nil, err.at(i)
			}
			copied[i] = c
		}
		return copied, nil
	}
	return nil, &Error{Reason: "the object to override has " + kindOf(value)}
}

// cloneObject copies an object without the fields in unset. Those in override are only copied as they are: whoever calls
// puts something else in their place, unless they are directives and not fields.
func cloneObject(object, override map[string]any, unset []any) (map[string]any, *Error) {
	// Copying a map in one go, and then what is in it, takes less time than filling a new one.
	copied := maps.Clone(object)
	for name, value := range copied {
		if len(unset) > 0 && slices.Contains(unset, any(name)) {
			delete(copied, name)
			continue
		}
		if isScalar(value) || value == nil {
			continue
		}
		if _, ok := override[name]; ok && !strings.HasPrefix(name, "$") {
			continue
		}
		c, err := clone(value)
		if err != nil {
			return nil, err.under(name)
		}
		copied[name] = c
	}
	return copied, nil
}

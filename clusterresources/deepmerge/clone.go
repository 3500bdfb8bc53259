// SPDX-License-Identifier: Apache-2.0

package deepmerge

// clone copies a part of the base that the override does not touch.
func clone(value any) (any, *Error) {
	switch v := value.(type) {
	case nil, string, bool, int64, float64:
		return value, nil
	case map[string]any:
		if v == nil {
			return value, nil
		}
		copied := make(map[string]any, len(v))
		for name, field := range v {
			c, err := clone(field)
			if err != nil {
				return nil, err.under(name)
			}
			copied[name] = c
		}
		return copied, nil
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

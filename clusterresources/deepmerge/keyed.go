// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"slices"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// gone stands where an element of the base was deleted.
type gone struct{}

func isGone(element any) bool { return element == gone{} }

// byKeys merges lists whose elements are found by their keys: the base in its order, then the new ones in theirs.
func (w walker) byKeys(t schema.List, base, override []any) ([]any, *Error) {
	atom, ok := w.schema.Resolve(t.ElementType)
	if !ok || atom.Map == nil {
		return nil, &Error{Reason: "the schema has keys for a list whose elements are not objects"}
	}
	of := objectType{Map: atom.Map, name: nameOf(t.ElementType), keys: t.Keys}
	had := of.indexOf(base)
	var added index
	merged := make([]any, len(base), len(base)+len(override))
	deleted := false
	for i, element := range override {
		if isReplace(element) {
			continue
		}
		o, ok := element.(map[string]any)
		if !ok {
			return nil, wrongType(schema.Atom{Map: atom.Map}, element).at(i)
		}
		k, err := of.keyOf(o)
		if err == nil {
			err = w.checkKeys(of, o)
		}
		if err != nil {
			return nil, err.at(i)
		}
		at, several := had.find(k)
		if several {
			return nil, of.place(o, &Error{Reason: "the object to override has several elements of this key"})
		}
		var from map[string]any
		if at >= 0 {
			from = base[at].(map[string]any)
		}
		if twice, _ := added.find(k); twice >= 0 || at >= 0 && merged[at] != nil {
			return nil, of.place(o, &Error{Reason: "the key is in the list twice"})
		}
		result, kept, err := w.object(of, from, o)
		if err != nil {
			return nil, of.place(o, err)
		}
		switch {
		case at >= 0 && kept:
			merged[at] = result
		case at >= 0:
			merged[at], deleted = gone{}, true
		default:
			added.add(k)
			if kept {
				merged = append(merged, result)
			}
		}
	}
	for i, element := range base {
		if merged[i] == nil {
			merged[i] = element
		}
	}
	if deleted {
		merged = slices.DeleteFunc(merged, isGone)
	}
	return merged, nil
}

// checkKeys refuses keys of a wrong type: they find nothing, and would be shown in the path of what is wrong below.
func (w walker) checkKeys(t objectType, element map[string]any) *Error {
	for _, name := range t.keys {
		value := element[name]
		if value == nil {
			continue // it has a default
		}
		ref, err := t.field(name)
		if err == nil {
			if atom, _ := w.schema.Resolve(ref); !fits(atom.Scalar, value) {
				err = wrongType(atom, value)
			}
		}
		if err != nil {
			return err.under(name)
		}
	}
	return nil
}

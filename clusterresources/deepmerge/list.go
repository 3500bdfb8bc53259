// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"slices"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// list merges lists of all kinds. base is nil where there is none.
func (w walker) list(t schema.List, base, override []any) (any, bool, *Error) {
	replaces := slices.ContainsFunc(override, isReplace)
	if replaces {
		base = nil
	}
	var merged []any
	var err *Error
	switch {
	case t.ElementRelationship != schema.Associative:
		merged, err = w.whole(t, override)
	case len(t.Keys) > 0:
		merged, err = w.byKeys(t, base, override)
	default:
		merged, err = w.byValue(t, base, override)
	}
	if err != nil {
		return nil, false, err
	}
	creates := len(merged) > 0 || len(override) == 0 || replaces
	return merged, base != nil || creates, nil
}

// whole returns the list of an override where lists are not merged.
func (w walker) whole(t schema.List, override []any) ([]any, *Error) {
	merged := make([]any, 0, len(override))
	for i, element := range override {
		if isReplace(element) {
			continue
		}
		result, err := w.element(t.ElementType, element)
		if err != nil {
			return nil, err.at(i)
		}
		merged = append(merged, result)
	}
	return merged, nil
}

// element returns an element of a list that is not merged. There is one even if it says nothing: its position counts.
func (w walker) element(ref schema.TypeRef, override any) (any, *Error) {
	result, kept, err := w.value(ref, nil, override)
	if err != nil || kept {
		return result, err
	}
	switch o := override.(type) {
	case map[string]any:
		if o[patchDirective] == patchDelete {
			return nil, (&Error{Reason: "the list is replaced as a whole, so that there is nothing to delete"}).under(patchDirective)
		}
		return map[string]any{}, nil
	case []any:
		return []any{}, nil
	}
	if atom, _ := w.schema.Resolve(ref); !ref.Nullable && !isMixed(atom) {
		return nil, wrongType(atom, nil)
	}
	return nil, nil
}

// byValue merges sets: the base in its order, then what the override has besides.
func (w walker) byValue(t schema.List, base, override []any) ([]any, *Error) {
	atom, ok := w.schema.Resolve(t.ElementType)
	if !ok {
		return nil, &Error{Reason: "the schema does not have the type " + nameOf(t.ElementType)}
	}
	merged := make([]any, 0, len(base)+len(override))
	var had, said index
	for _, element := range base {
		merged = append(merged, element)
		if isScalar(element) {
			had.add(key{first: normal(element)})
		}
	}
	for i, element := range override {
		if isReplace(element) {
			continue
		}
		if !fits(atom.Scalar, element) {
			return nil, wrongType(schema.Atom{Scalar: atom.Scalar}, element).at(i)
		}
		k := key{first: normal(element)}
		if at, _ := said.find(k); at >= 0 {
			return nil, (&Error{Reason: "the value is in the list twice"}).at(i)
		}
		said.add(k)
		if at, _ := had.find(k); at < 0 {
			merged = append(merged, element)
		}
	}
	return merged, nil
}

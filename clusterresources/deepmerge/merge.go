// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// Merge returns base with override merged in. Neither argument is changed; what the override does not touch is the same in
// the result and in base, so that whoever wants to write to one of the two copies it first. Both are JSON trees as of
// unstructured objects: integers are int64, other numbers float64.
// An error is an *Error; of several, the one that comes first when fields are sorted by name.
func Merge(s Schema, base, override map[string]any) (map[string]any, error) {
	merged, err := mergeRoot(s, base, override)
	if err != nil {
		err.Path = strings.TrimPrefix(err.Path, ".")
		return nil, err
	}
	return merged, nil
}

func mergeRoot(s Schema, base, override map[string]any) (map[string]any, *Error) {
	if s.Schema == nil {
		return nil, &Error{Reason: "there is no schema to merge by"}
	}
	if override[patchDirective] == patchDelete {
		return nil, (&Error{Reason: "an override cannot delete the whole object"}).under(patchDirective)
	}
	if nameOf(s.Type) == secretType {
		var err *Error
		if base, err = encodeBase(base); err != nil {
			return nil, err
		}
		if override, err = encodeOverride(override); err != nil {
			return nil, err
		}
	}
	merged, kept, err := walker{s.Schema}.value(s.Type, base, override)
	if err != nil {
		return nil, err
	}
	if !kept {
		// There was nothing to delete from.
		return map[string]any{}, nil
	}
	return merged.(map[string]any), nil
}

// walker goes through an override by a schema.
type walker struct{ schema *schema.Schema }

// value merges an override into a base, which is nil where there is none, or a null. It returns false when nothing is
// left: the override deletes, or has nothing but deletions for a base that is not there.
func (w walker) value(ref schema.TypeRef, base, override any) (any, bool, *Error) {
	if override == nil {
		return nil, false, nil
	}
	atom, ok := w.schema.Resolve(ref)
	if !ok {
		return nil, false, &Error{Reason: "the schema does not have the type " + nameOf(ref)}
	}
	switch o := override.(type) {
	case map[string]any:
		if atom.Map == nil {
			return nil, false, wrongType(atom, override)
		}
		from, ok := base.(map[string]any)
		if base != nil && !ok {
			if !isMixed(atom) {
				return nil, false, wrongBase(atom, base)
			}
			from = map[string]any{}
		}
		return w.object(objectType{Map: atom.Map, name: nameOf(ref)}, from, o)
	case []any:
		if atom.List == nil {
			return nil, false, wrongType(atom, override)
		}
		from, ok := base.([]any)
		if base != nil && !ok {
			if !isMixed(atom) {
				return nil, false, wrongBase(atom, base)
			}
			from = []any{}
		}
		return w.list(*atom.List, from, o)
	}
	if !fits(atom.Scalar, override) {
		return nil, false, wrongType(atom, override)
	}
	return override, true, nil
}

// nameOf returns the name of a type, empty for one that is described in place.
func nameOf(ref schema.TypeRef) string {
	if ref.NamedType == nil {
		return ""
	}
	return *ref.NamedType
}

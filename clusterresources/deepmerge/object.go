// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"maps"
	"slices"

	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// objectType is what the schema says about an object.
type objectType struct {
	*schema.Map
	name string
	// keys are the fields by which a list finds the object, if it is an element of such a list.
	keys []string
}

// field returns the type of a field.
func (t objectType) field(name string) (schema.TypeRef, *Error) {
	if field, ok := t.FindField(name); ok {
		return field.Type, nil
	}
	if t.ElementType == (schema.TypeRef{}) {
		return schema.TypeRef{}, unknownField()
	}
	return t.ElementType, nil
}

func (t objectType) isKey(name string) bool { return slices.Contains(t.keys, name) }

// object merges objects, maps and elements of lists with keys.
func (w walker) object(t objectType, base, override map[string]any) (any, bool, *Error) {
	d, err := t.directives(override)
	if err != nil {
		return nil, false, err
	}
	switch d.patch {
	case patchDelete:
		return nil, false, nil
	case patchReplace:
		base = nil
	}
	if t.ElementRelationship == schema.Atomic && base != nil {
		// Only if the override sets nothing, it is about what the base has.
		if merged, kept, err := w.fields(t, d, nil, override); err != nil || kept {
			return merged, kept, err
		}
	}
	return w.fields(t, d, base, override)
}

func (w walker) fields(t objectType, d directives, base, override map[string]any) (any, bool, *Error) {
	merged := maps.Clone(base)
	if merged == nil {
		merged = make(map[string]any, len(override))
	}
	for _, name := range d.unset {
		delete(merged, name.(string))
	}
	var failed failures
	for name, value := range override {
		if t.isDirective(name) {
			continue
		}
		ref, err := t.field(name)
		if err != nil {
			failed.add(name, err)
			continue
		}
		result, kept, err := w.value(ref, base[name], value)
		if err != nil {
			failed.add(name, err)
		} else if kept {
			merged[name] = result
		} else {
			delete(merged, name)
		}
	}
	if err := failed.first(); err != nil {
		return nil, false, err
	}
	if union, ok := unions[t.name]; ok {
		union.settle(merged, override)
	}
	return merged, base != nil || d.patch == patchReplace || t.says(merged, override), nil
}

// says reports whether an override for which there is no base creates anything: it is empty, which says that there is
// to be an empty object, or more than keys is left of it, unless keys are all it has.
func (t objectType) says(merged, override map[string]any) bool {
	if len(merged) == len(override) {
		return true
	}
	for name := range merged {
		if !t.isKey(name) {
			return true
		}
	}
	return false
}

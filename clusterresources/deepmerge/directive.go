// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"strconv"
	"strings"
)

const (
	patchDirective = "$patch"
	patchDelete    = "delete"
	patchReplace   = "replace"

	unsetDirective = "$unset"
)

// directives are what the override of an object says besides fields.
type directives struct {
	// patch is patchDelete, patchReplace, or empty to merge.
	patch string
	// unset has names of fields, all of them strings.
	unset []any
}

// isDirective reports whether a key of an override is none of a field. A type may have fields that start with a dollar,
// such as those that hold a JSON schema.
func (t objectType) isDirective(name string) bool {
	if !strings.HasPrefix(name, "$") {
		return false
	}
	_, declared := t.FindField(name)
	return !declared
}

// directives reads those of an object. What is written otherwise than the rules say is an error: the user meant
// something by it.
func (t objectType) directives(override map[string]any) (directives, *Error) {
	var d directives
	var failed failures
	for name, value := range override {
		if !t.isDirective(name) {
			continue
		}
		var err *Error
		switch name {
		case patchDirective:
			d.patch, err = t.patch(value, override)
		case unsetDirective:
			d.unset, err = t.unset(value, override)
		default:
			err = &Error{Reason: "unknown directive"}
		}
		if err != nil {
			failed.add(name, err)
		}
	}
	return d, failed.first()
}

func (t objectType) patch(value any, override map[string]any) (string, *Error) {
	switch value {
	case patchReplace:
		if _, ok := override[unsetDirective]; ok {
			return "", &Error{Reason: "replace leaves nothing for $unset"}
		}
		return patchReplace, nil
	case patchDelete:
		for name := range override {
			if name != patchDirective && !t.isKey(name) {
				return "", &Error{Reason: "delete stands alone, except for the keys of a list element"}
			}
		}
		return patchDelete, nil
	}
	return "", &Error{Reason: `expected "delete" or "replace"`}
}

func (t objectType) unset(value any, override map[string]any) ([]any, *Error) {
	names, ok := value.([]any)
	if !ok {
		return nil, &Error{Reason: "expected a list of fields, found " + kindOf(value)}
	}
	for i, element := range names {
		name, ok := element.(string)
		if !ok {
			return nil, (&Error{Reason: "expected the name of a field, found " + kindOf(element)}).at(i)
		}
		if _, err := t.field(name); err != nil {
			err.Reason += " " + strconv.Quote(name)
			return nil, err.at(i)
		}
		if t.isKey(name) {
			return nil, (&Error{Reason: "the field is a key of the list"}).at(i)
		}
		if _, ok := override[name]; ok {
			return nil, (&Error{Reason: "the field is also set"}).at(i)
		}
	}
	return names, nil
}

// isReplace reports whether an element of a list says that the list's other elements replace those of the base.
func isReplace(element any) bool {
	object, ok := element.(map[string]any)
	return ok && len(object) == 1 && object[patchDirective] == patchReplace
}

// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"strconv"
	"strings"
)

// Error is why an override cannot be merged. It may be shown to anybody: values of the base or the override are never
// part of it, since they may be passwords; keys of list elements are, since they are what the user finds the place by.
type Error struct {
	// Path is where, such as spec.template.spec.containers[name="nifi"].env[name="A"].value; empty for the object itself.
	Path string
	// Reason is a clause without a full stop.
	Reason string
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}

// The path is put together on the way back from where the error is, so that a merge without errors costs nothing.

// under places the error below a field.
func (e *Error) under(field string) *Error {
	if plain(field) {
		e.Path = "." + field + e.Path
	} else {
		e.Path = "[" + strconv.Quote(field) + "]" + e.Path
	}
	return e
}

// at places the error below an element of a list without keys.
func (e *Error) at(index int) *Error {
	e.Path = "[" + strconv.Itoa(index) + "]" + e.Path
	return e
}

// plain reports whether a field can stand in a path without quotes.
func plain(field string) bool {
	return field != "" && strings.IndexFunc(field, func(r rune) bool {
		return r != '_' && r != '-' && r != '$' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) < 0
}

// failures keeps one of several errors of an object: that of the first field by name, whatever order a map is read in.
type failures struct {
	field string
	err   *Error
}

// add takes the error of a field, with the path below it.
func (f *failures) add(field string, err *Error) {
	if f.err == nil || field < f.field {
		f.field, f.err = field, err
	}
}

// first returns the error with the field in its path.
func (f *failures) first() *Error {
	if f.err == nil {
		return nil
	}
	return f.err.under(f.field)
}

// SPDX-License-Identifier: Apache-2.0

package canonical

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// field is a field of a struct that encoding/json writes.
type field struct {
	index int
	name  string
	// inline fields are embedded: what they hold is written into the object around them.
	inline bool
	// isStruct says that the field is a struct and not a pointer to one.
	isStruct bool
	// plain fields hold nothing that has to be looked into.
	plain bool
}

// known are the fields by struct type; types never change.
var known sync.Map

func fieldsOf(t reflect.Type) []field {
	if fields, ok := known.Load(t); ok {
		return fields.([]field)
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.PkgPath != "" && !f.Anonymous {
			continue
		}
		tag, _ := f.Tag.Lookup("json")
		name, _, _ := strings.Cut(tag, ",")
		if tag == "-" {
			continue
		}
		inline := f.Anonymous && name == "" && indirect(f.Type).Kind() == reflect.Struct
		if name == "" {
			name = f.Name
		}
		fields = append(fields, field{
			index: i, name: name, inline: inline, isStruct: f.Type.Kind() == reflect.Struct, plain: isPlain(f.Type),
		})
	}
	stored, _ := known.LoadOrStore(t, fields)
	return stored.([]field)
}

func indirect(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// isPlain reports whether no value of a type can have written an empty struct.
func isPlain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return isPlain(t.Elem())
	case reflect.Struct, reflect.Interface:
		return false
	}
	return true
}

var (
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// marshals reports whether a type writes itself, so that its fields say nothing about its JSON.
func marshals(t reflect.Type) bool {
	pointer := reflect.PointerTo(t)
	return pointer.Implements(marshaler) || pointer.Implements(textMarshaler)
}

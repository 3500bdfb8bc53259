// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"reflect"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// maxChain is how many types may be declared by one another; more can only be a cycle.
const maxChain = 64

// shape looks through the names of types.
type shape struct {
	view *model.View
}

// unalias replaces every alias in an expression by what it stands for.
func (s shape) unalias(e *model.Expr) *model.Expr {
	if e == nil {
		return nil
	}
	for range maxChain {
		if e.Kind != model.Named {
			break
		}
		t := s.view.Lookup(e.ID)
		if t == nil || !t.Alias || t.Underlying == nil || t.IsStruct() {
			break
		}
		e = t.Underlying
	}
	if e.Elem == nil && e.Key == nil {
		return e
	}
	out := *e
	out.Elem, out.Key = s.unalias(e.Elem), s.unalias(e.Key)
	return &out
}

// declaration returns the type that says what a type is made of: B for "type A B" with a struct B.
func (s shape) declaration(id model.TypeID) *model.Type {
	return model.Declaration(s.view.Lookup(id), s.view.Lookup)
}

func (s shape) isStruct(id model.TypeID) bool {
	t := s.declaration(id)
	return t != nil && t.IsStruct()
}

// fields returns the fields of a struct.
func (s shape) fields(id model.TypeID) []*model.Field {
	if t := s.declaration(id); t != nil {
		return t.Fields
	}
	return nil
}

func (s shape) hasJSON(id model.TypeID) bool {
	for _, field := range s.fields(id) {
		if _, ok := readTag(field); ok {
			return true
		}
	}
	return false
}

// tag is what the json tag of a field says.
type tag struct {
	// name is empty for an embedded field without one.
	name      string
	inline    bool
	omitEmpty bool
}

// readTag reads the json tag of a field as applyconfiguration-gen does, which leaves out fields without a tag. It
// returns false for a field that is left out.
func readTag(field *model.Field) (tag, bool) {
	text, ok := reflect.StructTag(field.Tag).Lookup("json")
	if !ok || text == "-" {
		return tag{}, false
	}
	name, options, _ := strings.Cut(text, ",")
	read := tag{name: name, inline: field.Embedded && name == ""}
	for option := range strings.SplitSeq(options, ",") {
		read.omitEmpty = read.omitEmpty || option == "omitempty"
	}
	if name == "" && !read.inline {
		read.name = field.Name
	}
	return read, true
}

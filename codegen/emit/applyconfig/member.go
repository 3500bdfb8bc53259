// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// step is an embedded struct on the way to a field.
type step struct {
	// name is what Go calls the embedded field, type its type without a pointer.
	name string
	typ  *model.Expr
	// optional is true for a pointer, which is nil until one of its fields is set.
	optional bool
	// plain is true for a Go type without an apply configuration.
	plain bool
}

// member is a field of the configuration, or of a struct that it embeds.
type member struct {
	field *model.Field
	// typ is the field's type in Go, without aliases.
	typ *model.Expr
	// within are the structs that it is in, from the outside in.
	within []step
	// embedded is set for a field that is an embedded struct.
	embedded *step
}

// plain reports whether the struct that the member is in is a Go type without an apply configuration.
func (m member) plain() bool { return len(m.within) > 0 && m.within[len(m.within)-1].plain }

// members returns all members by name in the order in which the fields are declared, those of an embedded struct where
// it is embedded. Of members with the same name it is the outermost, which is the one that Go and JSON know.
func (c config) members() []member {
	var all []member
	c.collect(c.t.TypeID, nil, &all)
	outermost := map[string]int{}
	var members []member
	for _, m := range all {
		i, found := outermost[m.field.Name]
		switch {
		case !found:
			outermost[m.field.Name] = len(members)
			members = append(members, m)
		case len(m.within) < len(members[i].within):
			members[i] = m
		}
	}
	return members
}

func (c config) collect(id model.TypeID, within []step, all *[]member) {
	for _, field := range c.fields(id) {
		tag, ok := readTag(field)
		if !ok || isBlocked(id, field) {
			continue
		}
		m := member{field: field, typ: c.unalias(field.Type), within: within}
		if !field.Embedded {
			*all = append(*all, m)
			continue
		}
		m.embedded = c.step(m, tag)
		*all = append(*all, m)
		// The fields of a struct that is embedded by a pointer have no functions of their own.
		if m.typ.Kind == model.Named && c.isStruct(m.typ.ID) && len(within) < maxChain {
			c.collect(m.typ.ID, append(within[:len(within):len(within)], *m.embedded), all)
		}
	}
}

func (c config) step(m member, tag tag) *step {
	e := m.typ.Deref()
	if m.plain() || !c.isConfig(m.typ) {
		return &step{name: m.field.Name, typ: e, optional: !m.plain() && !tag.inline, plain: true}
	}
	typ := c.convert(m.typ)
	return &step{name: typ.ID.Name, typ: typ, optional: !tag.inline}
}

// getters writes functions for what a client has to know of an object before it applies it.
func (c config) getters(id model.TypeID, within []step) {
	var all []member
	c.collect(id, within, &all)
	for _, m := range all {
		of := c.t.TypeID
		if len(m.within) > 0 {
			of = c.embeddedID(m.within)
		}
		if of.Pkg == plan.MetaPackage && !m.plain() && isIdentity(of.Name, m.field.Name) {
			c.getter(m)
		}
	}
}

// embeddedID returns the Go type of the innermost struct.
func (c config) embeddedID(within []step) model.TypeID {
	id := within[len(within)-1].typ.ID
	for _, name := range []string{"ObjectMeta", "TypeMeta"} {
		if config, ok := plan.KnownConfig(model.TypeID{Pkg: plan.MetaPackage, Name: name}); ok && config == id {
			return model.TypeID{Pkg: plan.MetaPackage, Name: name}
		}
	}
	return id
}

// isIdentity reports whether a field of ObjectMeta or TypeMeta tells which object it is.
func isIdentity(of, field string) bool {
	switch of {
	case "ObjectMeta":
		return field == "Name" || field == "Namespace"
	case "TypeMeta":
		return field == "Kind" || field == "APIVersion"
	}
	return false
}

// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/model"
)

// with writes the function that sets a member.
func (c config) with(m member) {
	elem := m.typ.Deref()
	isList := elem.Kind == model.Slice
	switch {
	case isList && !m.plain() && c.isConfig(elem.Elem):
		c.withConfigs(m, c.convert(elem).Elem)
	case m.typ.Kind == model.Slice:
		c.withList(m)
	case m.typ.Kind == model.Map:
		c.withMap(m)
	default:
		c.withValue(m)
	}
}

// isSet reports whether a member has a function that sets it. An embedded struct has none; its fields have.
func (c config) isSet(m member) bool { return m.embedded == nil || c.isValue(m) }

// isIn reports whether a member is in an embedded struct, at any depth.
func (m member) isIn(embedded member) bool {
	depth := len(embedded.within)
	return len(m.within) > depth && m.within[depth].name == embedded.embedded.name &&
		slices.EqualFunc(m.within[:depth], embedded.within, func(a, b step) bool { return a.name == b.name })
}

// ensure writes a function that makes an embedded struct that is nil.
func (c config) ensure(m member) {
	// func (b *PersonApplyConfiguration) ensureObjectMetaApplyConfiguration() {
	// 	if b.ObjectMetaApplyConfiguration == nil {
	// 		b.ObjectMetaApplyConfiguration = &metav1.ObjectMetaApplyConfiguration{}
	// 	}
	// }
	at := func() *jen.Statement { return access(m.within).Dot(m.embedded.name) }
	c.f.Func().Params(c.receiver()).Id(ensureName(*m.embedded)).Params().BlockFunc(func(g *jen.Group) {
		c.ensured(g, m.within)
		g.If(at().Op("==").Nil()).Block(
			at().Op("=").Op("&").Add(c.f.Expr(m.embedded.typ)).Values(),
		)
	})
	c.f.Line()
}

// isValue reports whether an embedded field is set as a whole, as there is nothing in it: "Mode" of type Mode string.
func (c config) isValue(m member) bool {
	elem := m.typ.Deref()
	return m.embedded.optional && !c.isConfig(elem) && elem.Kind == model.Named && !c.isStruct(elem.ID)
}

func ensureName(s step) string { return "ensure" + s.name }

// ensured calls those functions for the structs that a member is in.
func (c config) ensured(g *jen.Group, within []step) {
	for _, s := range within {
		if s.optional {
			g.Id("b").Dot(ensureName(s)).Call()
		}
	}
}

// access refers to the struct that a member is in. What is in an unexported struct of another package can be reached
// only as if it were in the struct that embeds it.
func access(within []step) *jen.Statement {
	return jen.Id("b").Do(func(s *jen.Statement) {
		for _, step := range within {
			if ast.IsExported(step.name) {
				s.Dot(step.name)
			}
		}
	})
}

func (m member) access() *jen.Statement { return access(m.within).Dot(m.field.Name) }

// function writes a function that returns its receiver.
func (c config) function(m member, param jen.Code, doc string, body func(*jen.Group)) {
	c.f.Doc("With" + m.field.Name + " " + strings.ReplaceAll(doc, "FIELD", m.field.Name) + " and returns b.")
	c.f.Func().Params(c.receiver()).Id("With" + m.field.Name).Params(param).Op("*").Id(c.name()).
		BlockFunc(func(g *jen.Group) {
			c.ensured(g, m.within)
			body(g)
			g.Return(jen.Id("b"))
		})
	c.f.Line()
}

func (c config) withValue(m member) {
	typ, isPointer := c.convert(m.typ), !c.isConfig(m.typ)
	if m.plain() {
		typ, isPointer = m.typ, m.typ.Kind == model.Pointer
		if isPointer {
			typ = m.typ.Elem
		}
	}
	param := c.f.Expr(typ)
	if c.isConfig(m.typ) && !m.plain() {
		param = jen.Op("*").Add(param)
	}
	// func (b *PersonSpecApplyConfiguration) WithReplicas(value int32) *PersonSpecApplyConfiguration {
	// 	b.Replicas = &value
	// 	return b
	// }
	c.function(m, jen.Id("value").Add(param), "sets FIELD", func(g *jen.Group) {
		value := jen.Id("value")
		if isPointer {
			value = jen.Op("&").Id("value")
		}
		g.Add(m.access()).Op("=").Add(value)
	})
}

func (c config) withList(m member) {
	typ := c.convert(m.typ)
	if m.plain() {
		typ = m.typ
	}
	// func (b *PersonSpecApplyConfiguration) WithNames(values ...string) *PersonSpecApplyConfiguration {
	// 	b.Names = append(b.Names, values...)
	// 	return b
	// }
	c.function(m, jen.Id("values").Op("...").Add(c.f.Expr(typ.Elem)), "appends to FIELD", func(g *jen.Group) {
		g.Add(m.access()).Op("=").Append(m.access(), jen.Id("values").Op("..."))
	})
}

// withConfigs writes the function for a list of apply configurations, which are given as their constructors return them.
func (c config) withConfigs(m member, elem *model.Expr) {
	list := func() *jen.Statement { return jen.Op("").Add(m.access()) }
	if m.typ.Kind == model.Pointer {
		list = func() *jen.Statement { return jen.Op("*").Add(m.access()) }
	}
	// func (b *PersonSpecApplyConfiguration) WithPets(values ...*PetApplyConfiguration) *PersonSpecApplyConfiguration {
	// 	for _, value := range values {
	// 		if value == nil {
	// 			panic("WithPets: a value is nil")
	// 		}
	// 		b.Pets = append(b.Pets, *value)
	// 	}
	// 	return b
	// }
	c.function(m, jen.Id("values").Op("...").Op("*").Add(c.f.Expr(elem)), "appends to FIELD", func(g *jen.Group) {
		if m.typ.Kind == model.Pointer {
			g.If(m.access().Op("==").Nil()).Block(
				m.access().Op("=").Op("&").Index().Add(c.f.Expr(elem)).Values(),
			)
		}
		g.For(jen.List(jen.Id("_"), jen.Id("value")).Op(":=").Range().Id("values")).Block(
			jen.If(jen.Id("value").Op("==").Nil()).Block(jen.Panic(jen.Lit("With"+m.field.Name+": a value is nil"))),
			list().Op("=").Append(list(), jen.Op("*").Id("value")),
		)
	})
}

func (c config) withMap(m member) {
	typ := c.convert(m.typ)
	if m.plain() {
		typ = m.typ
	}
	// func (b *PersonSpecApplyConfiguration) WithLabels(entries map[string]string) *PersonSpecApplyConfiguration {
	// 	if b.Labels == nil && len(entries) > 0 {
	// 		b.Labels = make(map[string]string, len(entries))
	// 	}
	// 	maps.Copy(b.Labels, entries)
	// 	return b
	// }
	c.function(m, jen.Id("entries").Add(c.f.Expr(typ)), "puts entries into FIELD", func(g *jen.Group) {
		g.If(m.access().Op("==").Nil().Op("&&").Len(jen.Id("entries")).Op(">").Lit(0)).Block(
			m.access().Op("=").Make(c.f.Expr(typ), jen.Len(jen.Id("entries"))),
		)
		g.Add(c.f.Qual("maps", "Copy")).Call(m.access(), jen.Id("entries"))
	})
}

// getter writes a function that returns a member, nil if it is not set.
func (c config) getter(m member) {
	// func (b *PersonApplyConfiguration) GetName() *string {
	// 	if b.ObjectMetaApplyConfiguration == nil {
	// 		return nil
	// 	}
	// 	return b.ObjectMetaApplyConfiguration.Name
	// }
	c.f.Doc("Get" + m.field.Name + " returns " + m.field.Name + ", nil if it is not set.")
	c.f.Func().Params(c.receiver()).Id("Get" + m.field.Name).Params().Op("*").Add(c.f.Expr(c.convert(m.typ))).
		BlockFunc(func(g *jen.Group) {
			for i, s := range m.within {
				if s.optional {
					g.If(access(m.within[:i+1]).Op("==").Nil()).Block(jen.Return(jen.Nil()))
				}
			}
			g.Return(m.access())
		})
	c.f.Line()
}

// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// container copies a value whose shape is a pointer, a slice, a map or an array.
func (c *copier) container(v value, shape *model.Expr, depth int) *jen.Statement {
	switch shape.Kind {
	case model.Basic:
		return jen.Null()
	case model.Pointer:
		return c.pointer(v, shape, depth)
	case model.Slice:
		return c.slice(v, shape, depth)
	case model.Map:
		return c.mapping(v, shape, depth)
	case model.Array:
		i := c.locals.name("i", depth)
		// for i := range in.Pair { ... }
		return jen.For(jen.Id(i).Op(":=").Range().Id(v.in)).Block(c.statement(element(v, i, shape), depth+1))
	}
	return c.statement(value{in: v.in, out: v.out, declared: shape}, depth)
}

// element is one element of a slice or an array.
func element(v value, index string, shape *model.Expr) value {
	return value{
		in: fmt.Sprintf("%s[%s]", paren(v.in), index), out: fmt.Sprintf("%s[%s]", paren(v.out), index), declared: shape.Elem,
	}
}

// pointers writes what starts the copy of a reference: in, out := &in.Names, &out.Names.
func pointers(in, out string, v value) *jen.Statement {
	return jen.List(jen.Id(in), jen.Id(out)).Op(":=").List(jen.Id(address(v.in)), jen.Id(address(v.out)))
}

func (c *copier) pointer(v value, shape *model.Expr, depth int) *jen.Statement {
	hasName := v.declared.Kind == model.Named
	if shape.Elem.Kind == model.Named {
		if t := c.view.Lookup(shape.Elem.ID); t != nil && c.way(t) == model.CopyReturnsPointer {
			origin := paren(v.in)
			if hasName {
				origin = paren("*" + v.in)
			}
			// if in.Size != nil { out.Size = in.Size.DeepCopy() }
			return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(jen.Id(v.out).Op("=").Id(origin).Dot("DeepCopy").Call())
		}
	}
	in, out := c.locals.name("in", depth), c.locals.name("out", depth)
	// if in.Name != nil {
	//	in, out := &in.Name, &out.Name
	//	*out = new(string)
	//	**out = **in
	// }
	body := []jen.Code{pointers(in, out, v)}
	if c.nameable(shape.Elem) {
		body = append(body,
			jen.Op("*").Id(out).Op("=").New(gofile.Type(shape.Elem)),
			jen.Op("**").Id(out).Op("=").Op("**").Id(in),
		)
	} else {
		// A type that another package keeps to itself cannot be written here: its copy is a variable.
		copied := c.locals.name("copied", depth)
		body = append(body,
			jen.Id(copied).Op(":=").Op("**").Id(in),
			jen.Op("*").Id(out).Op("=").Op("&").Id(copied),
		)
	}
	if !c.plain(shape.Elem) {
		body = append(body, c.statement(value{
			in: "**" + in, out: "**" + out, declared: shape.Elem, ofNamedPointer: hasName,
		}, depth+1))
	}
	return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(body...)
}

func (c *copier) slice(v value, shape *model.Expr, depth int) *jen.Statement {
	in, out, i := c.locals.name("in", depth), c.locals.name("out", depth), c.locals.name("i", depth)
	// if in.Names != nil {
	//	in, out := &in.Names, &out.Names
	//	*out = make([]string, len(*in))
	//	copy(*out, *in)
	//	for i := range *in { ... }
	// }
	body := []jen.Code{pointers(in, out, v)}
	if c.nameable(v.declared) {
		body = append(body,
			jen.Op("*").Id(out).Op("=").Make(gofile.Type(v.declared), jen.Len(jen.Op("*").Id(in))),
			jen.Copy(jen.Op("*").Id(out), jen.Op("*").Id(in)),
		)
	} else {
		body = append(body, jen.Op("*").Id(out).Op("=").Qual("slices", "Clone").Call(jen.Op("*").Id(in)))
	}
	if !c.plain(shape.Elem) {
		loop := c.statement(element(value{in: "*" + in, out: "*" + out}, i, shape), depth+1)
		body = append(body, jen.For(jen.Id(i).Op(":=").Range().Op("*").Id(in)).Block(loop))
	}
	return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(body...)
}

func (c *copier) mapping(v value, shape *model.Expr, depth int) *jen.Statement {
	in, out := c.locals.name("in", depth), c.locals.name("out", depth)
	key, val, copied := c.locals.name("key", depth), c.locals.name("val", depth), c.locals.name("copied", depth)
	// if in.Labels != nil {
	//	in, out := &in.Labels, &out.Labels
	//	*out = make(map[string]string, len(*in))
	//	for key, val := range *in { (*out)[key] = val }
	// }
	body := []jen.Code{pointers(in, out, v)}
	isMade := c.nameable(v.declared)
	if isMade {
		body = append(body, jen.Op("*").Id(out).Op("=").Make(gofile.Type(v.declared), jen.Len(jen.Op("*").Id(in))))
	} else {
		body = append(body, jen.Op("*").Id(out).Op("=").Qual("maps", "Clone").Call(jen.Op("*").Id(in)))
	}
	var loop []jen.Code
	switch {
	case !c.plain(shape.Elem):
		// A map's element has no address, so that it is copied beside and put in.
		loop = []jen.Code{
			jen.Id(copied).Op(":=").Id(val),
			c.statement(value{in: val, out: copied, declared: shape.Elem}, depth+1),
			jen.Parens(jen.Op("*").Id(out)).Index(jen.Id(key)).Op("=").Id(copied),
		}
	case isMade:
		loop = []jen.Code{jen.Parens(jen.Op("*").Id(out)).Index(jen.Id(key)).Op("=").Id(val)}
	}
	if loop != nil {
		body = append(body, jen.For(jen.List(jen.Id(key), jen.Id(val)).Op(":=").Range().Op("*").Id(in)).Block(loop...))
	}
	return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(body...)
}

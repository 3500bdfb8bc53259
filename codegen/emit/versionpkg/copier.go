// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"fmt"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// copier writes the statements that copy values.
type copier struct {
	view *model.View
	err  error
}

// value is a pair of Go expressions: what is copied, and where to. Out has been assigned in before, so that a plain
// value needs no statement.
type value struct {
	in, out string
}

func (c *copier) field(g *jen.Group, field *model.Field) {
	if !c.plain(field.Type) {
		g.Add(c.statements(value{in: "in." + field.Name, out: "out." + field.Name}, field.Type, 0))
	}
}

// statements copies one value; depth tells nested loops apart.
func (c *copier) statements(v value, e *model.Expr, depth int) *jen.Statement {
	if c.plain(e) {
		return jen.Null()
	}
	switch e.Kind {
	case model.Named:
		return c.named(v, e, depth)
	case model.Pointer:
		return c.pointer(v, e, depth)
	case model.Slice:
		return c.slice(v, e, depth)
	case model.Map:
		return c.mapping(v, e, depth)
	case model.Array:
		i := index(depth)
		// for i := range in.Pair { ... }
		return jen.For(jen.Id(i).Op(":=").Range().Id(v.in)).Block(
			c.statements(value{in: fmt.Sprintf("%s[%s]", paren(v.in), i), out: fmt.Sprintf("%s[%s]", paren(v.out), i)}, e.Elem, depth+1),
		)
	}
	c.err = fmt.Errorf("a value of type %s cannot be copied", e)
	return jen.Null()
}

// named copies a value of a declared type, by its own method where it has one.
func (c *copier) named(v value, e *model.Expr, depth int) *jen.Statement {
	t := c.view.Lookup(e.ID)
	if t == nil {
		c.err = fmt.Errorf("the type %s is not known", e)
		return jen.Null()
	}
	switch how := c.way(t); how {
	case model.CopyInto:
		if isReference(c.shape(e)) {
			// A method of a map or slice type takes a nil receiver for an empty one.
			// if in.Names != nil { in.Names.DeepCopyInto(&out.Names) }
			return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(jen.Id(paren(v.in)).Dot("DeepCopyInto").Call(jen.Op("&").Id(paren(v.out))))
		}
		// in.Spec.DeepCopyInto(&out.Spec)
		return jen.Id(paren(v.in)).Dot("DeepCopyInto").Call(jen.Op("&").Id(paren(v.out)))
	case model.CopyReturns:
		// out.Size = in.Size.DeepCopy()
		return jen.Id(v.out).Op("=").Id(paren(v.in)).Dot("DeepCopy").Call()
	case model.CopyReturnsPointer:
		// out.Size = *in.Size.DeepCopy()
		return jen.Id(v.out).Op("=").Op("*").Id(paren(v.in)).Dot("DeepCopy").Call()
	default:
		if !t.IsStruct() {
			return c.statements(v, t.Underlying, depth)
		}
		return c.foreign(v, t, depth)
	}
}

// foreign copies a struct of another package that has no copy methods: its exported fields; the others can only be
// assigned.
func (c *copier) foreign(v value, t *model.Type, depth int) *jen.Statement {
	s := &jen.Statement{}
	for _, field := range t.Fields {
		if exported(field.Name) && !c.plain(field.Type) {
			s.Add(c.statements(value{in: paren(v.in) + "." + field.Name, out: paren(v.out) + "." + field.Name}, field.Type, depth))
			s.Line()
		}
	}
	return s
}

func (c *copier) pointer(v value, e *model.Expr, depth int) *jen.Statement {
	in, out := name("in", depth), name("out", depth)
	if e.Elem.Kind == model.Named {
		if t := c.view.Lookup(e.Elem.ID); t != nil && c.way(t) == model.CopyReturnsPointer {
			// if in.X != nil { out.X = in.X.DeepCopy() }
			return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(jen.Id(v.out).Op("=").Id(paren(v.in)).Dot("DeepCopy").Call())
		}
	}
	// if in.Name != nil {
	//	in, out := &in.Name, &out.Name
	//	*out = new(string)
	//	**out = **in
	// }
	body := []jen.Code{
		jen.List(jen.Id(in), jen.Id(out)).Op(":=").List(jen.Op("&").Id(paren(v.in)), jen.Op("&").Id(paren(v.out))),
		jen.Op("*").Id(out).Op("=").New(gofile.Type(e.Elem)),
		jen.Op("**").Id(out).Op("=").Op("**").Id(in),
	}
	if !c.plain(e.Elem) {
		body = append(body, c.statements(value{in: "**" + in, out: "**" + out}, e.Elem, depth+1))
	}
	return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(body...)
}

func (c *copier) slice(v value, e *model.Expr, depth int) *jen.Statement {
	in, out, i := name("in", depth), name("out", depth), index(depth)
	// if in.Names != nil {
	//	in, out := &in.Names, &out.Names
	//	*out = make([]string, len(*in))
	//	copy(*out, *in)
	//	for i := range *in { ... }
	// }
	body := []jen.Code{
		jen.List(jen.Id(in), jen.Id(out)).Op(":=").List(jen.Op("&").Id(paren(v.in)), jen.Op("&").Id(paren(v.out))),
		jen.Op("*").Id(out).Op("=").Make(gofile.Type(e), jen.Len(jen.Op("*").Id(in))),
		jen.Copy(jen.Op("*").Id(out), jen.Op("*").Id(in)),
	}
	if !c.plain(e.Elem) {
		body = append(body, jen.For(jen.Id(i).Op(":=").Range().Op("*").Id(in)).Block(
			c.statements(value{in: fmt.Sprintf("(*%s)[%s]", in, i), out: fmt.Sprintf("(*%s)[%s]", out, i)}, e.Elem, depth+1),
		))
	}
	return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(body...)
}

func (c *copier) mapping(v value, e *model.Expr, depth int) *jen.Statement {
	in, out := name("in", depth), name("out", depth)
	key, val, copied := name("key", depth), name("val", depth), name("copied", depth)
	var loop []jen.Code
	if c.plain(e.Elem) {
		loop = []jen.Code{jen.Parens(jen.Op("*").Id(out)).Index(jen.Id(key)).Op("=").Id(val)}
	} else {
		// A map's element has no address, so that it is copied beside and put in.
		loop = []jen.Code{
			jen.Id(copied).Op(":=").Id(val),
			c.statements(value{in: val, out: copied}, e.Elem, depth+1),
			jen.Parens(jen.Op("*").Id(out)).Index(jen.Id(key)).Op("=").Id(copied),
		}
	}
	// if in.Labels != nil {
	//	in, out := &in.Labels, &out.Labels
	//	*out = make(map[string]string, len(*in))
	//	for key, val := range *in { (*out)[key] = val }
	// }
	return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(
		jen.List(jen.Id(in), jen.Id(out)).Op(":=").List(jen.Op("&").Id(paren(v.in)), jen.Op("&").Id(paren(v.out))),
		jen.Op("*").Id(out).Op("=").Make(gofile.Type(e), jen.Len(jen.Op("*").Id(in))),
		jen.For(jen.List(jen.Id(key), jen.Id(val)).Op(":=").Range().Op("*").Id(in)).Block(loop...),
	)
}

// name returns a variable name for a nesting depth: in, in1, in2, ...
func name(base string, depth int) string {
	if depth == 0 {
		return base
	}
	return base + strconv.Itoa(depth)
}

// index returns the name of a loop variable: i, i1, i2, ...
func index(depth int) string { return name("i", depth) }

// paren puts an expression that starts with a star into parentheses, so that a selector or an index may follow.
func paren(expr string) string {
	if expr != "" && expr[0] == '*' {
		return "(" + expr + ")"
	}
	return expr
}

func exported(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }

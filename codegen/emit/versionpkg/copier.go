// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"cmp"
	"fmt"
	"go/token"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// copier writes the statements that copy values.
type copier struct {
	view   *model.View
	locals locals
	// plainTypes remembers which types are copied by assignment.
	plainTypes map[model.TypeID]bool
	// helperNames are the functions that copy types without methods that hold themselves.
	helperNames map[model.TypeID]string
	pending     []*model.Type
	copiesAny   bool
	// place is the type or field at work, pos where it is, for errors.
	place string
	pos   diag.Pos
	errs  []error
}

func newCopier(view *model.View) *copier {
	return &copier{
		view: view, locals: newLocals(view),
		plainTypes: map[model.TypeID]bool{}, helperNames: map[model.TypeID]string{},
	}
}

// value is a pair of Go expressions: what is copied, and where to. Out holds an assigned copy already, so that a plain
// value needs no statement.
type value struct {
	in, out string
	// declared is the type of both.
	declared *model.Expr
	// as is the type whose copy method is used, if it is not the declared one: Base for "type Derived Base".
	as *model.Expr
	// ofNamedPointer is true for what a pointer type with a name leads to. Such pointers have no methods.
	ofNamedPointer bool
}

// receiver is the value as something that a method can be called on.
func (v value) receiver() *jen.Statement {
	switch {
	case v.as == nil && v.ofNamedPointer:
		return jen.Id(paren(v.in))
	case v.as == nil:
		return jen.Id(selectable(v.in))
	}
	return jen.Parens(jen.Op("*").Add(gofile.Type(v.as))).Parens(jen.Id(v.address(v.in)))
}

// address writes a pointer that can be converted, as those with a name cannot.
func (v value) address(expr string) string {
	if v.ofNamedPointer {
		return "&" + expr
	}
	return address(expr)
}

// target is a pointer to the copy.
func (v value) target() *jen.Statement {
	if v.as == nil {
		return jen.Id(address(v.out))
	}
	return jen.Parens(jen.Op("*").Add(gofile.Type(v.as))).Parens(jen.Id(v.address(v.out)))
}

// converted turns the result of a method of another type into the declared one.
func (v value) converted(result *jen.Statement) *jen.Statement {
	if v.as == nil {
		return result
	}
	return gofile.Type(v.declared).Call(result)
}

func (c *copier) fail(e *model.Expr, remedy string) *jen.Statement {
	c.errs = append(c.errs, &UncopyableError{
		Pos: cmp.Or(c.pos, c.view.API.Pos), Message: fmt.Sprintf("%s: a value of type %s cannot be copied: %s", c.place, e, remedy),
	})
	return jen.Null()
}

// field copies a field of the struct that a value is.
func (c *copier) field(g *jen.Group, parent value, field *model.Field, depth int) {
	if field.Name == "_" || c.plain(field.Type) {
		return
	}
	g.Add(c.statement(value{
		in: selectable(parent.in) + "." + field.Name, out: selectable(parent.out) + "." + field.Name, declared: field.Type,
	}, depth))
}

// statement copies one value; depth tells nested loops apart.
func (c *copier) statement(v value, depth int) *jen.Statement {
	e := v.declared
	switch e.Kind {
	case model.Named:
		return c.named(v, e, depth)
	case model.Interface:
		if e.Name != "any" && e.Name != "" {
			return c.fail(e, "use apiextensionsv1.JSON or runtime.RawExtension")
		}
		c.copiesAny = true
		// out.Anything = deepCopyAny(in.Anything)
		return jen.Id(v.out).Op("=").Id(anyHelper).Call(jen.Id(v.in))
	case model.Pointer, model.Slice, model.Map, model.Array:
		return c.container(v, e, depth)
	}
	return c.fail(e, "give it a type with a name")
}

// named copies a value as the declared type e says, by its own method where it has one.
func (c *copier) named(v value, e *model.Expr, depth int) *jen.Statement {
	if e.ID == (model.TypeID{Pkg: runtimePath, Name: "Object"}) {
		// if in.Object != nil { out.Object = in.Object.DeepCopyObject() }
		return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(jen.Id(v.out).Op("=").Id(paren(v.in)).Dot("DeepCopyObject").Call())
	}
	t := c.view.Lookup(e.ID)
	if t == nil {
		return c.fail(e, "it is not known")
	}
	way := c.way(t)
	if v.as != nil && !c.nameable(v.as) {
		way = model.CopyByShape
	}
	var copied *jen.Statement
	switch way {
	case model.CopyInto:
		// in.Spec.DeepCopyInto(&out.Spec)
		copied = v.receiver().Dot("DeepCopyInto").Call(v.target())
	case model.CopyReturns:
		// out.Size = in.Size.DeepCopy()
		copied = jen.Id(v.out).Op("=").Add(v.converted(v.receiver().Dot("DeepCopy").Call()))
	case model.CopyReturnsPointer:
		// out.Size = *in.Size.DeepCopy()
		copied = jen.Id(v.out).Op("=").Add(v.converted(jen.Op("*").Add(v.receiver()).Dot("DeepCopy").Call()))
	default:
		return c.byShape(v, t, depth)
	}
	if isReference(c.shape(e)) {
		// A method of a map or slice type may take a nil receiver for an empty one.
		// if in.Names != nil { in.Names.DeepCopyInto(&out.Names) }
		return jen.If(jen.Id(v.in).Op("!=").Nil()).Block(copied)
	}
	return copied
}

// byShape copies a value of a type without copy methods.
func (c *copier) byShape(v value, t *model.Type, depth int) *jen.Statement {
	if c.recursive(t) {
		return c.callHelper(v, t)
	}
	return c.underlying(v, t, depth)
}

// underlying copies a value as what its type is made of. Fields that a struct of another package keeps to itself can only
// be assigned.
func (c *copier) underlying(v value, t *model.Type, depth int) *jen.Statement {
	switch {
	case t.IsStruct():
		return jen.CustomFunc(jen.Options{Separator: "\n"}, func(g *jen.Group) {
			for _, field := range c.parts(t) {
				if t.Pkg != c.view.Path && !c.plain(field.Type) && !(isExported(field.Name) && c.selects(t, field)) {
					g.Add(c.fail(field.Type, fmt.Sprintf("%s keeps it to itself, so give that a DeepCopyInto method", model.NamedExpr(t.Pkg, t.Name))))
					continue
				}
				c.field(g, v, field, depth)
			}
		})
	case t.Underlying.Kind == model.Named:
		if !t.Alias {
			v.as = t.Underlying
		}
		return c.named(v, t.Underlying, depth)
	case t.Underlying.Kind == model.Interface:
		return c.statement(value{in: v.in, out: v.out, declared: t.Underlying}, depth)
	}
	return c.container(v, t.Underlying, depth)
}

// selectable is an expression that a field or a method may follow: Go looks through one pointer by itself.
func selectable(expr string) string {
	if pointer, ok := strings.CutPrefix(expr, "*"); ok {
		return paren(pointer)
	}
	return expr
}

// paren puts an expression that starts with a star into parentheses, so that an index may follow.
func paren(expr string) string {
	if strings.HasPrefix(expr, "*") {
		return "(" + expr + ")"
	}
	return expr
}

// address writes a pointer to what an expression says.
func address(expr string) string {
	if pointer, ok := strings.CutPrefix(expr, "*"); ok {
		return pointer
	}
	return "&" + expr
}

func isExported(name string) bool { return token.IsExported(name) }

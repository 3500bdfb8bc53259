// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"errors"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/model"
)

// deepCopies writes DeepCopyInto and DeepCopy for every type that is more than a plain value, and DeepCopyObject for
// kinds and lists.
func (e *emitter) deepCopies(f *jen.File) error {
	c := newCopier(e.view)
	for _, t := range e.view.Types {
		if c.way(t) != model.CopyInto {
			continue
		}
		if !t.CopiedByHand {
			c.methods(f, t)
		}
		if t.Root != nil {
			list := listOf(t)
			c.object(f, t.Name)
			c.methods(f, list)
			c.object(f, list.Name)
		}
	}
	c.helpers(f)
	return errors.Join(c.errs...)
}

// listOf describes the list type of a kind, which the view does not hold.
func listOf(t *model.Type) *model.Type {
	return &model.Type{
		TypeID:     model.TypeID{Pkg: t.Pkg, Name: t.Name + "List"},
		Underlying: &model.Expr{Kind: model.Struct},
		Fields: []*model.Field{
			{Name: "TypeMeta", Embedded: true, Type: model.NamedExpr(metav1Path, "TypeMeta")},
			{Name: "ListMeta", Embedded: true, Type: model.NamedExpr(metav1Path, "ListMeta")},
			{Name: "Items", Type: &model.Expr{Kind: model.Slice, Elem: model.NamedExpr(t.Pkg, t.Name)}},
		},
	}
}

// methods writes DeepCopyInto and DeepCopy of a type. A map or slice type copies itself, not a pointer to itself.
func (c *copier) methods(f *jen.File, t *model.Type) {
	c.place, c.pos = t.Name, t.Pos
	in, out := c.locals.name("in", 0), c.locals.name("out", 0)
	receiver, result, returned := jen.Op("*").Id(t.Name), jen.Op("*").Id(t.Name), jen.Id(out)
	reference := isReference(c.shape(t.Underlying))
	if reference {
		receiver, result, returned = jen.Id(t.Name), jen.Id(t.Name), jen.Op("*").Id(out)
	}
	f.Comment("// DeepCopyInto copies the receiver into out, which must not be nil.")
	// func (in *Person) DeepCopyInto(out *Person) { ... }
	f.Func().Params(jen.Id(in).Add(receiver)).Id("DeepCopyInto").Params(jen.Id(out).Op("*").Id(t.Name)).BlockFunc(func(g *jen.Group) {
		own := model.NamedExpr(t.Pkg, t.Name)
		switch {
		case t.IsStruct():
			g.Op("*").Id(out).Op("=").Op("*").Id(in)
			for _, field := range t.Fields {
				c.place, c.pos = t.Name+"."+field.Name, field.Pos
				c.field(g, value{in: in, out: out}, field, 0)
			}
		case reference:
			g.Op("*").Id(out).Op("=").Nil()
			g.Add(c.container(value{in: in, out: "*" + out, declared: own}, c.shape(t.Underlying), 0))
		default:
			g.Op("*").Id(out).Op("=").Op("*").Id(in)
			g.Add(c.underlying(value{in: "*" + in, out: "*" + out, declared: own}, t, 0))
		}
	})
	f.Line()
	f.Comment("// DeepCopy returns a copy of the receiver; nil for nil.")
	// func (in *Person) DeepCopy() *Person {
	//	if in == nil {
	//		return nil
	//	}
	//	out := new(Person)
	//	in.DeepCopyInto(out)
	//	return out
	// }
	f.Func().Params(jen.Id(in).Add(receiver)).Id("DeepCopy").Params().Add(result).Block(
		jen.If(jen.Id(in).Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Id(out).Op(":=").New(jen.Id(t.Name)),
		jen.Id(in).Dot("DeepCopyInto").Call(jen.Id(out)),
		jen.Return(returned),
	)
	f.Line()
}

// object writes DeepCopyObject, which makes a type a runtime.Object.
func (c *copier) object(f *jen.File, name string) {
	in, out := c.locals.name("in", 0), c.locals.name("out", 0)
	f.Comment("// DeepCopyObject returns a copy of the receiver as a runtime.Object; nil for nil.")
	// func (in *Person) DeepCopyObject() runtime.Object {
	//	if out := in.DeepCopy(); out != nil {
	//		return out
	//	}
	//	return nil
	// }
	f.Func().Params(jen.Id(in).Op("*").Id(name)).Id("DeepCopyObject").Params().Qual(runtimePath, "Object").Block(
		jen.If(jen.Id(out).Op(":=").Id(in).Dot("DeepCopy").Call(), jen.Id(out).Op("!=").Nil()).Block(jen.Return(jen.Id(out))),
		jen.Return(jen.Nil()),
	)
	f.Line()
}

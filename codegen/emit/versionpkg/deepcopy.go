// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/model"
)

// deepCopies writes DeepCopyInto and DeepCopy for every type that is more than a plain value, and DeepCopyObject for
// kinds and lists.
func (e *emitter) deepCopies(f *jen.File) error {
	f.ImportName(runtimePath, "runtime")
	c := &copier{view: e.view}
	for _, t := range e.view.Types {
		if t.Alias {
			continue // its methods are those of the type it stands for
		}
		if !t.IsStruct() && c.plain(t.Underlying) {
			continue // copied by assignment
		}
		c.methods(f, t)
		if t.Root != nil {
			list := listOf(t)
			object(f, t.Name)
			c.methods(f, list)
			object(f, list.Name)
		}
	}
	return c.err
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

// methods writes DeepCopyInto and DeepCopy of a type.
func (c *copier) methods(f *jen.File, t *model.Type) {
	// A map or slice type copies itself, not a pointer to itself.
	reference := !t.IsStruct() && isReference(c.shape(t.Underlying))
	receiver := jen.Id("in").Op("*").Id(t.Name)
	if reference {
		receiver = jen.Id("in").Id(t.Name)
	}
	f.Comment("// DeepCopyInto copies the receiver into out. In must be non-nil, and so must out.")
	// func (in *Person) DeepCopyInto(out *Person) { ... }
	f.Func().Params(receiver).Id("DeepCopyInto").Params(jen.Id("out").Op("*").Id(t.Name)).BlockFunc(func(g *jen.Group) {
		switch {
		case t.IsStruct():
			g.Op("*").Id("out").Op("=").Op("*").Id("in")
			for _, field := range t.Fields {
				c.field(g, field)
			}
		case reference:
			g.Block(
				jen.Id("in").Op(":=").Op("&").Id("in"),
				c.statements(value{in: "*in", out: "*out"}, c.shape(t.Underlying), 0),
			)
		default:
			g.Op("*").Id("out").Op("=").Op("*").Id("in")
			g.Add(c.statements(value{in: "*in", out: "*out"}, c.shape(t.Underlying), 0))
		}
	})
	f.Line()
	f.Comment("// DeepCopy returns a copy of the receiver; nil for nil.")
	if reference {
		// func (in Names) DeepCopy() Names { ... }
		f.Func().Params(jen.Id("in").Id(t.Name)).Id("DeepCopy").Params().Id(t.Name).Block(
			jen.If(jen.Id("in").Op("==").Nil()).Block(jen.Return(jen.Nil())),
			jen.Id("out").Op(":=").New(jen.Id(t.Name)),
			jen.Id("in").Dot("DeepCopyInto").Call(jen.Id("out")),
			jen.Return(jen.Op("*").Id("out")),
		)
	} else {
		// func (in *Person) DeepCopy() *Person { ... }
		f.Func().Params(jen.Id("in").Op("*").Id(t.Name)).Id("DeepCopy").Params().Op("*").Id(t.Name).Block(
			jen.If(jen.Id("in").Op("==").Nil()).Block(jen.Return(jen.Nil())),
			jen.Id("out").Op(":=").New(jen.Id(t.Name)),
			jen.Id("in").Dot("DeepCopyInto").Call(jen.Id("out")),
			jen.Return(jen.Id("out")),
		)
	}
	f.Line()
}

// object writes DeepCopyObject, which makes a type a runtime.Object.
func object(f *jen.File, name string) {
	f.Comment("// DeepCopyObject returns a copy of the receiver as a runtime.Object; nil for nil.")
	// func (in *Person) DeepCopyObject() runtime.Object {
	//	if c := in.DeepCopy(); c != nil {
	//		return c
	//	}
	//	return nil
	// }
	f.Func().Params(jen.Id("in").Op("*").Id(name)).Id("DeepCopyObject").Params().Qual(runtimePath, "Object").Block(
		jen.If(jen.Id("c").Op(":=").Id("in").Dot("DeepCopy").Call(), jen.Id("c").Op("!=").Nil()).Block(jen.Return(jen.Id("c"))),
		jen.Return(jen.Nil()),
	)
	f.Line()
}

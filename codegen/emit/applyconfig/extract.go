// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/applyconfig/smd"
	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// extracts writes functions that tell what a manager owns of an object.
func (c config) extracts() {
	from := "Extract" + c.t.Name + "From"
	results := func() *jen.Statement { return jen.Params(jen.Op("*").Id(c.name()), jen.Error()) }
	params := func(more ...string) []jen.Code {
		names := []jen.Code{jen.Id("fieldManager")}
		for _, name := range more {
			names = append(names, jen.Id(name))
		}
		return []jen.Code{jen.Id("object").Add(c.f.Pointer(c.t.TypeID)), jen.List(names...).String()}
	}
	// func ExtractPersonFrom(object *testv1.Person, fieldManager, subresource string) (*PersonApplyConfiguration, error) {
	// 	b := &PersonApplyConfiguration{}
	// 	if err := managedfields.ExtractInto(object, internal.Parser().Type("..."), fieldManager, b, subresource); err != nil {
	// 		return nil, err
	// 	}
	// 	b.WithName(object.Name)
	// 	...
	// 	return b, nil
	// }
	c.f.Doc(from+" returns those fields of an object that a manager has applied through a subresource (empty for none) and",
		"that no other manager has taken since. The object must be as the API server returned it.")
	c.f.Func().Id(from).Params(params("subresource")...).Add(results()).BlockFunc(func(g *jen.Group) {
		g.Id("b").Op(":=").Op("&").Id(c.name()).Values()
		g.If(
			jen.Err().Op(":=").Add(c.f.Qual(layout.ManagedFields, "ExtractInto")).Call(
				jen.Id("object"),
				c.f.Qual(c.tree.ApplyConfigSchema().Path, "Parser").Call().Dot("Type").Call(jen.Lit(smd.TypeName(c.t.TypeID))),
				jen.Id("fieldManager"), jen.Id("b"), jen.Id("subresource"),
			),
			jen.Err().Op("!=").Nil(),
		).Block(jen.Return(jen.Nil(), jen.Err()))
		c.identify(g, jen.Id("object").Dot("Name"), jen.Id("object").Dot("Namespace"))
		c.typeMeta(g)
		g.Return(jen.Id("b"), jen.Nil())
	})
	c.f.Line()
	// func ExtractPerson(object *testv1.Person, fieldManager string) (*PersonApplyConfiguration, error) {
	// 	return ExtractPersonFrom(object, fieldManager, "")
	// }
	write := func(name, subresource, doc string) {
		c.f.Doc(name + " " + doc + ".")
		c.f.Func().Id(name).Params(params()...).Add(results()).Block(
			jen.Return(jen.Id(from).Call(jen.Id("object"), jen.Id("fieldManager"), jen.Lit(subresource))),
		)
		c.f.Line()
	}
	write("Extract"+c.t.Name, "", "is "+from+" for what was applied to the object itself")
	for _, subresource := range c.kind.Subresources() {
		write("Extract"+c.t.Name+plan.NamePart(subresource), subresource, "is "+from+" for the subresource "+subresource)
	}
}

// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// real writes the file of a client that talks to an API server.
func (c client) real(f *layout.File) {
	c.f = f
	// type PersonsGetter interface {
	// 	Persons(namespace string) PersonInterface
	// }
	f.Doc(c.kind.Plural + "Getter has a client of " + c.kind.Name + ".")
	f.Type().Id(c.kind.Plural + "Getter").Interface(
		jen.Id(c.kind.Plural).Params(namespaceParam(c.kind)...).Id(c.kind.Name + "Interface"),
	)
	f.Line()
	c.declare()
	c.construct()
	if c.kind.NoVerbs {
		return
	}
	for _, method := range c.kind.Methods {
		c.method(method)
	}
}

func (c client) declare() {
	// type PersonInterface interface {
	// 	Create(ctx context.Context, person *testv1.Person, opts metav1.CreateOptions) (*testv1.Person, error)
	// 	...
	// 	PersonExpansion
	// }
	c.f.Doc(c.kind.Name + "Interface is the client of " + c.kind.Name + ".")
	c.f.Type().Id(c.kind.Name + "Interface").InterfaceFunc(func(g *jen.Group) {
		for _, verb := range plan.Verbs() {
			if c.kind.Can(verb) {
				g.Add(c.verb(verb))
			}
		}
		if !c.kind.NoVerbs {
			for _, method := range c.kind.Methods {
				g.Id(method.Name).Params(c.params(method)...).Params(c.result(method), jen.Error())
			}
		}
		g.Id(expansion(c.kind))
	})
	c.f.Line()
	// type persons struct {
	// 	*gentype.ClientWithListAndApply[*testv1.Person, *testv1.PersonList, *applytestv1.PersonApplyConfiguration]
	// }
	c.f.Doc(c.name() + " implements " + c.kind.Name + "Interface.")
	c.f.Type().Id(c.name()).Struct(
		jen.Op("*").Add(c.f.Qual(layout.Gentype, "Client"+c.suffix())).Types(c.typeArguments()...),
	)
	c.f.Line()
}

func (c client) construct() {
	// func newPersons(c *TestV1Client, namespace string) *persons {
	// 	return &persons{
	// 		gentype.NewClientWithListAndApply[*testv1.Person, *testv1.PersonList, *applytestv1.PersonApplyConfiguration](
	// 			"people",
	// 			c.RESTClient(),
	// 			scheme.ParameterCodec,
	// 			namespace,
	// 			func() *testv1.Person { return &testv1.Person{} },
	// 			func() *testv1.PersonList { return &testv1.PersonList{} },
	// 		),
	// 	}
	// }
	params := append([]jen.Code{jen.Id("c").Op("*").Id(c.kind.Version.Title() + "Client")}, namespaceParam(c.kind)...)
	c.f.Func().Id("new" + c.kind.Plural).Params(params...).Op("*").Id(c.name()).Block(
		jen.Return(jen.Op("&").Id(c.name()).Values(
			jen.Line().Add(c.f.Qual(layout.Gentype, "NewClient"+c.suffix())).Types(c.typeArguments()...).
				CallFunc(func(g *jen.Group) {
					g.Line().Lit(c.kind.Resource)
					g.Line().Id("c").Dot("RESTClient").Call()
					g.Line().Add(c.parameterCodec())
					g.Line().Add(c.namespace())
					g.Line().Add(c.newObject())
					if c.lists() {
						g.Line().Add(c.newList())
					}
					g.Line()
				}),
			jen.Line(),
		)),
	)
	c.f.Line()
}

func (c client) parameterCodec() *jen.Statement {
	return c.f.Qual(c.tree.Scheme().Path, "ParameterCodec")
}

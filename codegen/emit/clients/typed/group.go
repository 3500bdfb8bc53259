// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// group writes the client of one version, from which those of its kinds are got.
type group struct {
	f    *layout.File
	tree *layout.Tree
	v    *plan.Version
}

func groupClient(f *layout.File, tree *layout.Tree, v *plan.Version) {
	g := group{f: f, tree: tree, v: v}
	g.declare()
	g.accessors()
	g.forConfig()
	g.constructors()
	g.defaults()
}

func (g group) name() string { return g.v.Title() + "Client" }

func (g group) receiver() *jen.Statement { return jen.Id("c").Op("*").Id(g.name()) }

func (g group) declare() {
	// type TestV1Interface interface {
	// 	RESTClient() rest.Interface
	// 	PersonsGetter
	// }
	g.f.Doc(g.v.Title() + "Interface has a client for each kind of " + g.v.APIVersion() + ".")
	g.f.Type().Id(g.v.Title() + "Interface").InterfaceFunc(func(body *jen.Group) {
		body.Id("RESTClient").Params().Add(g.f.Qual(layout.Rest, "Interface"))
		for _, kind := range g.v.Kinds {
			body.Id(kind.Plural + "Getter")
		}
	})
	g.f.Line()
	// type TestV1Client struct {
	// 	restClient rest.Interface
	// }
	g.f.Doc(g.name() + " sends the requests for " + g.v.APIVersion() + ".")
	g.f.Type().Id(g.name()).Struct(jen.Id("restClient").Add(g.f.Qual(layout.Rest, "Interface")))
	g.f.Line()
}

func (g group) accessors() {
	for _, kind := range g.v.Kinds {
		// func (c *TestV1Client) Persons(namespace string) PersonInterface {
		// 	return newPersons(c, namespace)
		// }
		g.f.Doc(kind.Plural + " returns the client of " + kind.Name + ".")
		g.f.Func().Params(g.receiver()).Id(kind.Plural).Params(namespaceParam(kind)...).Id(kind.Name + "Interface").
			Block(jen.Return(jen.Id("new" + kind.Plural).Call(append([]jen.Code{jen.Id("c")}, namespaceArgument(kind)...)...)))
		g.f.Line()
	}
	// func (c *TestV1Client) RESTClient() rest.Interface {
	// 	if c == nil {
	// 		return nil
	// 	}
	// 	return c.restClient
	// }
	g.f.Doc("RESTClient returns what the requests are sent with. It is nil for a nil client.")
	g.f.Func().Params(g.receiver()).Id("RESTClient").Params().Add(g.f.Qual(layout.Rest, "Interface")).Block(
		jen.If(jen.Id("c").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Id("c").Dot("restClient")),
	)
	g.f.Line()
}

// namespaceParam is the parameter that the client of a namespaced kind needs.
func namespaceParam(kind *plan.Kind) []jen.Code {
	if !kind.Namespaced {
		return nil
	}
	return []jen.Code{jen.Id("namespace").String()}
}

func namespaceArgument(kind *plan.Kind) []jen.Code {
	if !kind.Namespaced {
		return nil
	}
	return []jen.Code{jen.Id("namespace")}
}

// SPDX-License-Identifier: Apache-2.0

package clientset

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

func addClientset(b *layout.Batch, p *plan.Plan) {
	b.Add(b.Tree.Clientset(), "clientset.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package versioned is the clientset: it holds a client for each version of each group.")
		c := clientset{f: f, p: p, tree: b.Tree}
		c.declare()
		c.accessors()
		c.newForConfig()
		c.newForConfigAndClient()
		c.constructors()
	})
}

// clientset writes one file.
type clientset struct {
	f    *layout.File
	p    *plan.Plan
	tree *layout.Tree
}

// typed refers to a name in the package of a version's clients.
func (c *clientset) typed(v *plan.Version, name string) *jen.Statement {
	return c.f.Qual(c.tree.Typed(v).Path, name)
}

// field is what the client of a version is called within the clientset.
func field(v *plan.Version) string { return plan.Lower(v.Title()) }

func (c *clientset) declare() {
	// type Interface interface {
	// 	Discovery() discovery.DiscoveryInterfaces
	// 	TestV1() testv1.TestV1Interface
	// }
	c.f.Doc("Interface is what the clientset and its fake have in common.")
	c.f.Type().Id("Interface").InterfaceFunc(func(g *jen.Group) {
		g.Id("Discovery").Params().Add(c.f.Qual(layout.Discovery, "DiscoveryInterfaces"))
		for _, v := range c.p.Versions() {
			g.Id(v.Title()).Params().Add(c.typed(v, v.Title()+"Interface"))
		}
	})
	c.f.Line()
	// type Clientset struct {
	// 	*discovery.DiscoveryClient
	// 	testV1 *testv1.TestV1Client
	// }
	c.f.Doc("Clientset holds a client for each version of each group.")
	c.f.Type().Id("Clientset").StructFunc(func(g *jen.Group) {
		g.Op("*").Add(c.f.Qual(layout.Discovery, "DiscoveryClient"))
		for _, v := range c.p.Versions() {
			g.Id(field(v)).Op("*").Add(c.typed(v, v.Title()+"Client"))
		}
	})
	c.f.Line()
}

func (c *clientset) accessors() {
	for _, v := range c.p.Versions() {
		// func (c *Clientset) TestV1() testv1.TestV1Interface {
		// 	return c.testV1
		// }
		c.f.Doc(v.Title() + " returns the client of " + v.APIVersion() + ".")
		c.f.Func().Params(jen.Id("c").Op("*").Id("Clientset")).Id(v.Title()).Params().
			Add(c.typed(v, v.Title()+"Interface")).
			Block(jen.Return(jen.Id("c").Dot(field(v))))
		c.f.Line()
	}
	// func (c *Clientset) Discovery() discovery.DiscoveryInterfaces {
	// 	if c == nil {
	// 		return nil
	// 	}
	// 	return c.DiscoveryClient
	// }
	c.f.Doc("Discovery returns the client that tells what the API server has. It is nil for a nil clientset.")
	c.f.Func().Params(jen.Id("c").Op("*").Id("Clientset")).Id("Discovery").Params().
		Add(c.f.Qual(layout.Discovery, "DiscoveryInterfaces")).
		Block(
			jen.If(jen.Id("c").Op("==").Nil()).Block(jen.Return(jen.Nil())),
			jen.Return(jen.Id("c").Dot("DiscoveryClient")),
		)
	c.f.Line()
}

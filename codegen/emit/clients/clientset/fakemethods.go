// SPDX-License-Identifier: Apache-2.0

package clientset

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

func (c *clientset) fakeType() {
	// type Clientset struct {
	// 	testing.Fake
	// 	discovery *fakediscovery.FakeDiscovery
	// 	tracker   testing.ObjectTracker
	// }
	c.f.Doc("Clientset is a clientset whose objects are in memory. Embed it to replace some of its methods.")
	c.f.Type().Id("Clientset").Struct(
		c.f.Qual(layout.Testing, "Fake"),
		jen.Id("discovery").Op("*").Add(c.f.Qual(fakeDiscovery, "FakeDiscovery")),
		jen.Id("tracker").Add(c.f.Qual(layout.Testing, "ObjectTracker")),
	)
	c.f.Line()
	// var (
	// 	_ clientset.Interface = &Clientset{}
	// 	_ testing.FakeClient  = &Clientset{}
	// )
	empty := func() *jen.Statement { return jen.Op("&").Id("Clientset").Values() }
	c.f.Var().Defs(
		jen.Id("_").Add(c.f.Qual(c.tree.Clientset().Path, "Interface")).Op("=").Add(empty()),
		jen.Id("_").Add(c.f.Qual(layout.Testing, "FakeClient")).Op("=").Add(empty()),
	)
	c.f.Line()
}

func (c *clientset) fakeMethods() {
	// func (c *Clientset) Discovery() discovery.DiscoveryInterfaces {
	// 	return c.discovery
	// }
	c.f.Doc("Discovery returns a fake that tells what its Resources say.")
	c.f.Func().Params(receiver()).Id("Discovery").Params().
		Add(c.f.Qual(layout.Discovery, "DiscoveryInterfaces")).
		Block(jen.Return(jen.Id("c").Dot("discovery")))
	c.f.Line()
	// func (c *Clientset) Tracker() testing.ObjectTracker {
	// 	return c.tracker
	// }
	c.f.Doc("Tracker returns the store of all objects.")
	c.f.Func().Params(receiver()).Id("Tracker").Params().
		Add(c.f.Qual(layout.Testing, "ObjectTracker")).
		Block(jen.Return(jen.Id("c").Dot("tracker")))
	c.f.Line()
	// func (c *Clientset) IsWatchListSemanticsUnSupported() bool {
	// 	return true
	// }
	c.f.Doc("IsWatchListSemanticsUnSupported tells reflectors to list before they watch, since the fake cannot stream a list.")
	c.f.Func().Params(receiver()).Id("IsWatchListSemanticsUnSupported").Params().Bool().
		Block(jen.Return(jen.True()))
	c.f.Line()
}

func (c *clientset) fakeAccessors() {
	for _, v := range c.p.Versions() {
		// func (c *Clientset) TestV1() testv1.TestV1Interface {
		// 	return &faketestv1.FakeTestV1{Fake: &c.Fake}
		// }
		c.f.Doc(v.Title() + " returns the fake client of " + v.APIVersion() + ".")
		c.f.Func().Params(receiver()).Id(v.Title()).Params().
			Add(c.typed(v, v.Title()+"Interface")).
			Block(jen.Return(
				jen.Op("&").Add(c.f.Qual(c.tree.TypedFake(v).Path, "Fake"+v.Title())).
					Values(jen.Id("Fake").Op(":").Op("&").Id("c").Dot("Fake")),
			))
		c.f.Line()
	}
}

func receiver() *jen.Statement { return jen.Id("c").Op("*").Id("Clientset") }

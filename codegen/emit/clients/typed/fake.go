// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// fakeGroupClient writes the fake of a version's client.
func fakeGroupClient(f *layout.File, tree *layout.Tree, v *plan.Version) {
	name := "Fake" + v.Title()
	receiver := func() *jen.Statement { return jen.Id("c").Op("*").Id(name) }
	// type FakeTestV1 struct {
	// 	*testing.Fake
	// }
	f.Doc(name + " has a fake client for each kind of " + v.APIVersion() + ".")
	f.Type().Id(name).Struct(jen.Op("*").Add(f.Qual(layout.Testing, "Fake")))
	f.Line()
	for _, kind := range v.Kinds {
		// func (c *FakeTestV1) Persons(namespace string) typedtestv1.PersonInterface {
		// 	return newFakePersons(c, namespace)
		// }
		f.Doc(kind.Plural + " returns the fake client of " + kind.Name + ".")
		f.Func().Params(receiver()).Id(kind.Plural).Params(namespaceParam(kind)...).
			Add(f.Qual(tree.Typed(v).Path, kind.Name+"Interface")).
			Block(jen.Return(jen.Id("newFake" + kind.Plural).Call(append([]jen.Code{jen.Id("c")}, namespaceArgument(kind)...)...)))
		f.Line()
	}
	// func (c *FakeTestV1) RESTClient() rest.Interface {
	// 	var none *rest.RESTClient
	// 	return none
	// }
	f.Doc("RESTClient returns a nil *rest.RESTClient: a fake sends no requests.")
	f.Func().Params(receiver()).Id("RESTClient").Params().Add(f.Qual(layout.Rest, "Interface")).Block(
		jen.Var().Id("none").Op("*").Add(f.Qual(layout.Rest, "RESTClient")),
		jen.Return(jen.Id("none")),
	)
}

// fake writes the file of a client without an API server.
func (c client) fake(f *layout.File) {
	c.f = f
	fakeGroup := func() *jen.Statement { return jen.Op("*").Id("Fake" + c.kind.Version.Title()) }
	// type fakePersons struct {
	// 	*gentype.FakeClientWithListAndApply[*testv1.Person, *testv1.PersonList, *applytestv1.PersonApplyConfiguration]
	// 	Fake *FakeTestV1
	// }
	f.Doc(c.fakeName() + " implements " + c.kind.Name + "Interface.")
	f.Type().Id(c.fakeName()).Struct(
		jen.Op("*").Add(f.Qual(layout.Gentype, "FakeClient"+c.suffix())).Types(c.typeArguments()...),
		jen.Id("Fake").Add(fakeGroup()),
	)
	f.Line()
	// func newFakePersons(fake *FakeTestV1, namespace string) typedtestv1.PersonInterface {
	// 	return &fakePersons{
	// 		gentype.NewFakeClientWithListAndApply[...](
	// 			...
	// 		),
	// 		fake,
	// 	}
	// }
	f.Func().Id("newFake" + c.kind.Plural).
		Params(append([]jen.Code{jen.Id("fake").Add(fakeGroup())}, namespaceParam(c.kind)...)...).
		Add(f.Qual(c.tree.Typed(c.kind.Version).Path, c.kind.Name+"Interface")).
		Block(jen.Return(jen.Op("&").Id(c.fakeName()).Values(
			jen.Line().Add(f.Qual(layout.Gentype, "NewFakeClient"+c.suffix())).Types(c.typeArguments()...).
				CallFunc(c.fakeArguments),
			jen.Line().Id("fake"),
			jen.Line(),
		)))
	f.Line()
	if c.kind.NoVerbs {
		return
	}
	for _, method := range c.kind.Methods {
		c.fakeMethod(method)
	}
}

// fakeArguments writes what a generic fake has to know of a kind.
func (c client) fakeArguments(g *jen.Group) {
	// fake.Fake,
	// namespace,
	// schema.GroupVersionResource{...},
	// schema.GroupVersionKind{...},
	// func() *testv1.Person { return &testv1.Person{} },
	g.Line().Id("fake").Dot("Fake")
	g.Line().Add(c.namespace())
	g.Line().Add(groupVersion(c.f, c.kind.Version)).Dot("WithResource").Call(jen.Lit(c.kind.Resource))
	g.Line().Add(groupVersion(c.f, c.kind.Version)).Dot("WithKind").Call(jen.Lit(c.kind.Name))
	g.Line().Add(c.newObject())
	if c.lists() {
		c.listArguments(g)
	}
	g.Line()
}

// listArguments writes how a generic fake gets at the objects of a list.
func (c client) listArguments(g *jen.Group) {
	list := func(names ...string) jen.Code {
		ids := make([]jen.Code, len(names))
		for i, name := range names {
			ids[i] = jen.Id(name)
		}
		return jen.List(ids...).Add(c.f.Pointer(c.kind.ListID()))
	}
	objects := func() *jen.Statement { return jen.Index().Add(c.f.Pointer(c.kind.ID())) }
	items := func() *jen.Statement { return jen.Id("list").Dot("Items") }
	// func() *testv1.PersonList { return &testv1.PersonList{} },
	g.Line().Add(c.newList())
	// func(to, from *testv1.PersonList) { to.ListMeta = from.ListMeta },
	g.Line().Func().Params(list("to", "from")).
		Block(jen.Id("to").Dot("ListMeta").Op("=").Id("from").Dot("ListMeta"))
	// func(list *testv1.PersonList) []*testv1.Person { return gentype.ToPointerSlice(list.Items) },
	g.Line().Func().Params(list("list")).Add(objects()).
		Block(jen.Return(c.f.Qual(layout.Gentype, "ToPointerSlice").Call(items())))
	// func(list *testv1.PersonList, items []*testv1.Person) { list.Items = gentype.FromPointerSlice(items) },
	g.Line().Func().Params(list("list"), jen.Id("items").Add(objects())).
		Block(items().Op("=").Add(c.f.Qual(layout.Gentype, "FromPointerSlice")).Call(jen.Id("items")))
}

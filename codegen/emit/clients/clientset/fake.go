// SPDX-License-Identifier: Apache-2.0

package clientset

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

const fakeDiscovery = "k8s.io/client-go/discovery/fake"

// addFake adds the fake. Tracked says that there is a tracker of our own.
func addFake(b *layout.Batch, p *plan.Plan, tracked bool) {
	pkg := b.Tree.ClientsetFake()
	b.Add(pkg, "doc.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package fake is a clientset without an API server, for tests.")
	})
	b.Add(pkg, "register.go", p.Sources(), func(f *layout.File) { scheme(f, p, private, false) })
	b.Add(pkg, "clientset_generated.go", p.Sources(), func(f *layout.File) {
		f.ImportAlias(fakeDiscovery, "fakediscovery")
		c := clientset{f: f, p: p, tree: b.Tree}
		c.fakeConstructors(tracked)
		c.fakeType()
		c.fakeMethods()
		c.fakeAccessors()
	})
}

func (c *clientset) fakeConstructors(tracked bool) {
	objects := func() *jen.Statement { return jen.Id("objects").Op("...").Add(c.f.Qual(layout.Runtime, "Object")) }
	decoder := func() *jen.Statement { return jen.Id("codecs").Dot("UniversalDecoder").Call() }
	// func NewSimpleClientset(objects ...runtime.Object) *Clientset {
	// 	return newClientset(testing.NewObjectTracker(scheme, codecs.UniversalDecoder()), objects)
	// }
	c.f.Doc("NewSimpleClientset returns a fake that knows some objects. What is created, updated, patched or deleted is stored as",
		"it comes: nothing is checked or defaulted, and no field has a manager, so that nothing can be applied.")
	c.f.Func().Id("NewSimpleClientset").Params(objects()).Op("*").Id("Clientset").Block(
		jen.Return(jen.Id("newClientset").Call(
			c.f.Qual(layout.Testing, "NewObjectTracker").Call(jen.Id("scheme"), decoder()),
			jen.Id("objects"),
		)),
	)
	c.f.Line()
	// func NewClientset(objects ...runtime.Object) *Clientset {
	// 	return newClientset(testing.NewFieldManagedObjectTracker(
	// 		scheme, codecs.UniversalDecoder(), applyconfiguration.NewTypeConverter(scheme),
	// 	), objects)
	// }
	c.f.Doc("NewClientset returns a fake that knows some objects and keeps track of who manages their fields, so that they can be",
		"applied. Apart from that it is the one of NewSimpleClientset.")
	c.f.Func().Id("NewClientset").Params(objects()).Op("*").Id("Clientset").Block(
		jen.Return(jen.Id("newClientset").Call(
			c.f.Qual(layout.Testing, "NewFieldManagedObjectTracker").Call(
				jen.Id("scheme"), decoder(),
				c.f.Qual(c.tree.ApplyConfig().Path, "NewTypeConverter").Call(jen.Id("scheme")),
			),
			jen.Id("objects"),
		)),
	)
	c.f.Line()
	c.newFake(tracked)
}

func (c *clientset) newFake(tracked bool) {
	// func newClientset(tracker testing.ObjectTracker, objects []runtime.Object) *Clientset {
	// 	tracker = objectTracker{tracker}
	// 	for _, object := range objects {
	// 		if err := tracker.Add(object); err != nil {
	// 			panic(err)
	// 		}
	// 	}
	// 	c := &Clientset{tracker: tracker}
	// 	c.discovery = &fakediscovery.FakeDiscovery{Fake: &c.Fake}
	// 	c.AddReactor("*", "*", testing.ObjectReaction(tracker))
	// 	c.AddWatchReactor("*", func(action testing.Action) (bool, watch.Interface, error) {
	// 		...
	// 	})
	// 	return c
	// }
	c.f.Func().Id("newClientset").Params(
		jen.Id("tracker").Add(c.f.Qual(layout.Testing, "ObjectTracker")),
		jen.Id("objects").Index().Add(c.f.Qual(layout.Runtime, "Object")),
	).Op("*").Id("Clientset").Block(
		jen.Do(func(s *jen.Statement) {
			if tracked {
				s.Id("tracker").Op("=").Id(trackerType).Values(jen.Id("tracker"))
			}
		}),
		jen.For(jen.List(jen.Id("_"), jen.Id("object")).Op(":=").Range().Id("objects")).Block(
			jen.If(jen.Err().Op(":=").Id("tracker").Dot("Add").Call(jen.Id("object")), jen.Err().Op("!=").Nil()).
				Block(jen.Panic(jen.Err())),
		),
		jen.Id("c").Op(":=").Op("&").Id("Clientset").Values(jen.Id("tracker").Op(":").Id("tracker")),
		jen.Id("c").Dot("discovery").Op("=").Op("&").Add(c.f.Qual(fakeDiscovery, "FakeDiscovery")).
			Values(jen.Id("Fake").Op(":").Op("&").Id("c").Dot("Fake")),
		jen.Id("c").Dot("AddReactor").Call(
			jen.Lit("*"), jen.Lit("*"), c.f.Qual(layout.Testing, "ObjectReaction").Call(jen.Id("tracker")),
		),
		jen.Id("c").Dot("AddWatchReactor").Call(jen.Lit("*"), c.watchReactor()),
		jen.Return(jen.Id("c")),
	)
	c.f.Line()
}

func (c *clientset) watchReactor() *jen.Statement {
	// func(action testing.Action) (bool, watch.Interface, error) {
	// 	var options metav1.ListOptions
	// 	if watchAction, ok := action.(testing.WatchActionImpl); ok {
	// 		options = watchAction.ListOptions
	// 	}
	// 	watcher, err := tracker.Watch(action.GetResource(), action.GetNamespace(), options)
	// 	if err != nil {
	// 		return false, nil, err
	// 	}
	// 	return true, watcher, nil
	// }
	return jen.Func().
		Params(jen.Id("action").Add(c.f.Qual(layout.Testing, "Action"))).
		Params(jen.Bool(), c.f.Qual(layout.Watch, "Interface"), jen.Error()).
		Block(
			jen.Var().Id("options").Add(c.f.Qual(layout.Meta, "ListOptions")),
			jen.If(
				jen.List(jen.Id("watchAction"), jen.Id("ok")).Op(":=").
					Id("action").Assert(c.f.Qual(layout.Testing, "WatchActionImpl")),
				jen.Id("ok"),
			).Block(jen.Id("options").Op("=").Id("watchAction").Dot("ListOptions")),
			jen.List(jen.Id("watcher"), jen.Err()).Op(":=").Id("tracker").Dot("Watch").Call(
				jen.Id("action").Dot("GetResource").Call(),
				jen.Id("action").Dot("GetNamespace").Call(),
				jen.Id("options"),
			),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.False(), jen.Nil(), jen.Err())),
			jen.Return(jen.True(), jen.Id("watcher"), jen.Nil()),
		)
}

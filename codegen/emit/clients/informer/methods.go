// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

func (i informer) methods() {
	receiver := func() *jen.Statement { return jen.Id("f").Op("*").Id(private(i.kind)) }
	// func (f *personInformer) defaultInformer(client clientset.Interface, resyncPeriod time.Duration) cache.SharedIndexInformer {
	// 	return NewTypedPersonInformerWithOptions(client, f.namespace, internalinterfaces.InformerOptions{
	// 		ResyncPeriod:     resyncPeriod,
	// 		Indexers:         cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc},
	// 		InformerName:     f.factory.InformerName(),
	// 		TweakListOptions: f.tweakListOptions,
	// 	})
	// }
	options := i.shared("InformerOptions").Values(
		jen.Line().Id("ResyncPeriod").Op(":").Id("resyncPeriod"),
		jen.Line().Id("Indexers").Op(":").Add(i.cache("Indexers")).Values(i.cache("NamespaceIndex").Op(":").Add(i.cache("MetaNamespaceIndexFunc"))),
		jen.Line().Id("InformerName").Op(":").Id("f").Dot("factory").Dot("InformerName").Call(),
		jen.Line().Id("TweakListOptions").Op(":").Id("f").Dot("tweakListOptions"),
		jen.Line(),
	)
	i.f.Func().Params(receiver()).Id("defaultInformer").Params(
		jen.Id("client").Add(i.f.Qual(i.tree.Clientset().Path, "Interface")),
		jen.Id("resyncPeriod").Add(i.f.Qual(layout.Time, "Duration")),
	).Add(sharedInformer(i.f)).Block(
		jen.Return(jen.Id("NewTyped" + i.kind.Name + "InformerWithOptions").
			Call(i.arguments(jen.Id("f").Dot("namespace"), options)...)),
	)
	i.f.Line()
	// func (f *personInformer) Informer() cache.SharedIndexInformer {
	// 	return f.TypedInformer()
	// }
	i.f.Doc("Informer implements " + i.untypedName() + ".")
	i.f.Func().Params(receiver()).Id("Informer").Params().Add(sharedInformer(i.f)).
		Block(jen.Return(jen.Id("f").Dot("TypedInformer").Call()))
	i.f.Line()
	// func (f *personInformer) TypedInformer() PersonIndexInformer {
	// 	return cache.NewTypedSharedIndexInformer[*testv1.Person](f.factory.InformerFor(&testv1.Person{}, f.defaultInformer))
	// }
	i.f.Doc("TypedInformer implements " + i.typedName() + ".")
	i.f.Func().Params(receiver()).Id("TypedInformer").Params().Id(i.indexName()).Block(
		jen.Return(i.typed("NewTypedSharedIndexInformer").Call(
			jen.Id("f").Dot("factory").Dot("InformerFor").Call(i.f.Empty(i.kind.ID()), jen.Id("f").Dot("defaultInformer")),
		)),
	)
	i.f.Line()
	// func (f *personInformer) Lister() listerstestv1.PersonLister {
	// 	return listerstestv1.NewPersonLister(f.Informer().GetIndexer())
	// }
	i.f.Doc("Lister implements " + i.untypedName() + ".")
	i.f.Func().Params(receiver()).Id("Lister").Params().Add(i.lister("")).
		Block(jen.Return(i.lister("New").Call(jen.Id("f").Dot("Informer").Call().Dot("GetIndexer").Call())))
	i.f.Line()
}

// conversions writes functions that add types to an informer without.
func (i informer) conversions() {
	adapter := private(i.kind) + "Adapter"
	given := jen.Id("informer")
	// func ToTypedPersonInformer(informer PersonInformer) TypedPersonInformer {
	// 	if typed, ok := informer.(TypedPersonInformer); ok {
	// 		return typed
	// 	}
	// 	return &personInformerAdapter{informer}
	// }
	i.f.Doc("To"+i.typedName()+" adds types to an informer. Handlers panic if its objects are no *"+i.kind.Name+", so that an informer",
		"that had types from the start, such as one of a factory, is safer.")
	i.f.Func().Id("To"+i.typedName()).Params(jen.Id("informer").Id(i.untypedName())).Id(i.typedName()).Block(
		i.ifTyped(i.typedName()),
		jen.Return(jen.Op("&").Id(adapter).Values(given)),
	)
	i.f.Line()
	// type personInformerAdapter struct {
	// 	PersonInformer
	// }
	i.f.Type().Id(adapter).Struct(jen.Id(i.untypedName()))
	i.f.Line()
	// func (a *personInformerAdapter) TypedInformer() PersonIndexInformer {
	// 	return cache.NewTypedSharedIndexInformer[*testv1.Person](a.Informer())
	// }
	i.f.Doc("TypedInformer implements " + i.typedName() + ".")
	i.f.Func().Params(jen.Id("a").Op("*").Id(adapter)).Id("TypedInformer").Params().Id(i.indexName()).
		Block(jen.Return(i.typed("NewTypedSharedIndexInformer").Call(jen.Id("a").Dot("Informer").Call())))
	i.f.Line()
	// func ToPersonIndexInformer(informer cache.SharedIndexInformer) PersonIndexInformer {
	// 	if typed, ok := informer.(PersonIndexInformer); ok {
	// 		return typed
	// 	}
	// 	return cache.NewTypedSharedIndexInformer[*testv1.Person](informer)
	// }
	i.f.Doc("To" + i.indexName() + " adds types to the informer itself, with the same danger as To" + i.typedName() + ".")
	i.f.Func().Id("To"+i.indexName()).Params(jen.Id("informer").Add(sharedInformer(i.f))).Id(i.indexName()).Block(
		i.ifTyped(i.indexName()),
		jen.Return(i.typed("NewTypedSharedIndexInformer").Call(given)),
	)
}

func (i informer) ifTyped(name string) *jen.Statement {
	// if typed, ok := informer.(TypedPersonInformer); ok {
	// 	return typed
	// }
	return jen.If(
		jen.List(jen.Id("typed"), jen.Id("ok")).Op(":=").Id("informer").Assert(jen.Id(name)),
		jen.Id("ok"),
	).Block(jen.Return(jen.Id("typed")))
}

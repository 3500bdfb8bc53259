// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

// advice ends the comments of all constructors.
const advice = "Informers of a factory are shared, which saves memory and connections: prefer them to one of its own."

// constructors writes six of them: with the options as parameters, with a filter besides, and with a struct of options,
// each without types and with them.
func (i informer) constructors() {
	untyped, typed := jen.Code(i.cache("Indexers")), jen.Code(jen.Id(i.kind.Name+"Indexers"))
	resync := jen.Id("resyncPeriod").Add(i.f.Qual(layout.Time, "Duration"))
	tweak := jen.Id("tweakListOptions").Add(i.shared("TweakListOptionsFunc"))
	indexers := func(of jen.Code) jen.Code { return jen.Id("indexers").Add(of) }
	converted := func() *jen.Statement { return i.cache("TypedIndexersToIndexers").Call(jen.Id("indexers")) }

	// func NewPersonInformer(client clientset.Interface, namespace string, resyncPeriod time.Duration, indexers cache.Indexers) cache.SharedIndexInformer {
	// 	return NewTypedPersonInformerWithOptions(client, namespace, internalinterfaces.InformerOptions{
	// 		ResyncPeriod: resyncPeriod, Indexers: indexers,
	// 	})
	// }
	i.constructor("New", "Informer", sharedInformer(i.f), []jen.Code{resync, indexers(untyped)}, i.options(jen.Id("indexers"), false))
	i.constructor("NewTyped", "Informer", jen.Id(i.indexName()), []jen.Code{resync, indexers(typed)}, i.options(converted(), false))
	i.constructor("NewFiltered", "Informer", sharedInformer(i.f), []jen.Code{resync, indexers(untyped), tweak}, i.options(jen.Id("indexers"), true))
	i.constructor("NewTypedFiltered", "Informer", jen.Id(i.indexName()), []jen.Code{resync, indexers(typed), tweak}, i.options(converted(), true))
	options := jen.Id("options").Add(i.shared("InformerOptions"))
	i.constructor("New", "InformerWithOptions", sharedInformer(i.f), []jen.Code{options}, jen.Id("options"))
	i.withOptions(options)
}

// constructor writes a function that leaves the work to the one with types and options.
func (i informer) constructor(prefix, suffix string, result jen.Code, params []jen.Code, options jen.Code) {
	name := prefix + i.kind.Name + suffix
	i.f.Doc(name+" returns an informer of "+i.kind.Name+" that belongs to no factory.", advice)
	i.f.Func().Id(name).Params(i.params(params...)...).Add(result).Block(
		jen.Return(jen.Id("NewTyped" + i.kind.Name + "InformerWithOptions").Call(i.arguments(jen.Id("namespace"), options)...)),
	)
	i.f.Line()
}

// params puts the client and the namespace in front of parameters.
func (i informer) params(rest ...jen.Code) []jen.Code {
	namespace := jen.Id("namespace").String()
	client := jen.Id("client").Add(i.f.Qual(i.tree.Clientset().Path, "Interface"))
	return append([]jen.Code{client}, i.namespaced(namespace, rest...)...)
}

func (i informer) arguments(namespace jen.Code, rest ...jen.Code) []jen.Code {
	return append([]jen.Code{jen.Id("client")}, i.namespaced(namespace, rest...)...)
}

func (i informer) options(indexers jen.Code, tweaked bool) *jen.Statement {
	// internalinterfaces.InformerOptions{ResyncPeriod: resyncPeriod, Indexers: indexers, TweakListOptions: tweakListOptions}
	return i.shared("InformerOptions").ValuesFunc(func(g *jen.Group) {
		g.Id("ResyncPeriod").Op(":").Id("resyncPeriod")
		g.Id("Indexers").Op(":").Add(indexers)
		if tweaked {
			g.Id("TweakListOptions").Op(":").Id("tweakListOptions")
		}
	})
}

// withOptions writes the constructor that does the work.
func (i informer) withOptions(options jen.Code) {
	v := i.kind.Version
	name := "NewTyped" + i.kind.Name + "InformerWithOptions"
	// func NewTypedPersonInformerWithOptions(client clientset.Interface, namespace string, options internalinterfaces.InformerOptions) PersonIndexInformer {
	// 	gvr := schema.GroupVersionResource{Group: "test.example.com", Version: "v1", Resource: "people"}
	// 	tweak := options.TweakListOptions
	// 	if tweak == nil {
	// 		tweak = func(*metav1.ListOptions) {}
	// 	}
	// 	return cache.NewTypedSharedIndexInformer[*testv1.Person](cache.NewSharedIndexInformerWithOptions(
	// 		cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{...}, client),
	// 		&testv1.Person{},
	// 		cache.SharedIndexInformerOptions{
	// 			ResyncPeriod: options.ResyncPeriod,
	// 			Indexers:     options.Indexers,
	// 			Identifier:   options.InformerName.WithResource(gvr),
	// 		},
	// 	))
	// }
	i.f.Doc(name+" returns an informer of "+i.kind.Name+" that belongs to no factory.", advice)
	i.f.Func().Id(name).Params(i.params(options)...).Id(i.indexName()).Block(
		jen.Id("gvr").Op(":=").Add(i.f.Qual(layout.RuntimeSchema, "GroupVersionResource")).Values(
			jen.Id("Group").Op(":").Lit(v.Group.Name),
			jen.Id("Version").Op(":").Lit(v.Name),
			jen.Id("Resource").Op(":").Lit(i.kind.Resource),
		),
		jen.Id("tweak").Op(":=").Id("options").Dot("TweakListOptions"),
		jen.If(jen.Id("tweak").Op("==").Nil()).Block(
			jen.Id("tweak").Op("=").Func().Params(jen.Op("*").Add(i.f.Qual(layout.Meta, "ListOptions"))).Block(),
		),
		jen.Return(i.typed("NewTypedSharedIndexInformer").Call(i.cache("NewSharedIndexInformerWithOptions").Call(
			jen.Line().Add(i.cache("ToListWatcherWithWatchListSemantics")).Call(i.listWatch(), jen.Id("client")),
			jen.Line().Add(i.f.Empty(i.kind.ID())),
			jen.Line().Add(i.cache("SharedIndexInformerOptions")).Values(
				jen.Line().Id("ResyncPeriod").Op(":").Id("options").Dot("ResyncPeriod"),
				jen.Line().Id("Indexers").Op(":").Id("options").Dot("Indexers"),
				jen.Line().Id("Identifier").Op(":").Id("options").Dot("InformerName").Dot("WithResource").Call(jen.Id("gvr")),
				jen.Line(),
			),
			jen.Line(),
		))),
	)
	i.f.Line()
}

func (i informer) listWatch() *jen.Statement {
	object, watcher := i.f.Qual(layout.Runtime, "Object"), i.f.Qual(layout.Watch, "Interface")
	// &cache.ListWatch{
	// 	ListFunc: func(opts metav1.ListOptions) (runtime.Object, error) {
	// 		tweak(&opts)
	// 		return client.TestV1().Persons(namespace).List(context.Background(), opts)
	// 	},
	// 	WatchFunc: ...
	// 	ListWithContextFunc: func(ctx context.Context, opts metav1.ListOptions) (runtime.Object, error) {
	// 		tweak(&opts)
	// 		return client.TestV1().Persons(namespace).List(ctx, opts)
	// 	},
	// 	WatchFuncWithContext: ...
	// }
	return jen.Op("&").Add(i.cache("ListWatch")).Values(
		jen.Line().Id("ListFunc").Op(":").Add(i.call("List", object, false)),
		jen.Line().Id("WatchFunc").Op(":").Add(i.call("Watch", watcher, false)),
		jen.Line().Id("ListWithContextFunc").Op(":").Add(i.call("List", object, true)),
		jen.Line().Id("WatchFuncWithContext").Op(":").Add(i.call("Watch", watcher, true)),
		jen.Line(),
	)
}

// call writes a function that calls a method of the kind's client.
func (i informer) call(method string, result jen.Code, withContext bool) *jen.Statement {
	ctx := i.f.Qual(layout.Context, "Background").Call()
	var params []jen.Code
	if withContext {
		ctx = jen.Id("ctx")
		params = append(params, jen.Id("ctx").Add(i.f.Qual(layout.Context, "Context")))
	}
	params = append(params, jen.Id("opts").Add(i.f.Qual(layout.Meta, "ListOptions")))
	return jen.Func().Params(params...).Params(result, jen.Error()).Block(
		jen.Id("tweak").Call(jen.Op("&").Id("opts")),
		jen.Return(jen.Id("client").Dot(i.kind.Version.Title()).Call().
			Dot(i.kind.Plural).Call(i.namespaced(jen.Id("namespace"))...).
			Dot(method).Call(ctx, jen.Id("opts"))),
	)
}

// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// factory writes the files of the informer factory.
type factory struct {
	f      *layout.File
	tree   *layout.Tree
	groups []group
}

func addFactory(b *layout.Batch, p *plan.Plan, groups []group) {
	pkg := b.Tree.Informers()
	b.Add(pkg, "factory.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package externalversions has the factory of informers, which share caches and connections.")
		w := factory{f: f, tree: b.Tree, groups: groups}
		w.declare()
		w.options()
		w.constructors()
		w.start()
		w.waitForSync()
		w.informerFor()
		w.declareInterface()
		w.accessors()
	})
	b.Add(pkg, "generic.go", p.Sources(), func(f *layout.File) {
		w := factory{f: f, tree: b.Tree, groups: groups}
		w.generic()
		w.forResource()
	})
}

// option and impl are what the emitted types are called.
const (
	option = "SharedInformerOption"
	impl   = "sharedInformerFactory"
	iface  = "SharedInformerFactory"
)

func (w factory) cache(name string) *jen.Statement { return w.f.Qual(layout.Cache, name) }

func (w factory) shared(name string) *jen.Statement {
	return w.f.Qual(w.tree.InformerInterfaces().Path, name)
}

func (w factory) clientset() *jen.Statement { return w.f.Qual(w.tree.Clientset().Path, "Interface") }

func (w factory) duration() *jen.Statement { return w.f.Qual(layout.Time, "Duration") }

// byType is a map whose keys are the types of objects.
func (w factory) byType(of jen.Code) *jen.Statement {
	return jen.Map(w.f.Qual("reflect", "Type")).Add(of)
}

func (w factory) receiver() *jen.Statement { return jen.Id("f").Op("*").Id(impl) }

func (w factory) declare() {
	// type SharedInformerOption func(*sharedInformerFactory) *sharedInformerFactory
	w.f.Doc(option + " is an option of NewSharedInformerFactoryWithOptions.")
	w.f.Type().Id(option).Func().Params(jen.Op("*").Id(impl)).Op("*").Id(impl)
	w.f.Line()
	// type sharedInformerFactory struct {
	// 	client           clientset.Interface
	// 	namespace        string
	// 	tweakListOptions internalinterfaces.TweakListOptionsFunc
	// 	...
	// }
	w.f.Type().Id(impl).Struct(
		jen.Id("client").Add(w.clientset()),
		jen.Id("namespace").String(),
		jen.Id("tweakListOptions").Add(w.shared("TweakListOptionsFunc")),
		jen.Id("defaultResync").Add(w.duration()),
		jen.Id("customResync").Add(w.byType(w.duration())),
		jen.Id("transform").Add(w.cache("TransformFunc")),
		jen.Id("informerName").Add(informerName(w.f)),
		jen.Line(),
		jen.Comment("// lock guards what follows."),
		jen.Id("lock").Add(w.f.Qual("sync", "Mutex")),
		jen.Id("informers").Add(w.byType(sharedInformer(w.f))),
		jen.Comment("// started are the informers that run, so that Start may be called again for new ones."),
		jen.Id("started").Add(w.byType(jen.Bool())),
		jen.Id("shuttingDown").Bool(),
		jen.Comment("// running counts the goroutines of the informers."),
		jen.Id("running").Add(w.f.Qual("sync", "WaitGroup")),
	)
	w.f.Line()
}

func (w factory) options() {
	// func WithNamespace(namespace string) SharedInformerOption {
	// 	return func(f *sharedInformerFactory) *sharedInformerFactory {
	// 		f.namespace = namespace
	// 		return f
	// 	}
	// }
	w.optionFunc("WithCustomResyncConfig", "resyncConfig", jen.Map(w.f.Qual(layout.Meta, "Object")).Add(w.duration()),
		"tells handlers of objects of some types again after another time than the default.",
		jen.For(jen.List(jen.Id("object"), jen.Id("period")).Op(":=").Range().Id("resyncConfig")).Block(
			jen.Id("f").Dot("customResync").Index(w.f.Qual("reflect", "TypeOf").Call(jen.Id("object"))).Op("=").Id("period"),
		))
	w.optionFunc("WithTweakListOptions", "tweakListOptions", w.shared("TweakListOptionsFunc"),
		"changes the options with which all informers list and watch.", assign("tweakListOptions"))
	w.optionFunc("WithNamespace", "namespace", jen.String(), "follows objects of one namespace only.", assign("namespace"))
	w.optionFunc("WithTransform", "transform", w.cache("TransformFunc"),
		"changes objects before they are stored in a cache.", assign("transform"))
	w.optionFunc("WithInformerName", "informerName", informerName(w.f),
		"gives the informers a name in metrics, made with cache.NewInformerName when the program starts.", assign("informerName"))
	// func (f *sharedInformerFactory) InformerName() *cache.InformerName {
	// 	return f.informerName
	// }
	w.f.Doc("InformerName returns the name of the informers in metrics, nil if they have none.")
	w.f.Func().Params(w.receiver()).Id("InformerName").Params().Add(informerName(w.f)).
		Block(jen.Return(jen.Id("f").Dot("informerName")))
	w.f.Line()
}

func assign(field string) *jen.Statement { return jen.Id("f").Dot(field).Op("=").Id(field) }

func (w factory) optionFunc(name, param string, of jen.Code, does string, body jen.Code) {
	w.f.Doc(name + " " + does)
	w.f.Func().Id(name).Params(jen.Id(param).Add(of)).Id(option).Block(
		jen.Return(jen.Func().Params(w.receiver()).Op("*").Id(impl).Block(body, jen.Return(jen.Id("f")))),
	)
	w.f.Line()
}

func (w factory) constructors() {
	client, resync := jen.Id("client").Add(w.clientset()), jen.Id("defaultResync").Add(w.duration())
	withOptions := func(options ...jen.Code) *jen.Statement {
		return jen.Return(jen.Id("NewSharedInformerFactoryWithOptions").
			Call(append([]jen.Code{jen.Id("client"), jen.Id("defaultResync")}, options...)...))
	}
	// func NewSharedInformerFactory(client clientset.Interface, defaultResync time.Duration) SharedInformerFactory {
	// 	return NewSharedInformerFactoryWithOptions(client, defaultResync)
	// }
	w.f.Doc("NewSharedInformerFactory returns a factory of informers for all namespaces. They tell their handlers of every object",
		"again after the given time, 0 for never.")
	w.f.Func().Id("NewSharedInformerFactory").Params(client, resync).Id(iface).Block(withOptions())
	w.f.Line()
	// func NewFilteredSharedInformerFactory(client clientset.Interface, defaultResync time.Duration, namespace string, tweakListOptions internalinterfaces.TweakListOptionsFunc) SharedInformerFactory {
	// 	return NewSharedInformerFactoryWithOptions(client, defaultResync, WithNamespace(namespace), WithTweakListOptions(tweakListOptions))
	// }
	w.f.Doc("NewFilteredSharedInformerFactory returns a factory of informers that follow some objects only.",
		"", "Deprecated: use NewSharedInformerFactoryWithOptions.")
	w.f.Func().Id("NewFilteredSharedInformerFactory").Params(
		client, resync, jen.Id("namespace").String(), jen.Id("tweakListOptions").Add(w.shared("TweakListOptionsFunc")),
	).Id(iface).Block(withOptions(
		jen.Id("WithNamespace").Call(jen.Id("namespace")),
		jen.Id("WithTweakListOptions").Call(jen.Id("tweakListOptions")),
	))
	w.f.Line()
	// func NewSharedInformerFactoryWithOptions(client clientset.Interface, defaultResync time.Duration, options ...SharedInformerOption) SharedInformerFactory {
	// 	f := &sharedInformerFactory{
	// 		client:        client,
	// 		namespace:     metav1.NamespaceAll,
	// 		defaultResync: defaultResync,
	// 		customResync:  map[reflect.Type]time.Duration{},
	// 		informers:     map[reflect.Type]cache.SharedIndexInformer{},
	// 		started:       map[reflect.Type]bool{},
	// 	}
	// 	for _, option := range options {
	// 		f = option(f)
	// 	}
	// 	return f
	// }
	w.f.Doc("NewSharedInformerFactoryWithOptions returns a factory of informers with options.")
	w.f.Func().Id("NewSharedInformerFactoryWithOptions").Params(client, resync, jen.Id("options").Op("...").Id(option)).Id(iface).Block(
		jen.Id("f").Op(":=").Op("&").Id(impl).Values(
			jen.Line().Id("client").Op(":").Id("client"),
			jen.Line().Id("namespace").Op(":").Add(w.f.Qual(layout.Meta, "NamespaceAll")),
			jen.Line().Id("defaultResync").Op(":").Id("defaultResync"),
			jen.Line().Id("customResync").Op(":").Add(w.byType(w.duration())).Values(),
			jen.Line().Id("informers").Op(":").Add(w.byType(sharedInformer(w.f))).Values(),
			jen.Line().Id("started").Op(":").Add(w.byType(jen.Bool())).Values(),
			jen.Line(),
		),
		jen.For(jen.List(jen.Id("_"), jen.Id("option")).Op(":=").Range().Id("options")).Block(
			jen.Id("f").Op("=").Id("option").Call(jen.Id("f")),
		),
		jen.Return(jen.Id("f")),
	)
	w.f.Line()
}

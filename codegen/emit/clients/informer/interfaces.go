// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// addInterfaces adds what the factory and the informers share, so that neither has to import the other.
func addInterfaces(b *layout.Batch, p *plan.Plan) {
	b.Add(b.Tree.InformerInterfaces(), "factory_interfaces.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package internalinterfaces has what the informer factory and its informers share.")
		clientset := func() *jen.Statement { return f.Qual(b.Tree.Clientset().Path, "Interface") }
		// type NewInformerFunc func(clientset.Interface, time.Duration) cache.SharedIndexInformer
		f.Doc("NewInformerFunc makes an informer that lists and watches with a clientset, and tells its handlers of every object",
			"again after a while.")
		f.Type().Id("NewInformerFunc").Func().Params(clientset(), f.Qual(layout.Time, "Duration")).
			Add(sharedInformer(f))
		f.Line()
		// type SharedInformerFactory interface {
		// 	Start(stopCh <-chan struct{})
		// 	InformerFor(obj runtime.Object, newFunc NewInformerFunc) cache.SharedIndexInformer
		// 	InformerName() *cache.InformerName
		// }
		f.Doc("SharedInformerFactory is what an informer needs of the factory.")
		f.Type().Id("SharedInformerFactory").Interface(
			jen.Id("Start").Params(jen.Id("stopCh").Op("<-").Chan().Struct()),
			jen.Id("InformerFor").Params(
				jen.Id("obj").Add(f.Qual(layout.Runtime, "Object")),
				jen.Id("newFunc").Id("NewInformerFunc"),
			).Add(sharedInformer(f)),
			jen.Id("InformerName").Params().Add(informerName(f)),
		)
		f.Line()
		// type TweakListOptionsFunc func(*metav1.ListOptions)
		f.Doc("TweakListOptionsFunc changes the options with which an informer lists and watches.")
		f.Type().Id("TweakListOptionsFunc").Func().Params(jen.Op("*").Add(f.Qual(layout.Meta, "ListOptions")))
		f.Line()
		informerOptions(f)
	})
}

func informerOptions(f *layout.File) {
	// type InformerOptions struct {
	// 	ResyncPeriod     time.Duration
	// 	Indexers         cache.Indexers
	// 	InformerName     *cache.InformerName
	// 	TweakListOptions TweakListOptionsFunc
	// }
	f.Doc("InformerOptions are the options of an informer. The zero value is good for use.")
	f.Type().Id("InformerOptions").Struct(
		jen.Comment("// ResyncPeriod is after how long handlers are told of every object again; 0 for never."),
		jen.Id("ResyncPeriod").Add(f.Qual(layout.Time, "Duration")),
		jen.Comment("// Indexers are the indexes of the cache."),
		jen.Id("Indexers").Add(f.Qual(layout.Cache, "Indexers")),
		jen.Comment("// InformerName tells the informer from others in metrics; nil for no metrics."),
		jen.Id("InformerName").Add(informerName(f)),
		jen.Comment("// TweakListOptions changes the options of requests; nil for no change."),
		jen.Id("TweakListOptions").Id("TweakListOptionsFunc"),
	)
}

func sharedInformer(f *layout.File) *jen.Statement {
	return f.Qual(layout.Cache, "SharedIndexInformer")
}

func informerName(f *layout.File) *jen.Statement {
	return jen.Op("*").Add(f.Qual(layout.Cache, "InformerName"))
}

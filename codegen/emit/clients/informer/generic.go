// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

// generic writes an informer for callers who know its resource only at run time.
func (w factory) generic() {
	lister := func() *jen.Statement { return w.cache("GenericLister") }
	// type GenericInformer interface {
	// 	Informer() cache.SharedIndexInformer
	// 	Lister() cache.GenericLister
	// }
	w.f.Doc("GenericInformer is an informer and its lister for any resource.")
	w.f.Type().Id("GenericInformer").Interface(
		jen.Id("Informer").Params().Add(sharedInformer(w.f)),
		jen.Id("Lister").Params().Add(lister()),
	)
	w.f.Line()
	// type genericInformer struct {
	// 	informer cache.SharedIndexInformer
	// 	resource schema.GroupResource
	// }
	w.f.Type().Id("genericInformer").Struct(
		jen.Id("informer").Add(sharedInformer(w.f)),
		jen.Id("resource").Add(w.f.Qual(layout.RuntimeSchema, "GroupResource")),
	)
	w.f.Line()
	// func (g *genericInformer) Informer() cache.SharedIndexInformer {
	// 	return g.informer
	// }
	w.f.Doc("Informer implements GenericInformer.")
	w.f.Func().Params(jen.Id("g").Op("*").Id("genericInformer")).Id("Informer").Params().Add(sharedInformer(w.f)).
		Block(jen.Return(jen.Id("g").Dot("informer")))
	w.f.Line()
	// func (g *genericInformer) Lister() cache.GenericLister {
	// 	return cache.NewGenericLister(g.informer.GetIndexer(), g.resource)
	// }
	w.f.Doc("Lister implements GenericInformer.")
	w.f.Func().Params(jen.Id("g").Op("*").Id("genericInformer")).Id("Lister").Params().Add(lister()).Block(
		jen.Return(w.cache("NewGenericLister").Call(
			jen.Id("g").Dot("informer").Dot("GetIndexer").Call(), jen.Id("g").Dot("resource"),
		)),
	)
	w.f.Line()
}

func (w factory) forResource() {
	// func (f *sharedInformerFactory) ForResource(resource schema.GroupVersionResource) (GenericInformer, error) {
	// 	switch resource {
	// 	case schema.GroupVersionResource{Group: "test.example.com", Version: "v1", Resource: "people"}:
	// 		return &genericInformer{informer: f.Test().V1().Persons().Informer(), resource: resource.GroupResource()}, nil
	// 	}
	// 	return nil, fmt.Errorf("there is no informer for %v", resource)
	// }
	w.f.Doc("ForResource implements " + iface + ".")
	w.f.Func().Params(w.receiver()).Add(w.forResourceSignature()).Block(
		jen.Switch(jen.Id("resource")).BlockFunc(func(cases *jen.Group) {
			for _, g := range w.groups {
				for _, v := range g.versions {
					for _, kind := range v.Watched() {
						cases.Case(w.f.Qual(layout.RuntimeSchema, "GroupVersionResource").Values(
							jen.Id("Group").Op(":").Lit(g.Name),
							jen.Id("Version").Op(":").Lit(v.Name),
							jen.Id("Resource").Op(":").Lit(kind.Resource),
						)).Block(jen.Return(
							jen.Op("&").Id("genericInformer").Values(
								jen.Id("informer").Op(":").Id("f").Dot(g.GoName).Call().Dot(v.GoName).Call().Dot(kind.Plural).Call().Dot("Informer").Call(),
								jen.Id("resource").Op(":").Id("resource").Dot("GroupResource").Call(),
							),
							jen.Nil(),
						))
					}
				}
			}
		}),
		jen.Return(jen.Nil(), w.f.Qual(layout.Format, "Errorf").Call(
			jen.Lit("there is no informer for %v"), jen.Id("resource"),
		)),
	)
}

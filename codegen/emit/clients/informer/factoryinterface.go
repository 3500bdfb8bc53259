// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
)

func (w factory) groupInterface(g group) *jen.Statement {
	return w.f.Qual(w.tree.GroupInformers(g.Group).Path, "Interface")
}

// member is a method of an interface, with its comment.
type member struct {
	doc       []string
	signature jen.Code
}

func (w factory) declareInterface() {
	// type SharedInformerFactory interface {
	// 	internalinterfaces.SharedInformerFactory
	// 	Start(stopCh <-chan struct{})
	// 	...
	// 	Test() informerstest.Interface
	// }
	w.f.Doc(iface+" makes informers, one for each kind however often it is asked for, and runs them. It is used in this order:",
		"get the informers, such as Test().V1().Persons(), and add handlers to them; StartWithContext; WaitForCacheSyncWithContext;",
		"in the end, cancel the context and call Shutdown. Informers that are got later need another StartWithContext.")
	w.f.Type().Id(iface).InterfaceFunc(func(body *jen.Group) {
		body.Add(w.shared(iface))
		for _, m := range slices.Concat(w.runMembers(), w.informerMembers()) {
			body.Line()
			body.Add(gofile.Comment(m.doc...))
			body.Add(m.signature)
		}
	})
	w.f.Line()
}

func (w factory) runMembers() []member {
	return []member{
		{
			[]string{"Start is StartWithContext with a channel instead of a context."},
			jen.Id("Start").Params(stopCh()),
		},
		{
			[]string{"StartWithContext runs all informers that do not run yet, until the context ends. It does not wait."},
			jen.Id("StartWithContext").Params(w.ctx()),
		},
		{
			[]string{
				"Shutdown keeps informers from being started and waits for those that run; the contexts or channels with which they",
				"were started must end before or meanwhile. It may be called many times.",
			},
			jen.Id("Shutdown").Params(),
		},
		{
			[]string{"WaitForCacheSync is WaitForCacheSyncWithContext with a channel instead of a context, and without the reason."},
			jen.Id("WaitForCacheSync").Params(stopCh()).Add(w.byType(jen.Bool())),
		},
		{
			[]string{
				"WaitForCacheSyncWithContext waits until the caches of all informers that were started have been filled, or the",
				"context ends, and tells which have and why others have not.",
			},
			jen.Id("WaitForCacheSyncWithContext").Params(w.ctx()).Add(w.cache("SyncResult")),
		},
	}
}

func (w factory) informerMembers() []member {
	members := []member{
		{
			[]string{"ForResource returns the informer of a resource, or an error if there is none."},
			w.forResourceSignature(),
		},
		{
			[]string{"InformerFor returns the informer of a type, made by the function if it is asked for the first time."},
			jen.Id("InformerFor").Params(w.informerForParams()...).Add(sharedInformer(w.f)),
		},
	}
	for _, g := range w.groups {
		members = append(members, member{
			[]string{g.GoName + " returns the informers of the group " + g.Name + "."},
			jen.Id(g.GoName).Params().Add(w.groupInterface(g)),
		})
	}
	return members
}

func (w factory) accessors() {
	for _, g := range w.groups {
		// func (f *sharedInformerFactory) Test() informerstest.Interface {
		// 	return informerstest.New(f, f.namespace, f.tweakListOptions)
		// }
		w.method(g.GoName, nil, w.groupInterface(g),
			jen.Return(w.f.Qual(w.tree.GroupInformers(g.Group).Path, "New").Call(
				jen.Id("f"), jen.Id("f").Dot("namespace"), jen.Id("f").Dot("tweakListOptions"),
			)))
	}
}

func (w factory) forResourceSignature() *jen.Statement {
	// ForResource(resource schema.GroupVersionResource) (GenericInformer, error)
	return jen.Id("ForResource").
		Params(jen.Id("resource").Add(w.f.Qual(layout.RuntimeSchema, "GroupVersionResource"))).
		Params(jen.Id("GenericInformer"), jen.Error())
}

// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

const wait = "k8s.io/apimachinery/pkg/util/wait"

// method writes a method of the factory.
func (w factory) method(name string, params []jen.Code, result jen.Code, body ...jen.Code) {
	w.f.Doc(name + " implements " + iface + ".")
	w.f.Func().Params(w.receiver()).Id(name).Params(params...).Add(result).Block(body...)
	w.f.Line()
}

func (w factory) ctx() jen.Code { return jen.Id("ctx").Add(w.f.Qual(layout.Context, "Context")) }

func stopCh() jen.Code { return jen.Id("stopCh").Op("<-").Chan().Struct() }

func lock() jen.Code   { return jen.Id("f").Dot("lock").Dot("Lock").Call() }
func unlock() jen.Code { return jen.Id("f").Dot("lock").Dot("Unlock").Call() }

func (w factory) fromChannel() *jen.Statement {
	return w.f.Qual(wait, "ContextForChannel").Call(jen.Id("stopCh"))
}

func (w factory) start() {
	// func (f *sharedInformerFactory) Start(stopCh <-chan struct{}) {
	// 	f.StartWithContext(wait.ContextForChannel(stopCh))
	// }
	w.method("Start", []jen.Code{stopCh()}, jen.Null(),
		jen.Id("f").Dot("StartWithContext").Call(w.fromChannel()))
	// func (f *sharedInformerFactory) StartWithContext(ctx context.Context) {
	// 	f.lock.Lock()
	// 	defer f.lock.Unlock()
	// 	if f.shuttingDown {
	// 		return
	// 	}
	// 	for key, informer := range f.informers {
	// 		if f.started[key] {
	// 			continue
	// 		}
	// 		f.started[key] = true
	// 		f.running.Go(func() { informer.RunWithContext(ctx) })
	// 	}
	// }
	w.method("StartWithContext", []jen.Code{w.ctx()}, jen.Null(),
		lock(),
		jen.Defer().Add(unlock()),
		jen.If(jen.Id("f").Dot("shuttingDown")).Block(jen.Return()),
		jen.For(jen.List(jen.Id("key"), jen.Id("informer")).Op(":=").Range().Id("f").Dot("informers")).Block(
			jen.If(jen.Id("f").Dot("started").Index(jen.Id("key"))).Block(jen.Continue()),
			jen.Id("f").Dot("started").Index(jen.Id("key")).Op("=").True(),
			jen.Id("f").Dot("running").Dot("Go").Call(
				jen.Func().Params().Block(jen.Id("informer").Dot("RunWithContext").Call(jen.Id("ctx"))),
			),
		),
	)
	// func (f *sharedInformerFactory) Shutdown() {
	// 	f.lock.Lock()
	// 	f.shuttingDown = true
	// 	f.lock.Unlock()
	// 	f.running.Wait()
	// 	f.informerName.Release()
	// }
	w.method("Shutdown", nil, jen.Null(),
		lock(),
		jen.Id("f").Dot("shuttingDown").Op("=").True(),
		unlock(),
		jen.Id("f").Dot("running").Dot("Wait").Call(),
		jen.Id("f").Dot("informerName").Dot("Release").Call(),
	)
}

func (w factory) waitForSync() {
	// func (f *sharedInformerFactory) WaitForCacheSync(stopCh <-chan struct{}) map[reflect.Type]bool {
	// 	return f.WaitForCacheSyncWithContext(wait.ContextForChannel(stopCh)).Synced
	// }
	w.method("WaitForCacheSync", []jen.Code{stopCh()}, w.byType(jen.Bool()),
		jen.Return(jen.Id("f").Dot("WaitForCacheSyncWithContext").Call(w.fromChannel()).Dot("Synced")))
	// func (f *sharedInformerFactory) WaitForCacheSyncWithContext(ctx context.Context) cache.SyncResult {
	// 	informers := f.startedInformers()
	// 	checks := make([]cache.DoneChecker, 0, len(informers))
	// 	for _, informer := range informers {
	// 		checks = append(checks, informer.HasSyncedChecker())
	// 	}
	// 	cache.WaitFor(ctx, "", checks...)
	// 	result := cache.SyncResult{Synced: make(map[reflect.Type]bool, len(informers))}
	// 	for key, informer := range informers {
	// 		result.Synced[key] = informer.HasSynced()
	// 		if !result.Synced[key] {
	// 			result.Err = context.Cause(ctx)
	// 		}
	// 	}
	// 	return result
	// }
	synced := func() *jen.Statement { return jen.Id("result").Dot("Synced").Index(jen.Id("key")) }
	w.method("WaitForCacheSyncWithContext", []jen.Code{w.ctx()}, w.cache("SyncResult"),
		jen.Id("informers").Op(":=").Id("f").Dot("startedInformers").Call(),
		jen.Id("checks").Op(":=").Make(jen.Index().Add(w.cache("DoneChecker")), jen.Lit(0), jen.Len(jen.Id("informers"))),
		jen.For(jen.List(jen.Id("_"), jen.Id("informer")).Op(":=").Range().Id("informers")).Block(
			jen.Id("checks").Op("=").Append(jen.Id("checks"), jen.Id("informer").Dot("HasSyncedChecker").Call()),
		),
		jen.Comment("// Without a text it logs nothing."),
		w.cache("WaitFor").Call(jen.Id("ctx"), jen.Lit(""), jen.Id("checks").Op("...")),
		jen.Id("result").Op(":=").Add(w.cache("SyncResult")).Values(
			jen.Id("Synced").Op(":").Make(w.byType(jen.Bool()), jen.Len(jen.Id("informers"))),
		),
		jen.For(jen.List(jen.Id("key"), jen.Id("informer")).Op(":=").Range().Id("informers")).Block(
			synced().Op("=").Id("informer").Dot("HasSynced").Call(),
			jen.If(jen.Op("!").Add(synced())).Block(
				jen.Id("result").Dot("Err").Op("=").Add(w.f.Qual(layout.Context, "Cause")).Call(jen.Id("ctx")),
			),
		),
		jen.Return(jen.Id("result")),
	)
	// func (f *sharedInformerFactory) startedInformers() map[reflect.Type]cache.SharedIndexInformer {
	// 	f.lock.Lock()
	// 	defer f.lock.Unlock()
	// 	informers := make(map[reflect.Type]cache.SharedIndexInformer, len(f.started))
	// 	for key := range f.started {
	// 		informers[key] = f.informers[key]
	// 	}
	// 	return informers
	// }
	informers := func() *jen.Statement { return w.byType(sharedInformer(w.f)) }
	w.f.Func().Params(w.receiver()).Id("startedInformers").Params().Add(informers()).Block(
		lock(),
		jen.Defer().Add(unlock()),
		jen.Id("informers").Op(":=").Make(informers(), jen.Len(jen.Id("f").Dot("started"))),
		jen.For(jen.Id("key").Op(":=").Range().Id("f").Dot("started")).Block(
			jen.Id("informers").Index(jen.Id("key")).Op("=").Id("f").Dot("informers").Index(jen.Id("key")),
		),
		jen.Return(jen.Id("informers")),
	)
	w.f.Line()
}

func (w factory) informerFor() {
	field := func(name string) *jen.Statement { return jen.Id("f").Dot(name) }
	// func (f *sharedInformerFactory) InformerFor(obj runtime.Object, newFunc internalinterfaces.NewInformerFunc) cache.SharedIndexInformer {
	// 	f.lock.Lock()
	// 	defer f.lock.Unlock()
	// 	key := reflect.TypeOf(obj)
	// 	if informer, ok := f.informers[key]; ok {
	// 		return informer
	// 	}
	// 	resync, ok := f.customResync[key]
	// 	if !ok {
	// 		resync = f.defaultResync
	// 	}
	// 	informer := newFunc(f.client, resync)
	// 	if f.transform != nil {
	// 		informer.SetTransform(f.transform)
	// 	}
	// 	f.informers[key] = informer
	// 	return informer
	// }
	w.method("InformerFor", w.informerForParams(), sharedInformer(w.f),
		lock(),
		jen.Defer().Add(unlock()),
		jen.Id("key").Op(":=").Add(w.f.Qual("reflect", "TypeOf")).Call(jen.Id("obj")),
		jen.If(
			jen.List(jen.Id("informer"), jen.Id("ok")).Op(":=").Add(field("informers")).Index(jen.Id("key")),
			jen.Id("ok"),
		).Block(jen.Return(jen.Id("informer"))),
		jen.List(jen.Id("resync"), jen.Id("ok")).Op(":=").Add(field("customResync")).Index(jen.Id("key")),
		jen.If(jen.Op("!").Id("ok")).Block(jen.Id("resync").Op("=").Add(field("defaultResync"))),
		jen.Id("informer").Op(":=").Id("newFunc").Call(field("client"), jen.Id("resync")),
		jen.If(field("transform").Op("!=").Nil()).Block(
			jen.Comment("// An informer that has just been made takes it."),
			jen.Id("_").Op("=").Id("informer").Dot("SetTransform").Call(field("transform")),
		),
		field("informers").Index(jen.Id("key")).Op("=").Id("informer"),
		jen.Return(jen.Id("informer")),
	)
}

func (w factory) informerForParams() []jen.Code {
	return []jen.Code{
		jen.Id("obj").Add(w.f.Qual(layout.Runtime, "Object")),
		jen.Id("newFunc").Add(w.shared("NewInformerFunc")),
	}
}

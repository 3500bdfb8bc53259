// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// informer writes the file of one kind.
type informer struct {
	tree *layout.Tree
	kind *plan.Kind
	f    *layout.File
}

// private is what the struct of a kind's informer is called.
func private(kind *plan.Kind) string { return plan.Lower(kind.Name) + "Informer" }

func (i informer) write(f *layout.File) {
	i.f = f
	i.declare()
	i.aliases()
	i.constructors()
	i.methods()
	i.conversions()
}

func (i informer) cache(name string) *jen.Statement { return i.f.Qual(layout.Cache, name) }

// typed refers to a generic type or function of package cache for the kind.
func (i informer) typed(name string) *jen.Statement {
	return i.cache(name).Types(i.f.Pointer(i.kind.ID()))
}

func (i informer) lister(prefix string) *jen.Statement {
	return i.f.Qual(i.tree.Listers(i.kind.Version).Path, prefix+i.kind.Name+"Lister")
}

func (i informer) shared(name string) *jen.Statement {
	return i.f.Qual(i.tree.InformerInterfaces().Path, name)
}

// Names of the types that are emitted.
func (i informer) untypedName() string { return i.kind.Name + "Informer" }
func (i informer) typedName() string   { return "Typed" + i.kind.Name + "Informer" }
func (i informer) indexName() string   { return i.kind.Name + "IndexInformer" }

func (i informer) declare() {
	// type PersonInformer interface {
	// 	Informer() cache.SharedIndexInformer
	// 	Lister() listerstestv1.PersonLister
	// }
	i.f.Doc(i.untypedName() + " is a shared informer of " + i.kind.Name + " and its lister, without types. [" + i.typedName() + "] has them.")
	i.f.Type().Id(i.untypedName()).Interface(
		jen.Id("Informer").Params().Add(sharedInformer(i.f)),
		jen.Id("Lister").Params().Add(i.lister("")),
	)
	i.f.Line()
	// type TypedPersonInformer interface {
	// 	Informer() cache.SharedIndexInformer
	// 	TypedInformer() PersonIndexInformer
	// 	Lister() listerstestv1.PersonLister
	// }
	i.f.Doc(i.typedName() + " is a shared informer of " + i.kind.Name + " and its lister. It is a " + i.untypedName() + " too.")
	i.f.Type().Id(i.typedName()).Interface(
		jen.Id("Informer").Params().Add(sharedInformer(i.f)),
		jen.Id("TypedInformer").Params().Id(i.indexName()),
		jen.Id("Lister").Params().Add(i.lister("")),
	)
	i.f.Line()
	// type PersonIndexInformer cache.TypedSharedIndexInformer[*testv1.Person]
	i.f.Doc(i.indexName() + " is an informer whose handlers and indexers are given " + i.kind.Name + " objects.")
	i.f.Type().Id(i.indexName()).Add(i.typed("TypedSharedIndexInformer"))
	i.f.Line()
	// type personInformer struct {
	// 	factory          internalinterfaces.SharedInformerFactory
	// 	tweakListOptions internalinterfaces.TweakListOptionsFunc
	// 	namespace        string
	// }
	i.f.Type().Id(private(i.kind)).Struct(
		append([]jen.Code{
			jen.Id("factory").Add(i.shared("SharedInformerFactory")),
			jen.Id("tweakListOptions").Add(i.shared("TweakListOptionsFunc")),
		}, i.namespaceParam()...)...,
	)
	i.f.Line()
}

// aliases writes names for the generic types of package cache.
func (i informer) aliases() {
	for _, alias := range []struct{ name, of, is string }{
		{i.kind.Name + "HandlerFuncs", "TypedResourceEventHandlerFuncs", "are functions that handle events of " + i.kind.Name + "."},
		{i.kind.Name + "DetailedHandlerFuncs", "TypedResourceEventHandlerDetailedFuncs", "are such functions that are told whether the informer has just been started."},
		{i.kind.Name + "FilteringHandler", "TypedFilteringResourceEventHandler", "handles events of some " + i.kind.Name + " objects only."},
		{i.kind.Name + "Indexers", "TypedIndexers", "are functions that index " + i.kind.Name + " objects."},
		{"Deleted" + i.kind.Name, "DeletedObject", "is what is known of a " + i.kind.Name + " that was deleted."},
	} {
		// type PersonIndexers = cache.TypedIndexers[*testv1.Person]
		i.f.Doc(alias.name + " " + alias.is)
		i.f.Type().Id(alias.name).Op("=").Add(i.typed(alias.of))
		i.f.Line()
	}
}

func (i informer) namespaceParam() []jen.Code {
	if !i.kind.Namespaced {
		return nil
	}
	return []jen.Code{jen.Id("namespace").String()}
}

// namespaced puts an argument that only namespaced kinds have in front of others.
func (i informer) namespaced(argument jen.Code, rest ...jen.Code) []jen.Code {
	if !i.kind.Namespaced {
		return rest
	}
	return append([]jen.Code{argument}, rest...)
}

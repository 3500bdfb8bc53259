// SPDX-License-Identifier: Apache-2.0

// Package lister emits listers: what reads the objects of a kind from the cache of an informer.
package lister

import (
	"path/filepath"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

const listers = "k8s.io/client-go/listers"

// Add adds the files of all listers. handWritten reports whether somebody wrote a file by hand.
func Add(b *layout.Batch, p *plan.Plan, handWritten func(path string) bool) {
	for _, version := range p.Versions() {
		kinds := version.Listed()
		if len(kinds) == 0 {
			continue
		}
		pkg, sources := b.Tree.Listers(version), []string{version.Group.Source}
		var expansions []*plan.Kind
		for i, kind := range kinds {
			b.Add(pkg, plan.FileName(kind.Name), sources, func(f *layout.File) {
				if i == 0 {
					f.PackageComment("// Package " + pkg.Name + " has the listers of " + version.APIVersion() + ".")
				}
				lister{f: f, kind: kind}.write()
			})
			if !handWritten(filepath.Join(pkg.Dir, strings.ToLower(kind.Name)+"_expansion.go")) {
				expansions = append(expansions, kind)
			}
		}
		b.Add(pkg, "expansion_generated.go", sources, func(f *layout.File) { expand(f, expansions) })
	}
}

// lister writes the file of one kind.
type lister struct {
	f    *layout.File
	kind *plan.Kind
}

// Names of the types that are emitted.
func (l lister) name() string      { return l.kind.Name + "Lister" }
func (l lister) private() string   { return plan.Lower(l.name()) }
func (l lister) namespace() string { return l.kind.Name + "NamespaceLister" }

func (l lister) write() {
	l.declare()
	l.construct()
	if l.kind.Namespaced {
		l.declareNamespace()
	}
}

func (l lister) declare() {
	// type PersonLister interface {
	// 	List(selector labels.Selector) ([]*testv1.Person, error)
	// 	Persons(namespace string) PersonNamespaceLister
	// 	PersonListerExpansion
	// }
	l.f.Doc(l.name() + " reads " + l.kind.Name + " objects from a cache. They are shared: copy before you change one.")
	l.f.Type().Id(l.name()).InterfaceFunc(func(g *jen.Group) {
		g.Comment("// List returns the objects that the selector selects.")
		g.Add(l.list())
		if l.kind.Namespaced {
			g.Comment("// " + l.kind.Plural + " returns a lister for the objects of one namespace.")
			g.Id(l.kind.Plural).Params(jen.Id("namespace").String()).Id(l.namespace())
		} else {
			g.Comment("// Get returns the object with that name, or an error that it is not found.")
			g.Add(l.get())
		}
		g.Id(l.name() + "Expansion")
	})
	l.f.Line()
	// type personLister struct {
	// 	listers.ResourceIndexer[*testv1.Person]
	// }
	l.f.Doc(l.private() + " implements " + l.name() + ".")
	l.f.Type().Id(l.private()).Struct(l.indexer())
	l.f.Line()
}

func (l lister) construct() {
	// func NewPersonLister(indexer cache.Indexer) PersonLister {
	// 	return &personLister{listers.New[*testv1.Person](
	// 		indexer, schema.GroupResource{Group: "test.example.com", Resource: "people"},
	// 	)}
	// }
	l.f.Doc("New" + l.name() + " returns a lister that reads from the indexer of an informer.")
	l.f.Func().Id("New" + l.name()).Params(jen.Id("indexer").Add(l.f.Qual(layout.Cache, "Indexer"))).Id(l.name()).Block(
		jen.Return(jen.Op("&").Id(l.private()).Values(
			l.f.Qual(listers, "New").Types(l.f.Pointer(l.kind.ID())).Call(
				jen.Id("indexer"),
				l.f.Qual(layout.RuntimeSchema, "GroupResource").Values(
					jen.Id("Group").Op(":").Lit(l.kind.Version.Group.Name),
					jen.Id("Resource").Op(":").Lit(l.kind.Resource),
				),
			),
		)),
	)
	l.f.Line()
}

func (l lister) declareNamespace() {
	private := plan.Lower(l.namespace())
	// func (l *personLister) Persons(namespace string) PersonNamespaceLister {
	// 	return personNamespaceLister{listers.NewNamespaced[*testv1.Person](l.ResourceIndexer, namespace)}
	// }
	l.f.Doc(l.kind.Plural + " returns a lister for the objects of one namespace.")
	l.f.Func().Params(jen.Id("l").Op("*").Id(l.private())).Id(l.kind.Plural).
		Params(jen.Id("namespace").String()).Id(l.namespace()).
		Block(jen.Return(jen.Id(private).Values(
			l.f.Qual(listers, "NewNamespaced").Types(l.f.Pointer(l.kind.ID())).
				Call(jen.Id("l").Dot("ResourceIndexer"), jen.Id("namespace")),
		)))
	l.f.Line()
	// type PersonNamespaceLister interface {
	// 	List(selector labels.Selector) ([]*testv1.Person, error)
	// 	Get(name string) (*testv1.Person, error)
	// 	PersonNamespaceListerExpansion
	// }
	l.f.Doc(l.namespace()+" reads the "+l.kind.Name+" objects of one namespace from a cache. They are shared: copy before you",
		"change one.")
	l.f.Type().Id(l.namespace()).Interface(
		jen.Comment("// List returns the objects of the namespace that the selector selects."),
		l.list(),
		jen.Comment("// Get returns the object of the namespace with that name, or an error that it is not found."),
		l.get(),
		jen.Id(l.namespace()+"Expansion"),
	)
	l.f.Line()
	// type personNamespaceLister struct {
	// 	listers.ResourceIndexer[*testv1.Person]
	// }
	l.f.Doc(private + " implements " + l.namespace() + ".")
	l.f.Type().Id(private).Struct(l.indexer())
}

func (l lister) indexer() *jen.Statement {
	return l.f.Qual(listers, "ResourceIndexer").Types(l.f.Pointer(l.kind.ID()))
}

func (l lister) list() *jen.Statement {
	return jen.Id("List").
		Params(jen.Id("selector").Add(l.f.Qual("k8s.io/apimachinery/pkg/labels", "Selector"))).
		Params(jen.Index().Add(l.f.Pointer(l.kind.ID())), jen.Error())
}

func (l lister) get() *jen.Statement {
	return jen.Id("Get").Params(jen.Id("name").String()).Params(l.f.Pointer(l.kind.ID()), jen.Error())
}

// expand writes the interfaces for methods that are written by hand.
func expand(f *layout.File, kinds []*plan.Kind) {
	for _, kind := range kinds {
		l := lister{f: f, kind: kind}
		names := []string{l.name()}
		if kind.Namespaced {
			names = append(names, l.namespace())
		}
		for _, name := range names {
			// type PersonListerExpansion interface{}
			f.Doc(name+"Expansion is for methods of "+name+" that are written by hand: declare it in",
				strings.ToLower(kind.Name)+"_expansion.go, and it is no longer emitted here.")
			f.Type().Id(name + "Expansion").Interface()
			f.Line()
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package informer

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// addGroup adds the type from which the informers of a group's versions are got.
func addGroup(b *layout.Batch, g group) {
	pkg := b.Tree.GroupInformers(g.Group)
	b.Add(pkg, "interface.go", []string{g.Source}, func(f *layout.File) {
		f.PackageComment("// Package " + pkg.Name + " has the informers of the group " + g.Name + ".")
		// type Interface interface {
		// 	V1() informerstestv1.Interface
		// }
		version := func(v *plan.Version, name string) *jen.Statement {
			return f.Qual(b.Tree.VersionInformers(v).Path, name)
		}
		f.Doc("Interface has the informers of each version.")
		f.Type().Id("Interface").InterfaceFunc(func(body *jen.Group) {
			for _, v := range g.versions {
				body.Comment("// " + v.GoName + " returns the informers of " + v.APIVersion() + ".")
				body.Id(v.GoName).Params().Add(version(v, "Interface"))
			}
		})
		f.Line()
		accessor(f, b.Tree, "group")
		for _, v := range g.versions {
			// func (g *group) V1() informerstestv1.Interface {
			// 	return informerstestv1.New(g.factory, g.namespace, g.tweakListOptions)
			// }
			f.Doc(v.GoName + " implements Interface.")
			f.Func().Params(jen.Id("g").Op("*").Id("group")).Id(v.GoName).Params().Add(version(v, "Interface")).
				Block(jen.Return(version(v, "New").Call(
					jen.Id("g").Dot("factory"), jen.Id("g").Dot("namespace"), jen.Id("g").Dot("tweakListOptions"),
				)))
			f.Line()
		}
	})
}

// addVersion adds the type from which the informers of a version's kinds are got.
func addVersion(b *layout.Batch, v *plan.Version) {
	pkg := b.Tree.VersionInformers(v)
	b.Add(pkg, "interface.go", []string{v.Group.Source}, func(f *layout.File) {
		f.PackageComment("// Package " + pkg.Name + " has the informers of " + v.APIVersion() + ".")
		// type Interface interface {
		// 	Persons() TypedPersonInformer
		// }
		f.Doc("Interface has an informer for each kind.")
		f.Type().Id("Interface").InterfaceFunc(func(body *jen.Group) {
			for _, kind := range v.Watched() {
				body.Comment("// " + kind.Plural + " returns the informer of " + kind.Name + ".")
				body.Id(kind.Plural).Params().Id("Typed" + kind.Name + "Informer")
			}
		})
		f.Line()
		accessor(f, b.Tree, "version")
		for _, kind := range v.Watched() {
			// func (v *version) Persons() TypedPersonInformer {
			// 	return &personInformer{factory: v.factory, namespace: v.namespace, tweakListOptions: v.tweakListOptions}
			// }
			f.Doc(kind.Plural + " implements Interface.")
			f.Func().Params(jen.Id("v").Op("*").Id("version")).Id(kind.Plural).Params().Id("Typed" + kind.Name + "Informer").
				Block(jen.Return(jen.Op("&").Id(private(kind)).ValuesFunc(func(values *jen.Group) {
					values.Id("factory").Op(":").Id("v").Dot("factory")
					if kind.Namespaced {
						values.Id("namespace").Op(":").Id("v").Dot("namespace")
					}
					values.Id("tweakListOptions").Op(":").Id("v").Dot("tweakListOptions")
				})))
			f.Line()
		}
	})
}

// accessor writes the struct with what informers need, and New, which makes one.
func accessor(f *layout.File, tree *layout.Tree, name string) {
	shared := func(name string) *jen.Statement { return f.Qual(tree.InformerInterfaces().Path, name) }
	// type group struct {
	// 	factory          internalinterfaces.SharedInformerFactory
	// 	namespace        string
	// 	tweakListOptions internalinterfaces.TweakListOptionsFunc
	// }
	f.Type().Id(name).Struct(
		jen.Id("factory").Add(shared("SharedInformerFactory")),
		jen.Id("namespace").String(),
		jen.Id("tweakListOptions").Add(shared("TweakListOptionsFunc")),
	)
	f.Line()
	// func New(f internalinterfaces.SharedInformerFactory, namespace string, tweakListOptions internalinterfaces.TweakListOptionsFunc) Interface {
	// 	return &group{factory: f, namespace: namespace, tweakListOptions: tweakListOptions}
	// }
	f.Doc("New returns informers of a factory, for one namespace or, if it is empty, for all.")
	f.Func().Id("New").Params(
		jen.Id("f").Add(shared("SharedInformerFactory")),
		jen.Id("namespace").String(),
		jen.Id("tweakListOptions").Add(shared("TweakListOptionsFunc")),
	).Id("Interface").Block(jen.Return(jen.Op("&").Id(name).Values(
		jen.Id("factory").Op(":").Id("f"),
		jen.Id("namespace").Op(":").Id("namespace"),
		jen.Id("tweakListOptions").Op(":").Id("tweakListOptions"),
	)))
	f.Line()
}

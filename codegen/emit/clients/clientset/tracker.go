// SPDX-License-Identifier: Apache-2.0

package clientset

import (
	"github.com/dave/jennifer/jen"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

const apiMeta = "k8s.io/apimachinery/pkg/api/meta"

// trackerType is the emitted type that knows the plurals of all kinds.
const trackerType = "objectTracker"

// irregular returns the kinds whose objects client-go's tracker would not find, since it spells a plural of its own:
// "persons" for "people", "gatewaies" for "gateways".
func irregular(p *plan.Plan) []*plan.Kind {
	var kinds []*plan.Kind
	for _, version := range p.Versions() {
		for _, kind := range version.Kinds {
			gv := schema.GroupVersion{Group: version.Group.Name, Version: version.Name}
			if spelled, _ := meta.UnsafeGuessKindToResource(gv.WithKind(kind.Name)); spelled.Resource != kind.Resource {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

// addTracker adds a file with a tracker for such kinds.
func addTracker(b *layout.Batch, p *plan.Plan, kinds []*plan.Kind) {
	b.Add(b.Tree.ClientsetFake(), "tracker.go", p.Sources(), func(f *layout.File) {
		declareTracker(f, kinds)
		object := param{"object", f.Qual(layout.Runtime, "Object")}
		kind := param{"gvk", f.Qual(layout.RuntimeSchema, "GroupVersionKind")}
		namespace, name := param{"ns", jen.String()}, param{"name", jen.String()}
		trackerMethod(f, "Get", "Get", object.typ, namespace, name)
		trackerMethod(f, "Create", "Create", nil, object, namespace)
		trackerMethod(f, "Update", "Update", nil, object, namespace)
		trackerMethod(f, "Patch", "Patch", nil, object, namespace)
		trackerMethod(f, "Apply", "Patch", nil, object, namespace)
		trackerMethod(f, "List", "List", object.typ, kind, namespace)
		trackerMethod(f, "Delete", "Delete", nil, namespace, name)
		trackerMethod(f, "Watch", "List", f.Qual(layout.Watch, "Interface"), namespace)
	})
}

func declareTracker(f *layout.File, kinds []*plan.Kind) {
	// type objectTracker struct {
	// 	testing.ObjectTracker
	// }
	f.Doc(trackerType+" finds objects by the resources of their kinds. That of client-go spells resources from kinds, and would",
		"look for some objects where there are none.")
	f.File.Type().Id(trackerType).Struct(f.Qual(layout.Testing, "ObjectTracker"))
	f.Line()
	// var irregular = map[schema.GroupVersionResource]string{
	// 	{Group: "test.example.com", Version: "v1", Resource: "people"}: "Person",
	// }
	f.Doc("irregular has the kinds that are spelled otherwise, by their resources.")
	f.Var().Id("irregular").Op("=").Map(f.Qual(layout.RuntimeSchema, "GroupVersionResource")).String().
		ValuesFunc(func(g *jen.Group) {
			for _, kind := range kinds {
				g.Line().Values(
					jen.Id("Group").Op(":").Lit(kind.Version.Group.Name),
					jen.Id("Version").Op(":").Lit(kind.Version.Name),
					jen.Id("Resource").Op(":").Lit(kind.Resource),
				).Op(":").Lit(kind.Name)
			}
			g.Line()
		})
	f.Line()
	// func spelled(gvr schema.GroupVersionResource) schema.GroupVersionResource {
	// 	kind, ok := irregular[gvr]
	// 	if !ok {
	// 		return gvr
	// 	}
	// 	plural, _ := meta.UnsafeGuessKindToResource(gvr.GroupVersion().WithKind(kind))
	// 	return plural
	// }
	resource := func() *jen.Statement { return f.Qual(layout.RuntimeSchema, "GroupVersionResource") }
	f.Func().Id("spelled").Params(jen.Id("gvr").Add(resource())).Add(resource()).Block(
		jen.List(jen.Id("kind"), jen.Id("ok")).Op(":=").Id("irregular").Index(jen.Id("gvr")),
		jen.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Id("gvr"))),
		jen.List(jen.Id("plural"), jen.Id("_")).Op(":=").Add(f.Qual(apiMeta, "UnsafeGuessKindToResource")).
			Call(jen.Id("gvr").Dot("GroupVersion").Call().Dot("WithKind").Call(jen.Id("kind"))),
		jen.Return(jen.Id("plural")),
	)
	f.Line()
}

// param is a parameter of a method.
type param struct {
	name string
	typ  jen.Code
}

// trackerMethod writes a method that hands on what it is given, and the resource as client-go spells it.
func trackerMethod(f *layout.File, name, options string, result jen.Code, params ...param) {
	declared := []jen.Code{jen.Id("gvr").Add(f.Qual(layout.RuntimeSchema, "GroupVersionResource"))}
	arguments := []jen.Code{jen.Id("spelled").Call(jen.Id("gvr"))}
	for _, p := range params {
		declared = append(declared, jen.Id(p.name).Add(p.typ))
		arguments = append(arguments, jen.Id(p.name))
	}
	declared = append(declared, jen.Id("opts").Op("...").Add(f.Qual(layout.Meta, options+"Options")))
	arguments = append(arguments, jen.Id("opts").Op("..."))
	results := []jen.Code{jen.Error()}
	if result != nil {
		results = []jen.Code{result, jen.Error()}
	}
	// func (t objectTracker) Get(gvr schema.GroupVersionResource, ns string, name string, opts ...metav1.GetOptions) (runtime.Object, error) {
	// 	return t.ObjectTracker.Get(spelled(gvr), ns, name, opts...)
	// }
	f.Doc(name + " implements testing.ObjectTracker.")
	f.Func().Params(jen.Id("t").Id(trackerType)).Id(name).Params(declared...).Params(results...).
		Block(jen.Return(jen.Id("t").Dot("ObjectTracker").Dot(name).Call(arguments...)))
	f.Line()
}

// SPDX-License-Identifier: Apache-2.0

package clientset

import (
	"path/filepath"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// names are what the variables of a scheme are called: exported in the clientset's, private in the fake's.
type names struct{ scheme, codecs, parameterCodec string }

var (
	exported = names{scheme: "Scheme", codecs: "Codecs", parameterCodec: "ParameterCodec"}
	private  = names{scheme: "scheme", codecs: "codecs"}
)

// customFile is where users add their own types to the scheme, in a function that is called like this.
const (
	customFile     = "register_custom.go"
	customRegister = "ExtraAddToScheme"
)

func addScheme(b *layout.Batch, p *plan.Plan, handWritten func(path string) bool) {
	pkg := b.Tree.Scheme()
	b.Add(pkg, "doc.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package scheme knows the types of the clientset, and how they are encoded.")
	})
	custom := handWritten(filepath.Join(pkg.Dir, customFile))
	b.Add(pkg, "register.go", p.Sources(), func(f *layout.File) { scheme(f, p, exported, custom) })
}

func scheme(f *layout.File, p *plan.Plan, n names, custom bool) {
	// var Scheme = runtime.NewScheme()
	f.Doc(n.scheme + " knows all types of the clientset.")
	f.Var().Id(n.scheme).Op("=").Add(f.Qual(layout.Runtime, "NewScheme")).Call()
	f.Line()
	// var Codecs = serializer.NewCodecFactory(Scheme)
	f.Doc(n.codecs + " encodes and decodes them.")
	f.Var().Id(n.codecs).Op("=").
		Add(f.Qual("k8s.io/apimachinery/pkg/runtime/serializer", "NewCodecFactory")).Call(jen.Id(n.scheme))
	f.Line()
	if n.parameterCodec != "" {
		// var ParameterCodec = runtime.NewParameterCodec(Scheme)
		f.Doc(n.parameterCodec + " encodes the options of requests as query parameters.")
		f.Var().Id(n.parameterCodec).Op("=").Add(f.Qual(layout.Runtime, "NewParameterCodec")).Call(jen.Id(n.scheme))
		f.Line()
	}
	// var localSchemeBuilder = runtime.SchemeBuilder{
	// 	testv1.AddToScheme,
	// }
	f.Var().Id("localSchemeBuilder").Op("=").Add(f.Qual(layout.Runtime, "SchemeBuilder")).
		ValuesFunc(func(g *jen.Group) {
			for _, version := range p.Versions() {
				g.Line().Add(f.Qual(version.View.Path, "AddToScheme"))
			}
			if custom {
				g.Line().Id(customRegister)
			}
			g.Line()
		})
	f.Line()
	// var AddToScheme = localSchemeBuilder.AddToScheme
	f.Doc("AddToScheme adds all types of the clientset to another scheme, such as that of client-go's own clientset, so",
		"that objects of both can be decoded with it.")
	f.Var().Id("AddToScheme").Op("=").Id("localSchemeBuilder").Dot("AddToScheme")
	f.Line()
	// func init() {
	// 	metav1.AddToGroupVersion(Scheme, schema.GroupVersion{Version: "v1"})
	// 	utilruntime.Must(AddToScheme(Scheme))
	// }
	f.ImportAlias(utilRuntime, "utilruntime")
	f.Func().Id("init").Params().Block(
		f.Qual(layout.Meta, "AddToGroupVersion").Call(
			jen.Id(n.scheme),
			f.Qual(layout.RuntimeSchema, "GroupVersion").Values(jen.Id("Version").Op(":").Lit("v1")),
		),
		jen.Qual(utilRuntime, "Must").Call(jen.Id("AddToScheme").Call(jen.Id(n.scheme))),
	)
}

const utilRuntime = "k8s.io/apimachinery/pkg/util/runtime"

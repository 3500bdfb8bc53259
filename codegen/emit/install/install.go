// SPDX-License-Identifier: Apache-2.0

// Package install emits, beside the versions of an API package, a small package that makes all of them known to a
// scheme.
package install

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"github.com/dave/jennifer/jen"
	"k8s.io/apimachinery/pkg/version"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/output"
)

const (
	runtimePath     = "k8s.io/apimachinery/pkg/runtime"
	schemaPath      = "k8s.io/apimachinery/pkg/runtime/schema"
	utilRuntimePath = "k8s.io/apimachinery/pkg/util/runtime"
)

// Name is the name of the emitted package and of its folder.
const Name = "install"

// Emit returns the package for all views of one API package, of which there is at least one.
func Emit(views []*model.View, license []string) ([]output.File, error) {
	api := views[0].API
	importPath := path.Join(api.Path, Name)
	f := gofile.New(gofile.Header{License: license, Sources: []string{api.Path}}, importPath, Name)
	f.PackageComment(fmt.Sprintf("// Package install makes all versions of the API group %s known to a scheme.", api.Group))
	f.ImportName(runtimePath, "runtime")
	f.ImportName(schemaPath, "schema")
	f.ImportAlias(utilRuntimePath, "utilruntime")

	priority := byPriority(views)
	f.Comment("// AddToScheme adds the types of all versions to a scheme, and says in which order the versions are preferred.")
	// func AddToScheme(scheme *runtime.Scheme) error {
	//	for _, add := range []func(*runtime.Scheme) error{v1.AddToScheme, v1beta1.AddToScheme} {
	//		if err := add(scheme); err != nil {
	//			return err
	//		}
	//	}
	//	return scheme.SetVersionPriority(v1.GroupVersion, v1beta1.GroupVersion)
	// }
	f.Func().Id("AddToScheme").Params(jen.Id("scheme").Op("*").Qual(runtimePath, "Scheme")).Error().Block(
		jen.For(jen.List(jen.Id("_"), jen.Id("add")).Op(":=").Range().Index().Func().Params(jen.Op("*").Qual(runtimePath, "Scheme")).Error().ValuesFunc(func(g *jen.Group) {
			for _, v := range priority {
				g.Line().Qual(v.Path, "AddToScheme")
			}
			g.Line()
		})).Block(
			jen.If(jen.Err().Op(":=").Id("add").Call(jen.Id("scheme")), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		),
		jen.Return(jen.Id("scheme").Dot("SetVersionPriority").CallFunc(func(g *jen.Group) {
			for _, v := range priority {
				g.Qual(v.Path, "GroupVersion")
			}
		})),
	)
	f.Comment("// Install is AddToScheme for the main function of a program: it panics when the scheme is at fault.")
	// func Install(scheme *runtime.Scheme) { utilruntime.Must(AddToScheme(scheme)) }
	f.Func().Id("Install").Params(jen.Id("scheme").Op("*").Qual(runtimePath, "Scheme")).Block(
		jen.Qual(utilRuntimePath, "Must").Call(jen.Id("AddToScheme").Call(jen.Id("scheme"))),
	)
	file, err := gofile.Render(f, filepath.Join(api.Dir, Name), header.NamePrefix+"install.go")
	if err != nil {
		return nil, err
	}
	return []output.File{file}, nil
}

// byPriority sorts versions as Kubernetes prefers them: stable before beta before alpha, the youngest first.
func byPriority(views []*model.View) []*model.View {
	sorted := slices.Clone(views)
	slices.SortStableFunc(sorted, func(a, b *model.View) int {
		return version.CompareKubeAwareVersionStrings(b.Version.Name, a.Version.Name)
	})
	return sorted
}

// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// addLookup adds the package that finds apply configurations, and the schema of all.
func addLookup(b *layout.Batch, p *plan.Plan, known configs) {
	b.Add(b.Tree.ApplyConfig(), "utils.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package applyconfiguration finds the apply configuration of a kind, and knows how all of them are merged.")
		forKind(f, b.Tree, p, known)
		// func NewTypeConverter(scheme *runtime.Scheme) managedfields.TypeConverter {
		// 	return managedfields.NewSchemeTypeConverter(scheme, internal.Parser())
		// }
		f.Doc("NewTypeConverter returns what turns objects into values whose fields can be compared and merged: lists by their keys,",
			"and maps and lists that are one value as a whole.")
		f.Func().Id("NewTypeConverter").
			Params(jen.Id("scheme").Op("*").Add(f.Qual(layout.Runtime, "Scheme"))).
			Add(f.Qual(layout.ManagedFields, "TypeConverter")).
			Block(jen.Return(f.Qual(layout.ManagedFields, "NewSchemeTypeConverter").Call(
				jen.Id("scheme"), f.Qual(b.Tree.ApplyConfigSchema().Path, "Parser").Call(),
			)))
	})
}

func forKind(f *layout.File, tree *layout.Tree, p *plan.Plan, known configs) {
	versions := p.Versions()
	slices.SortFunc(versions, func(a, b *plan.Version) int {
		return cmp.Or(cmp.Compare(a.Group.Name, b.Group.Name), cmp.Compare(a.Name, b.Name))
	})
	// func ForKind(kind schema.GroupVersionKind) any {
	// 	switch kind {
	// 	// test.example.com/v1
	// 	case schema.GroupVersionKind{Group: "test.example.com", Version: "v1", Kind: "Person"}:
	// 		return &applytestv1.PersonApplyConfiguration{}
	// 	}
	// 	return nil
	// }
	f.Doc("ForKind returns a new apply configuration for the type of that name, nil if there is none.")
	f.Func().Id("ForKind").Params(jen.Id("kind").Add(f.Qual(layout.RuntimeSchema, "GroupVersionKind"))).Any().Block(
		jen.Switch(jen.Id("kind")).BlockFunc(func(g *jen.Group) {
			for _, v := range versions {
				types := known.of(v)
				if len(types) > 0 {
					g.Add(gofile.Comment(v.APIVersion()))
				}
				slices.SortStableFunc(types, func(a, b *model.Type) int {
					return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
				})
				for _, t := range types {
					g.Case(f.Qual(layout.RuntimeSchema, "GroupVersionKind").Values(
						jen.Id("Group").Op(":").Lit(v.Group.Name),
						jen.Id("Version").Op(":").Lit(v.Name),
						jen.Id("Kind").Op(":").Lit(t.Name),
					)).Block(jen.Return(
						jen.Op("&").Add(f.Qual(tree.ApplyConfigs(v).Path, t.Name+plan.ConfigSuffix)).Values(),
					))
				}
			}
		}),
		jen.Return(jen.Nil()),
	)
	f.Line()
}

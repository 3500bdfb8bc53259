// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/model"
)

// register writes what makes the types known to a scheme, by the names that client-go, controller-runtime and
// code-generator's clients look for.
func (e *emitter) register(f *jen.File) error {
	f.Comment("// GroupName is the API group of the package.")
	f.Const().Id("GroupName").Op("=").Lit(e.view.API.Group)

	f.Comment("// GroupVersion is the API group and version of the package.")
	// var GroupVersion = schema.GroupVersion{Group: GroupName, Version: "v1"}
	f.Var().Id("GroupVersion").Op("=").Qual(schemaPath, "GroupVersion").Values(jen.Dict{
		jen.Id("Group"):   jen.Id("GroupName"),
		jen.Id("Version"): jen.Lit(e.view.Version.Name),
	})
	f.Comment("// SchemeGroupVersion is GroupVersion by the name that typed clients use.")
	f.Var().Id("SchemeGroupVersion").Op("=").Id("GroupVersion")

	// var (
	//	SchemeBuilder = runtime.NewSchemeBuilder(addKnownTypes)
	//	AddToScheme   = SchemeBuilder.AddToScheme
	// )
	f.Line()
	f.Var().Defs(
		jen.Comment("// SchemeBuilder collects the functions that add the types of the package to a scheme. Files written by hand may"),
		jen.Comment("// register more with it."),
		jen.Id("SchemeBuilder").Op("=").Qual(runtimePath, "NewSchemeBuilder").Call(jen.Id("addKnownTypes")),
		jen.Comment("// AddToScheme adds the types of the package to a scheme."),
		jen.Id("AddToScheme").Op("=").Id("SchemeBuilder").Dot("AddToScheme"),
	)

	if !e.declares("Kind") {
		f.Comment("// Kind qualifies a kind with the group of the package.")
		// func Kind(kind string) schema.GroupKind { return GroupVersion.WithKind(kind).GroupKind() }
		f.Func().Id("Kind").Params(jen.Id("kind").String()).Qual(schemaPath, "GroupKind").Block(
			jen.Return(jen.Id("GroupVersion").Dot("WithKind").Call(jen.Id("kind")).Dot("GroupKind").Call()),
		)
	}
	f.Comment("// Resource qualifies a resource with the group of the package.")
	// func Resource(resource string) schema.GroupResource { ... }
	f.Func().Id("Resource").Params(jen.Id("resource").String()).Qual(schemaPath, "GroupResource").Block(
		jen.Return(jen.Id("GroupVersion").Dot("WithResource").Call(jen.Id("resource")).Dot("GroupResource").Call()),
	)
	f.Line()
	// func addKnownTypes(scheme *runtime.Scheme) error {
	//	scheme.AddKnownTypes(GroupVersion, &Person{}, &PersonList{})
	//	metav1.AddToGroupVersion(scheme, GroupVersion)
	//	return nil
	// }
	f.Func().Id("addKnownTypes").Params(jen.Id("scheme").Op("*").Qual(runtimePath, "Scheme")).Error().BlockFunc(func(g *jen.Group) {
		if kinds := e.view.Kinds(); len(kinds) > 0 {
			g.Id("scheme").Dot("AddKnownTypes").CallFunc(func(args *jen.Group) {
				args.Line().Id("GroupVersion")
				for _, kind := range kinds {
					args.Line().Op("&").Id(kind.Name).Values()
					args.Line().Op("&").Id(kind.Name + "List").Values()
				}
				args.Line()
			})
		}
		g.Qual(metav1Path, "AddToGroupVersion").Call(jen.Id("scheme"), jen.Id("GroupVersion"))
		g.Return(jen.Nil())
	})
	return nil
}

// declares reports whether the API has a type or a constant of a name at this version, or its author has declared something
// by that name beside the emitted files.
func (e *emitter) declares(name string) bool {
	if slices.ContainsFunc(e.view.API.HandWritten, func(h model.HandWritten) bool {
		return h.Version == e.view.Version.Name && h.Receiver == "" && h.Name == name
	}) {
		return true
	}
	return slices.ContainsFunc(e.view.Types, func(t *model.Type) bool {
		return t.Name == name || slices.ContainsFunc(t.Constants, func(c *model.Constant) bool { return c.Name == name })
	})
}

// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// lists tells whether the generic client must be one that knows lists, which DeleteCollection needs as well.
func (c client) lists() bool { return c.kind.Can(plan.List) || c.kind.Can(plan.DeleteCollection) }

// applies tells whether it must be one that knows apply configurations.
func (c client) applies() bool { return c.kind.Can(plan.Apply) || c.kind.Can(plan.ApplyStatus) }

// suffix is what the generic client's name says of them.
func (c client) suffix() string {
	switch {
	case c.lists() && c.applies():
		return "WithListAndApply"
	case c.lists():
		return "WithList"
	case c.applies():
		return "WithApply"
	}
	return ""
}

func (c client) typeArguments() []jen.Code {
	arguments := []jen.Code{c.f.Pointer(c.kind.ID())}
	if c.lists() {
		arguments = append(arguments, c.f.Pointer(c.kind.ListID()))
	}
	if c.applies() {
		arguments = append(arguments, jen.Op("*").Add(c.config()))
	}
	return arguments
}

func (c client) namespace() *jen.Statement {
	if c.kind.Namespaced {
		return jen.Id("namespace")
	}
	return jen.Lit("")
}

func (c client) newObject() *jen.Statement {
	// func() *testv1.Person { return &testv1.Person{} }
	return jen.Func().Params().Add(c.f.Pointer(c.kind.ID())).Block(jen.Return(c.f.Empty(c.kind.ID())))
}

func (c client) newList() *jen.Statement {
	// func() *testv1.PersonList { return &testv1.PersonList{} }
	return jen.Func().Params().Add(c.f.Pointer(c.kind.ListID())).Block(jen.Return(c.f.Empty(c.kind.ListID())))
}

// groupVersion writes the version as a value.
func groupVersion(f *layout.File, v *plan.Version) *jen.Statement {
	// schema.GroupVersion{Group: "test.example.com", Version: "v1"}
	return f.Qual(layout.RuntimeSchema, "GroupVersion").Values(
		jen.Id("Group").Op(":").Lit(v.Group.Name), jen.Id("Version").Op(":").Lit(v.Name),
	)
}

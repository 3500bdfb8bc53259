// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// fakeMethod writes a method beyond those of the generic fake.
func (c client) fakeMethod(m *plan.Method) {
	// func (c *fakePersons) GetScale(ctx context.Context, name string, opts metav1.GetOptions) (*autoscalingv1.Scale, error) {
	// 	result := &autoscalingv1.Scale{}
	// 	found, err := c.Fake.Invokes(
	// 		testing.NewGetSubresourceActionWithOptions(c.Resource(), c.Namespace(), "scale", name, opts), result,
	// 	)
	// 	if found == nil {
	// 		return result, err
	// 	}
	// 	result, ok := found.(*autoscalingv1.Scale)
	// 	if !ok {
	// 		return nil, fmt.Errorf("GetScale: the fake found a %T, not a Scale: add a reactor that returns one", found)
	// 	}
	// 	return result, err
	// }
	c.f.Doc(methodDoc(c.kind, m)...)
	c.f.Func().Params(jen.Id("c").Op("*").Id(c.fakeName())).Id(m.Name).
		Params(c.params(m)...).
		Params(c.result(m), jen.Error()).
		BlockFunc(func(g *jen.Group) {
			if m.Verb == plan.Apply {
				c.checkApply(g, m)
				// data, err := json.Marshal(object)
				// if err != nil {
				// 	return nil, err
				// }
				g.List(jen.Id("data"), jen.Err()).Op(":=").Add(c.f.Qual("encoding/json", "Marshal")).Call(jen.Id("object"))
				g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err()))
			}
			g.Id("result").Op(":=").Add(c.f.Empty(resultID(m)))
			g.List(jen.Id("found"), jen.Err()).Op(":=").Id("c").Dot("Fake").Dot("Invokes").Call(
				jen.Line().Add(c.action(m)), jen.Id("result"),
				jen.Line(),
			)
			g.If(jen.Id("found").Op("==").Nil()).Block(jen.Return(jen.Id("result"), jen.Err()))
			g.List(jen.Id("result"), jen.Id("ok")).Op(":=").Id("found").Assert(c.result(m))
			g.If(jen.Op("!").Id("ok")).Block(jen.Return(
				jen.Nil(),
				c.f.Qual(layout.Format, "Errorf").Call(
					jen.Lit(m.Name+": the fake found a %T, not a "+resultID(m).Name+": add a reactor that returns one"),
					jen.Id("found"),
				),
			))
			g.Return(jen.Id("result"), jen.Err())
		})
	c.f.Line()
}

// action writes what a fake records, and hands to its reactors, instead of sending a request.
func (c client) action(m *plan.Method) *jen.Statement {
	var arguments []jen.Code
	call := func(verb string, more ...jen.Code) *jen.Statement {
		scope := ""
		if !c.kind.Namespaced {
			scope = "Root"
		}
		name := "New" + scope + verb + "ActionWithOptions"
		return c.f.Qual(layout.Testing, name).Call(append(arguments, more...)...)
	}
	arguments = append(arguments, jen.Id("c").Dot("Resource").Call())
	name, object, opts := jen.Id("name"), jen.Id("object"), jen.Id("opts")
	subresource := jen.Lit(m.Subresource)
	namespace := func() []jen.Code {
		if !c.kind.Namespaced {
			return nil
		}
		return []jen.Code{jen.Id("c").Dot("Namespace").Call()}
	}
	switch {
	case m.Verb == plan.List:
		// testing.NewListActionWithOptions(c.Resource(), c.Kind(), c.Namespace(), opts)
		arguments = append(arguments, jen.Id("c").Dot("Kind").Call())
		return call("List", append(namespace(), opts)...)
	case m.Verb == plan.Get && m.Subresource == "":
		// testing.NewGetActionWithOptions(c.Resource(), c.Namespace(), name, opts)
		return call("Get", append(namespace(), name, opts)...)
	case m.Verb == plan.Get:
		// testing.NewGetSubresourceActionWithOptions(c.Resource(), c.Namespace(), "scale", name, opts)
		return call("GetSubresource", append(namespace(), subresource, name, opts)...)
	case m.Verb == plan.Create && m.Subresource == "":
		// testing.NewCreateActionWithOptions(c.Resource(), c.Namespace(), object, opts)
		return call("Create", append(namespace(), object, opts)...)
	case m.Verb == plan.Create:
		// testing.NewCreateSubresourceActionWithOptions(c.Resource(), name, "bind", c.Namespace(), object, opts)
		arguments = append(arguments, name, subresource)
		return call("CreateSubresource", append(namespace(), object, opts)...)
	case m.Verb == plan.Update && m.Subresource == "":
		// testing.NewUpdateActionWithOptions(c.Resource(), c.Namespace(), object, opts)
		return call("Update", append(namespace(), object, opts)...)
	case m.Verb == plan.Update:
		// testing.NewUpdateSubresourceActionWithOptions(c.Resource(), "scale", c.Namespace(), object, opts)
		arguments = append(arguments, subresource)
		return call("UpdateSubresource", append(namespace(), object, opts)...)
	case m.Verb == plan.Patch:
		// testing.NewPatchSubresourceActionWithOptions(c.Resource(), c.Namespace(), name, pt, data, opts, subresources...)
		return call("PatchSubresource", append(namespace(), name, jen.Id("pt"), jen.Id("data"), opts, jen.Id("subresources").Op("..."))...)
	default:
		// testing.NewPatchSubresourceActionWithOptions(c.Resource(), c.Namespace(), name, types.ApplyPatchType, data, opts.ToPatchOptions(), "scale")
		return call("PatchSubresource", append(namespace(), c.applyArguments(m)...)...)
	}
}

func (c client) applyArguments(m *plan.Method) []jen.Code {
	name := jen.Id("name")
	if m.Subresource == "" {
		name = jen.Op("*").Id("object").Dot("GetName").Call()
	}
	arguments := []jen.Code{
		name,
		c.f.Qual(patchTypes, "ApplyPatchType"),
		jen.Id("data"),
		jen.Id("opts").Dot("ToPatchOptions").Call(),
	}
	if m.Subresource != "" {
		arguments = append(arguments, jen.Lit(m.Subresource))
	}
	return arguments
}

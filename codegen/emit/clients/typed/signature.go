// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

const patchTypes = "k8s.io/apimachinery/pkg/types"

// verb writes the signature of a verb's method as an interface has it.
func (c client) verb(verb plan.Verb) *jen.Statement {
	// Get(ctx context.Context, name string, opts metav1.GetOptions) (*testv1.Person, error)
	m := &plan.Method{Name: verb.MethodName(), Verb: verb, Input: c.kind.ID(), Result: c.kind.ID()}
	return jen.Id(m.Name).Params(c.params(m)...).ParamsFunc(func(g *jen.Group) {
		switch verb {
		case plan.Delete, plan.DeleteCollection:
		case plan.Watch:
			g.Add(c.f.Qual(layout.Watch, "Interface"))
		default:
			g.Add(c.result(m))
		}
		g.Error()
	})
}

// params writes the parameters of a method.
func (c client) params(m *plan.Method) []jen.Code {
	params := []jen.Code{jen.Id("ctx").Add(c.f.Qual(layout.Context, "Context"))}
	name := jen.Id("name").String()
	options := func(kind string) jen.Code { return jen.Id("opts").Add(c.f.Qual(layout.Meta, kind+"Options")) }
	if m.Subresource != "" && m.Verb != plan.Patch && m.Verb != plan.Get {
		params = append(params, name)
	}
	switch m.Verb {
	case plan.Create:
		return append(params, c.object(c.f.ID(m.Input)), options("Create"))
	case plan.Update, plan.UpdateStatus:
		return append(params, c.object(c.f.ID(m.Input)), options("Update"))
	case plan.Apply, plan.ApplyStatus:
		return append(params, c.object(c.configOf(m.Input)), options("Apply"))
	case plan.Delete:
		return append(params, name, options("Delete"))
	case plan.DeleteCollection:
		return append(params, options("Delete"), jen.Id("listOpts").Add(c.f.Qual(layout.Meta, "ListOptions")))
	case plan.Get:
		return append(params, name, options("Get"))
	case plan.Patch:
		return append(params,
			name,
			jen.Id("pt").Add(c.f.Qual(patchTypes, "PatchType")),
			jen.Id("data").Index().Byte(),
			options("Patch"),
			jen.Id("subresources").Op("...").String(),
		)
	default:
		return append(params, options("List"))
	}
}

func (c client) object(of *jen.Statement) jen.Code { return jen.Id("object").Op("*").Add(of) }

// result writes the type that a method returns besides the error.
func (c client) result(m *plan.Method) *jen.Statement { return c.f.Pointer(resultID(m)) }

func resultID(m *plan.Method) model.TypeID {
	id := m.Result
	if m.Verb == plan.List {
		id.Name += "List"
	}
	return id
}

// configOf refers to the apply configuration of a type. The plan has made sure that there is one.
func (c client) configOf(id model.TypeID) *jen.Statement {
	if version := c.version(id.Pkg); version != nil {
		return c.f.Qual(c.tree.ApplyConfigs(version).Path, id.Name+plan.ConfigSuffix)
	}
	config, _ := plan.MethodConfig(id)
	return c.f.ID(config)
}

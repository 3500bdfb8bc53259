// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// method writes a method beyond those of the generic client.
func (c client) method(m *plan.Method) {
	c.f.Doc(methodDoc(c.kind, m)...)
	c.f.Func().Params(jen.Id("c").Op("*").Id(c.name())).Id(m.Name).
		Params(c.params(m)...).
		Params(c.result(m), jen.Error()).
		BlockFunc(func(g *jen.Group) {
			switch m.Verb {
			case plan.Apply:
				c.apply(g, m)
			case plan.List:
				c.list(g, m)
			default:
				c.send(g, m)
			}
		})
	c.f.Line()
}

func methodDoc(kind *plan.Kind, m *plan.Method) []string {
	what := "a " + kind.Name
	if m.Subresource != "" {
		what = "the subresource " + m.Subresource + " of a " + kind.Name
	}
	switch m.Verb {
	case plan.Create:
		return []string{m.Name + " creates " + what + " and returns what the API server makes of it."}
	case plan.Update:
		return []string{m.Name + " updates " + what + " and returns what the API server makes of it."}
	case plan.Apply:
		return []string{m.Name + " applies " + what + " and returns what the API server makes of it."}
	case plan.Patch:
		return []string{m.Name + " patches " + what + " and returns what the API server makes of it."}
	case plan.List:
		return []string{m.Name + " lists " + what + "."}
	default:
		return []string{m.Name + " returns " + what + "."}
	}
}

// send writes a request that sends or gets one object.
func (c client) send(g *jen.Group, m *plan.Method) {
	// result := &autoscalingv1.Scale{}
	// err := c.GetClient().Get().
	// 	Namespace(c.GetNamespace()).
	// 	Resource("people").
	// 	Name(name).
	// 	SubResource("scale").
	// 	VersionedParams(&opts, scheme.ParameterCodec).
	// 	Do(ctx).
	// 	Into(result)
	// return result, err
	g.Id("result").Op(":=").Add(c.f.Empty(m.Result))
	request := jen.Id("c").Dot("GetClient").Call().Dot(restVerb[m.Verb]).CallFunc(func(arguments *jen.Group) {
		if m.Verb == plan.Patch {
			arguments.Id("pt")
		}
	})
	request = c.where(request, m)
	if m.Verb == plan.Patch {
		request = dot(request, "SubResource").Call(jen.Id("subresources").Op("..."))
	}
	request = c.options(request, "opts")
	switch m.Verb {
	case plan.Create, plan.Update:
		request = dot(request, "Body").Call(jen.Id("object"))
	case plan.Patch:
		request = dot(request, "Body").Call(jen.Id("data"))
	}
	g.Err().Op(":=").Add(into(request))
	g.Return(jen.Id("result"), jen.Err())
}

// restVerb is what a REST client calls a verb.
var restVerb = map[plan.Verb]string{
	plan.Create: "Post", plan.Update: "Put", plan.Get: "Get", plan.List: "Get", plan.Patch: "Patch",
}

func (c client) list(g *jen.Group, m *plan.Method) {
	// var timeout time.Duration
	// if opts.TimeoutSeconds != nil {
	// 	timeout = time.Duration(*opts.TimeoutSeconds) * time.Second
	// }
	// result := &testv1.PersonList{}
	// err := c.GetClient().Get().
	// 	Namespace(c.GetNamespace()).
	// 	Resource("people").
	// 	VersionedParams(&opts, scheme.ParameterCodec).
	// 	Timeout(timeout).
	// 	Do(ctx).
	// 	Into(result)
	// return result, err
	g.Var().Id("timeout").Add(c.f.Qual(layout.Time, "Duration"))
	g.If(jen.Id("opts").Dot("TimeoutSeconds").Op("!=").Nil()).Block(
		jen.Id("timeout").Op("=").Add(c.f.Qual(layout.Time, "Duration")).
			Call(jen.Op("*").Id("opts").Dot("TimeoutSeconds")).Op("*").Add(c.f.Qual(layout.Time, "Second")),
	)
	g.Id("result").Op(":=").Add(c.f.Empty(resultID(m)))
	request := c.where(jen.Id("c").Dot("GetClient").Call().Dot("Get").Call(), m)
	request = c.options(request, "opts")
	request = dot(request, "Timeout").Call(jen.Id("timeout"))
	g.Err().Op(":=").Add(into(request))
	g.Return(jen.Id("result"), jen.Err())
}

func (c client) apply(g *jen.Group, m *plan.Method) {
	// request, err := apply.NewRequest(c.GetClient(), object)
	// if err != nil {
	// 	return nil, err
	// }
	// patchOpts := opts.ToPatchOptions()
	// result := &autoscalingv1.Scale{}
	// err = request.
	// 	Namespace(c.GetNamespace()).
	// 	Resource("people").
	// 	Name(name).
	// 	SubResource("scale").
	// 	VersionedParams(&patchOpts, scheme.ParameterCodec).
	// 	Do(ctx).
	// 	Into(result)
	// return result, err
	c.checkApply(g, m)
	g.List(jen.Id("request"), jen.Err()).Op(":=").Add(c.f.Qual("k8s.io/client-go/util/apply", "NewRequest")).
		Call(jen.Id("c").Dot("GetClient").Call(), jen.Id("object"))
	g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err()))
	g.Id("patchOpts").Op(":=").Id("opts").Dot("ToPatchOptions").Call()
	g.Id("result").Op(":=").Add(c.f.Empty(m.Result))
	request := c.options(c.where(jen.Id("request"), m), "patchOpts")
	g.Err().Op("=").Add(into(request))
	g.Return(jen.Id("result"), jen.Err())
}

// checkApply refuses what cannot be applied.
func (c client) checkApply(g *jen.Group, m *plan.Method) {
	// if object == nil {
	// 	return nil, errors.New("ApplyScale: the object must not be nil")
	// }
	// if object.Name == nil {
	// 	return nil, errors.New("Apply: the object must have a name")
	// }
	fail := func(text string) jen.Code {
		return jen.Return(jen.Nil(), c.f.Qual("errors", "New").Call(jen.Lit(m.Name+": "+text)))
	}
	g.If(jen.Id("object").Op("==").Nil()).Block(fail("the object must not be nil"))
	if m.Subresource == "" {
		g.If(jen.Id("object").Dot("GetName").Call().Op("==").Nil()).Block(fail("the object must have a name"))
	}
}

// where continues a request with what it is about.
func (c client) where(request *jen.Statement, m *plan.Method) *jen.Statement {
	if c.kind.Namespaced {
		request = dot(request, "Namespace").Call(jen.Id("c").Dot("GetNamespace").Call())
	}
	request = dot(request, "Resource").Call(jen.Lit(c.kind.Resource))
	switch {
	case m.Subresource != "" || m.Verb == plan.Get || m.Verb == plan.Patch:
		request = dot(request, "Name").Call(jen.Id("name"))
	case m.Verb == plan.Update:
		request = dot(request, "Name").Call(jen.Id("object").Dot("GetName").Call())
	case m.Verb == plan.Apply:
		request = dot(request, "Name").Call(jen.Op("*").Id("object").Dot("GetName").Call())
	}
	if m.Subresource != "" && m.Verb != plan.Patch {
		request = dot(request, "SubResource").Call(jen.Lit(m.Subresource))
	}
	return request
}

func (c client) options(request *jen.Statement, name string) *jen.Statement {
	return dot(request, "VersionedParams").Call(jen.Op("&").Id(name), c.parameterCodec())
}

// into ends a request.
func into(request *jen.Statement) *jen.Statement {
	request = dot(request, "Do").Call(jen.Id("ctx"))
	return dot(request, "Into").Call(jen.Id("result"))
}

// dot continues a chain of calls on a new line. The statement that it is given must not be used again.
func dot(chain *jen.Statement, name string) *jen.Statement {
	return jen.Add(chain).Op(".").Line().Id(name)
}

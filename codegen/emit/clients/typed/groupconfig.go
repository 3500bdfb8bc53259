// SPDX-License-Identifier: Apache-2.0

package typed

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

func (g group) forConfig() {
	// func NewForConfig(c *rest.Config) (*TestV1Client, error) {
	// 	config := *c
	// 	setConfigDefaults(&config)
	// 	httpClient, err := rest.HTTPClientFor(&config)
	// 	if err != nil {
	// 		return nil, err
	// 	}
	// 	return NewForConfigAndClient(&config, httpClient)
	// }
	g.f.Doc("NewForConfig returns a client for an API server, with an HTTP client made from the config.")
	g.f.Func().Id("NewForConfig").Params(g.config()).Params(g.pointer(), jen.Error()).Block(
		jen.Id("config").Op(":=").Op("*").Id("c"),
		jen.Id("setConfigDefaults").Call(jen.Op("&").Id("config")),
		jen.List(jen.Id("httpClient"), jen.Err()).Op(":=").Add(g.f.Qual(layout.Rest, "HTTPClientFor")).Call(jen.Op("&").Id("config")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Return(jen.Id("NewForConfigAndClient").Call(jen.Op("&").Id("config"), jen.Id("httpClient"))),
	)
	g.f.Line()
	// func NewForConfigAndClient(c *rest.Config, httpClient *http.Client) (*TestV1Client, error) {
	// 	config := *c
	// 	setConfigDefaults(&config)
	// 	client, err := rest.RESTClientForConfigAndClient(&config, httpClient)
	// 	if err != nil {
	// 		return nil, err
	// 	}
	// 	return &TestV1Client{client}, nil
	// }
	g.f.Doc("NewForConfigAndClient returns a client that sends its requests with an HTTP client, whatever the config says of",
		"transport.")
	g.f.Func().Id("NewForConfigAndClient").
		Params(g.config(), jen.Id("httpClient").Op("*").Add(g.f.Qual(layout.HTTP, "Client"))).
		Params(g.pointer(), jen.Error()).
		Block(
			jen.Id("config").Op(":=").Op("*").Id("c"),
			jen.Id("setConfigDefaults").Call(jen.Op("&").Id("config")),
			jen.List(jen.Id("client"), jen.Err()).Op(":=").
				Add(g.f.Qual(layout.Rest, "RESTClientForConfigAndClient")).Call(jen.Op("&").Id("config"), jen.Id("httpClient")),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			jen.Return(jen.Op("&").Id(g.name()).Values(jen.Id("client")), jen.Nil()),
		)
	g.f.Line()
}

func (g group) constructors() {
	// func NewForConfigOrDie(c *rest.Config) *TestV1Client {
	// 	client, err := NewForConfig(c)
	// 	if err != nil {
	// 		panic(err)
	// 	}
	// 	return client
	// }
	g.f.Doc("NewForConfigOrDie is NewForConfig for programs that cannot go on without it: it panics where that returns an error.")
	g.f.Func().Id("NewForConfigOrDie").Params(g.config()).Add(g.pointer()).Block(
		jen.List(jen.Id("client"), jen.Err()).Op(":=").Id("NewForConfig").Call(jen.Id("c")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Panic(jen.Err())),
		jen.Return(jen.Id("client")),
	)
	g.f.Line()
	// func New(c rest.Interface) *TestV1Client {
	// 	return &TestV1Client{c}
	// }
	g.f.Doc("New returns a client that sends its requests with a REST client.")
	g.f.Func().Id("New").Params(jen.Id("c").Add(g.f.Qual(layout.Rest, "Interface"))).Add(g.pointer()).Block(
		jen.Return(jen.Op("&").Id(g.name()).Values(jen.Id("c"))),
	)
	g.f.Line()
}

func (g group) defaults() {
	config := func(name string) *jen.Statement { return jen.Id("config").Dot(name) }
	scheme := g.tree.Scheme().Path
	apiPath := "/apis"
	if g.v.Group.Name == "" {
		apiPath = "/api"
	}
	// func setConfigDefaults(config *rest.Config) {
	// 	config.GroupVersion = &schema.GroupVersion{Group: "test.example.com", Version: "v1"}
	// 	config.APIPath = "/apis"
	// 	config.NegotiatedSerializer = rest.CodecFactoryForGeneratedClient(scheme.Scheme, scheme.Codecs).WithoutConversion()
	// 	if config.UserAgent == "" {
	// 		config.UserAgent = rest.DefaultKubernetesUserAgent()
	// 	}
	// }
	g.f.Func().Id("setConfigDefaults").Params(jen.Id("config").Op("*").Add(g.f.Qual(layout.Rest, "Config"))).Block(
		config("GroupVersion").Op("=").Op("&").Add(groupVersion(g.f, g.v)),
		config("APIPath").Op("=").Lit(apiPath),
		config("NegotiatedSerializer").Op("=").Add(g.f.Qual(layout.Rest, "CodecFactoryForGeneratedClient")).
			Call(g.f.Qual(scheme, "Scheme"), g.f.Qual(scheme, "Codecs")).Dot("WithoutConversion").Call(),
		jen.If(config("UserAgent").Op("==").Lit("")).Block(
			config("UserAgent").Op("=").Add(g.f.Qual(layout.Rest, "DefaultKubernetesUserAgent")).Call(),
		),
	)
}

func (g group) config() *jen.Statement {
	return jen.Id("c").Op("*").Add(g.f.Qual(layout.Rest, "Config"))
}

func (g group) pointer() *jen.Statement { return jen.Op("*").Id(g.name()) }

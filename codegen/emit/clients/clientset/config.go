// SPDX-License-Identifier: Apache-2.0

package clientset

import (
	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
)

func (c *clientset) newForConfig() {
	// func NewForConfig(c *rest.Config) (*Clientset, error) {
	// 	config := *c
	// 	if config.UserAgent == "" {
	// 		config.UserAgent = rest.DefaultKubernetesUserAgent()
	// 	}
	// 	httpClient, err := rest.HTTPClientFor(&config)
	// 	if err != nil {
	// 		return nil, err
	// 	}
	// 	return NewForConfigAndClient(&config, httpClient)
	// }
	c.f.Doc("NewForConfig returns a clientset for an API server. All of its clients share one HTTP client, made from the config.")
	c.f.Func().Id("NewForConfig").Params(c.config()).Params(jen.Op("*").Id("Clientset"), jen.Error()).Block(
		jen.Id("config").Op(":=").Op("*").Id("c"),
		jen.If(jen.Id("config").Dot("UserAgent").Op("==").Lit("")).Block(
			jen.Id("config").Dot("UserAgent").Op("=").Add(c.f.Qual(layout.Rest, "DefaultKubernetesUserAgent")).Call(),
		),
		jen.List(jen.Id("httpClient"), jen.Err()).Op(":=").Add(c.f.Qual(layout.Rest, "HTTPClientFor")).Call(jen.Op("&").Id("config")),
		returnError(),
		jen.Return(jen.Id("NewForConfigAndClient").Call(jen.Op("&").Id("config"), jen.Id("httpClient"))),
	)
	c.f.Line()
}

func (c *clientset) newForConfigAndClient() {
	// func NewForConfigAndClient(c *rest.Config, httpClient *http.Client) (*Clientset, error) {
	// 	config := *c
	// 	if config.RateLimiter == nil && config.QPS > 0 {
	// 		...
	// 	}
	// 	var clients Clientset
	// 	var err error
	// 	clients.testV1, err = testv1.NewForConfigAndClient(&config, httpClient)
	// 	if err != nil {
	// 		return nil, err
	// 	}
	// 	clients.DiscoveryClient, err = discovery.NewDiscoveryClientForConfigAndClient(&config, httpClient)
	// 	if err != nil {
	// 		return nil, err
	// 	}
	// 	return &clients, nil
	// }
	c.f.Doc("NewForConfigAndClient returns a clientset that sends its requests with an HTTP client, whatever the config says of",
		"transport. Unless the config has a rate limiter or no limit, all clients share one that is made from its QPS and Burst.")
	c.f.Func().Id("NewForConfigAndClient").
		Params(c.config(), jen.Id("httpClient").Op("*").Add(c.f.Qual(layout.HTTP, "Client"))).
		Params(jen.Op("*").Id("Clientset"), jen.Error()).
		BlockFunc(func(g *jen.Group) {
			g.Id("config").Op(":=").Op("*").Id("c")
			g.Add(c.limitRate())
			g.Var().Id("clients").Id("Clientset")
			g.Var().Err().Error()
			arguments := func() (jen.Code, jen.Code) { return jen.Op("&").Id("config"), jen.Id("httpClient") }
			for _, v := range c.p.Versions() {
				g.List(jen.Id("clients").Dot(field(v)), jen.Err()).Op("=").
					Add(c.typed(v, "NewForConfigAndClient")).Call(arguments())
				g.Add(returnError())
			}
			g.List(jen.Id("clients").Dot("DiscoveryClient"), jen.Err()).Op("=").
				Add(c.f.Qual(layout.Discovery, "NewDiscoveryClientForConfigAndClient")).Call(arguments())
			g.Add(returnError())
			g.Return(jen.Op("&").Id("clients"), jen.Nil())
		})
	c.f.Line()
}

func (c *clientset) limitRate() *jen.Statement {
	config := func(name string) *jen.Statement { return jen.Id("config").Dot(name) }
	// if config.RateLimiter == nil && config.QPS > 0 {
	// 	if config.Burst <= 0 {
	// 		return nil, errors.New("burst must be greater than 0 when QPS is, and there is no rate limiter")
	// 	}
	// 	config.RateLimiter = flowcontrol.NewTokenBucketRateLimiter(config.QPS, config.Burst)
	// }
	return jen.If(config("RateLimiter").Op("==").Nil().Op("&&").Add(config("QPS")).Op(">").Lit(0)).Block(
		jen.If(config("Burst").Op("<=").Lit(0)).Block(jen.Return(
			jen.Nil(),
			c.f.Qual("errors", "New").Call(jen.Lit("burst must be greater than 0 when QPS is, and there is no rate limiter")),
		)),
		config("RateLimiter").Op("=").
			Add(c.f.Qual("k8s.io/client-go/util/flowcontrol", "NewTokenBucketRateLimiter")).
			Call(config("QPS"), config("Burst")),
	)
}

func (c *clientset) constructors() {
	// func NewForConfigOrDie(c *rest.Config) *Clientset {
	// 	clients, err := NewForConfig(c)
	// 	if err != nil {
	// 		panic(err)
	// 	}
	// 	return clients
	// }
	c.f.Doc("NewForConfigOrDie is NewForConfig for programs that cannot go on without it: it panics where that returns an error.")
	c.f.Func().Id("NewForConfigOrDie").Params(c.config()).Op("*").Id("Clientset").Block(
		jen.List(jen.Id("clients"), jen.Err()).Op(":=").Id("NewForConfig").Call(jen.Id("c")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Panic(jen.Err())),
		jen.Return(jen.Id("clients")),
	)
	c.f.Line()
	// func New(c rest.Interface) *Clientset {
	// 	var clients Clientset
	// 	clients.testV1 = testv1.New(c)
	// 	clients.DiscoveryClient = discovery.NewDiscoveryClient(c)
	// 	return &clients
	// }
	c.f.Doc("New returns a clientset that sends its requests with a REST client.")
	c.f.Func().Id("New").Params(jen.Id("c").Add(c.f.Qual(layout.Rest, "Interface"))).Op("*").Id("Clientset").
		BlockFunc(func(g *jen.Group) {
			g.Var().Id("clients").Id("Clientset")
			for _, v := range c.p.Versions() {
				g.Id("clients").Dot(field(v)).Op("=").Add(c.typed(v, "New")).Call(jen.Id("c"))
			}
			g.Id("clients").Dot("DiscoveryClient").Op("=").
				Add(c.f.Qual(layout.Discovery, "NewDiscoveryClient")).Call(jen.Id("c"))
			g.Return(jen.Op("&").Id("clients"))
		})
}

func (c *clientset) config() *jen.Statement {
	return jen.Id("c").Op("*").Add(c.f.Qual(layout.Rest, "Config"))
}

func returnError() *jen.Statement {
	// if err != nil {
	// 	return nil, err
	// }
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err()))
}

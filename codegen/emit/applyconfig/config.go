// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// config writes the apply configuration of one type.
type config struct {
	shape
	f       *layout.File
	tree    *layout.Tree
	version *plan.Version
	t       *model.Type
	known   configs
	// kind is nil for a type that is part of others.
	kind *plan.Kind
}

func newConfig(f *layout.File, tree *layout.Tree, v *plan.Version, t *model.Type, known configs) config {
	c := config{shape: shape{view: v.View}, f: f, tree: tree, version: v, t: t, known: known}
	for _, kind := range v.Kinds {
		if kind.Name == t.Name {
			c.kind = kind
		}
	}
	return c
}

func (c config) name() string { return c.t.Name + plan.ConfigSuffix }

func (c config) receiver() *jen.Statement { return jen.Id("b").Op("*").Id(c.name()) }

func (c config) write() {
	c.declare()
	c.constructor()
	if c.kind != nil && c.kind.Applies() {
		c.extracts()
	}
	if c.kind != nil || c.embeds("TypeMeta") {
		// func (b PersonApplyConfiguration) IsApplyConfiguration() {}
		c.f.Doc("IsApplyConfiguration tells apply configurations of whole objects from other values.")
		c.f.Func().Params(jen.Id("b").Id(c.name())).Id("IsApplyConfiguration").Params().Block()
		c.f.Line()
	}
	members := c.members()
	for _, m := range members {
		if c.isSet(m) {
			c.with(m)
		} else if m.embedded.optional && slices.ContainsFunc(members, func(inner member) bool { return c.isSet(inner) && inner.isIn(m) }) {
			c.ensure(m)
		}
	}
	c.getters(c.t.TypeID, nil)
}

// configOf returns the apply configuration of a declared type.
func (c config) configOf(id model.TypeID) (*model.Expr, bool) {
	if config, ok := plan.KnownConfig(id); ok {
		return model.NamedExpr(config.Pkg, config.Name), true
	}
	if !c.known.emitted[id] {
		return nil, false
	}
	return model.NamedExpr(c.tree.ApplyConfigs(c.known.plan.Version(id.Pkg)).Path, id.Name+plan.ConfigSuffix), true
}

// convert returns the type by which an apply configuration takes the place of one of Go: without pointers, and with
// apply configurations where there are some, also as elements of a list and values of a map.
func (c config) convert(e *model.Expr) *model.Expr {
	switch e.Kind {
	case model.Named:
		if config, ok := c.configOf(e.ID); ok {
			return config
		}
	case model.Pointer:
		return c.convert(e.Elem)
	case model.Slice, model.Map:
		if e.Elem.Kind == model.Named {
			out := *e
			out.Elem = c.convert(e.Elem)
			return &out
		}
	}
	return e
}

// isConfig reports whether a type, or what it points to, has an apply configuration.
func (c config) isConfig(e *model.Expr) bool {
	e = e.Deref()
	if e.Kind != model.Named {
		return false
	}
	_, ok := c.configOf(e.ID)
	return ok
}

// embeds reports whether the type embeds one of package metav1.
func (c config) embeds(name string) bool {
	for _, field := range c.fields(c.t.TypeID) {
		e := c.unalias(field.Type)
		if field.Embedded && e.Kind == model.Named && e.ID == (model.TypeID{Pkg: plan.MetaPackage, Name: name}) {
			return true
		}
	}
	return false
}

func (c config) declare() {
	// // PersonApplyConfiguration is ...
	// type PersonApplyConfiguration struct {
	// 	metav1.TypeMetaApplyConfiguration `json:""`
	// 	*metav1.ObjectMetaApplyConfiguration `json:"metadata,omitempty"`
	// 	Spec *PersonSpecApplyConfiguration `json:"spec,omitempty"`
	// }
	doc := []string{c.name() + " is a " + c.t.Name + " of which any field can be left out, for server-side apply."}
	if len(c.t.Doc) > 0 {
		doc = append(doc, "")
		doc = append(doc, c.t.Doc...)
	}
	c.f.Doc(doc...)
	c.f.File.Type().Id(c.name()).StructFunc(func(g *jen.Group) {
		for _, field := range c.fields(c.t.TypeID) {
			tag, ok := readTag(field)
			if !ok || isBlocked(c.t.TypeID, field) {
				continue
			}
			if len(field.Doc) > 0 {
				g.Add(gofile.Comment(field.Doc...))
			}
			g.Add(c.field(field, tag))
		}
	})
	c.f.Line()
}

func (c config) field(field *model.Field, tag tag) *jen.Statement {
	e := c.unalias(field.Type)
	text := tag.name
	if !tag.inline || tag.omitEmpty {
		text += ",omitempty"
	}
	return jen.Do(func(s *jen.Statement) {
		if !field.Embedded {
			s.Id(field.Name)
		}
		if !tag.inline && (field.Embedded || !isNillable(e)) {
			s.Op("*")
		}
	}).Add(c.f.Expr(c.convert(e))).Tag(map[string]string{"json": text})
}

// isNillable reports whether a value of the type itself can be left out.
func isNillable(e *model.Expr) bool { return e.Kind == model.Slice || e.Kind == model.Map }

// isBlocked reports whether a field is nothing that a client applies.
func isBlocked(of model.TypeID, field *model.Field) bool {
	if of == (model.TypeID{Pkg: plan.MetaPackage, Name: "ObjectMeta"}) {
		return field.Name == "ManagedFields" || field.Name == "SelfLink"
	}
	// Fields about to be removed from an API are called like this.
	return strings.HasPrefix(field.Name, "ZZZ_")
}

func (c config) constructor() {
	c.f.Doc(c.t.Name + " returns an apply configuration of a " + c.t.Name + what(c.kind) + ".")
	var params []jen.Code
	if c.kind != nil {
		names := []jen.Code{jen.Id("name")}
		if c.kind.Namespaced {
			names = append(names, jen.Id("namespace"))
		}
		params = append(params, jen.List(names...).String())
	}
	// func Person(name, namespace string) *PersonApplyConfiguration {
	// 	b := &PersonApplyConfiguration{}
	// 	b.WithName(name)
	// 	b.WithNamespace(namespace)
	// 	b.WithKind("Person")
	// 	b.WithAPIVersion("test.example.com/v1")
	// 	return b
	// }
	c.f.Func().Id(c.t.Name).Params(params...).Op("*").Id(c.name()).BlockFunc(func(g *jen.Group) {
		if c.kind == nil && !c.embeds("TypeMeta") {
			g.Return(jen.Op("&").Id(c.name()).Values())
			return
		}
		g.Id("b").Op(":=").Op("&").Id(c.name()).Values()
		if c.kind != nil {
			c.identify(g, jen.Id("name"), jen.Id("namespace"))
		}
		c.typeMeta(g)
		g.Return(jen.Id("b"))
	})
	c.f.Line()
}

func what(kind *plan.Kind) string {
	switch {
	case kind == nil:
		return ""
	case kind.Namespaced:
		return " with that name in that namespace"
	default:
		return " with that name"
	}
}

// identify sets what tells an object from others of its kind.
func (c config) identify(g *jen.Group, name, namespace jen.Code) {
	g.Id("b").Dot("WithName").Call(name)
	if c.kind.Namespaced {
		g.Id("b").Dot("WithNamespace").Call(namespace)
	}
}

func (c config) typeMeta(g *jen.Group) {
	g.Id("b").Dot("WithKind").Call(jen.Lit(c.t.Name))
	g.Id("b").Dot("WithAPIVersion").Call(jen.Lit(c.version.APIVersion()))
}

// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// anyHelper is the emitted function that copies values of type any.
const anyHelper = "deepCopyAny"

// callHelper copies a value of a type without methods that holds itself, which only a function can do.
func (c *copier) callHelper(v value, t *model.Type) *jen.Statement {
	self := model.NamedExpr(t.Pkg, t.Name)
	if !c.nameable(self) {
		return c.fail(self, "give a type that holds it, or itself, a DeepCopyInto method")
	}
	name, known := c.helperNames[t.TypeID]
	if !known {
		alias := gofile.Alias(t.Pkg)
		name = "deepCopy" + strings.ToUpper(alias[:1]) + alias[1:] + t.Name
		for _, other := range c.helperNames {
			if other == name {
				name += "_" // packages of the same name
			}
		}
		c.helperNames[t.TypeID] = name
		c.pending = append(c.pending, t)
	}
	// deepCopyTreeNode(&in.Node, &out.Node)
	return jen.Id(name).Call(v.receiverOf(self), v.targetOf(self))
}

// receiverOf and targetOf are pointers to the values as another type.
func (v value) receiverOf(e *model.Expr) *jen.Statement {
	if v.as == nil {
		return jen.Id(address(v.in))
	}
	v.as = e
	return v.receiver()
}

func (v value) targetOf(e *model.Expr) *jen.Statement {
	if v.as != nil {
		v.as = e
	}
	return v.target()
}

// helpers writes the functions that the methods call.
func (c *copier) helpers(f *jen.File) {
	for len(c.pending) > 0 { // a helper may need another one
		t := c.pending[0]
		c.pending = c.pending[1:]
		c.helper(f, t)
	}
	if c.copiesAny {
		copyAny(f)
	}
}

func (c *copier) helper(f *jen.File, t *model.Type) {
	c.place, c.pos = gofile.Alias(t.Pkg)+"."+t.Name, t.Pos
	in, out, self := c.locals.name("in", 0), c.locals.name("out", 0), model.NamedExpr(t.Pkg, t.Name)
	f.Commentf("// %s makes an assigned copy share nothing with its origin.", c.helperNames[t.TypeID])
	// func deepCopyTreeNode(in, out *tree.Node) { ... }
	f.Func().Id(c.helperNames[t.TypeID]).Params(jen.List(jen.Id(in), jen.Id(out)).Op("*").Add(gofile.Type(self))).Block(
		c.underlying(value{in: "*" + in, out: "*" + out, declared: self}, t, 0),
	)
	f.Line()
}

// copyAny writes the function that copies what JSON can hold.
func copyAny(f *jen.File) {
	f.Commentf("// %s copies objects and lists of JSON at any depth. Any other value is returned as it is.", anyHelper)
	// func deepCopyAny(in any) any {
	//	switch in := in.(type) {
	//	case map[string]any:
	//		if in != nil {
	//			out := make(map[string]any, len(in))
	//			for key, val := range in {
	//				out[key] = deepCopyAny(val)
	//			}
	//			return out
	//		}
	//	case []any: ...
	//	}
	//	return in
	// }
	each := func(index string, of *jen.Statement) []jen.Code {
		return []jen.Code{jen.If(jen.Id("in").Op("!=").Nil()).Block(
			jen.Id("out").Op(":=").Make(of, jen.Len(jen.Id("in"))),
			jen.For(jen.List(jen.Id(index), jen.Id("val")).Op(":=").Range().Id("in")).Block(
				jen.Id("out").Index(jen.Id(index)).Op("=").Id(anyHelper).Call(jen.Id("val")),
			),
			jen.Return(jen.Id("out")),
		)}
	}
	f.Func().Id(anyHelper).Params(jen.Id("in").Any()).Any().Block(
		jen.Switch(jen.Id("in").Op(":=").Id("in").Assert(jen.Type())).Block(
			jen.Case(jen.Map(jen.String()).Any()).Block(each("key", jen.Map(jen.String()).Any())...),
			jen.Case(jen.Index().Any()).Block(each("i", jen.Index().Any())...),
		),
		jen.Return(jen.Id("in")),
	)
	f.Line()
}

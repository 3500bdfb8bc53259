// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

// constant finds the constant that a value of a type is, by the text that users write for it in the latest shape, with the
// API package that declares it. It returns nil for values that are no constants, and for types of ordinary packages.
func (p *projector) constant(of *model.Expr, text string) (*model.Constant, *model.API) {
	t := p.latest(of)
	if t == nil || p.apis[t.Pkg] == nil {
		return nil, nil
	}
	for _, c := range slices.Backward(t.Constants) {
		if literalText(c.Value) == text {
			return c, p.apis[t.Pkg]
		}
	}
	return nil, nil
}

// constantText returns what users write at the version for a value of a type. A value that the version does not have stays
// as it is: nothing else stands for it.
func (p *projector) constantText(of *model.Expr, text string) string {
	c, a := p.constant(of, text)
	if c == nil || !ExistsAt(a, c.History, p.version) {
		return text
	}
	_, was := ConstantAt(a, c, p.version)
	return literalText(was)
}

// constantDiffersBelow reports whether the text is a constant of some type at any depth of a value, and another text at
// the version.
func (p *projector) constantDiffersBelow(root *model.Expr, text string) bool {
	return p.anyBelow(root, func(t *model.Type) bool {
		return p.constantText(model.NamedExpr(t.Pkg, t.Name), text) != text
	})
}

// SPDX-License-Identifier: Apache-2.0

package project

import (
	"github.com/stackabletech/operator-go/codegen/model"
)

// constants returns the constants that values of a type may be, with the API package that declares them: those of the type
// itself, else of the type that it is declared as. Types of ordinary packages have none that change.
func (p *projector) constants(of *model.Expr) ([]*model.Constant, *model.API) {
	for e := of.Deref(); e != nil && e.Kind == model.Named; {
		a := p.apis[e.ID.Pkg]
		if a == nil {
			return nil, nil
		}
		t := a.Type(e.ID.Name)
		if t == nil {
			return nil, nil
		}
		if len(t.Constants) > 0 {
			return t.Constants, a
		}
		e = t.Underlying.Deref()
	}
	return nil, nil
}

// constant finds the constant that a value of a type is, by the text that users write for it in the latest shape, and
// preferably one that the version has. It returns nil for values that are no constants.
func (p *projector) constant(of *model.Expr, text string) (found *model.Constant, owner *model.API) {
	all, a := p.constants(of)
	for _, c := range all {
		if literalText(c.Value) == text && (found == nil || !ExistsAt(a, found.History, p.version)) {
			found = c
		}
	}
	return found, a
}

// constantText returns what users write at the version for a value of a type. A value that the version does not have stays as it
// is.
func (p *projector) constantText(of *model.Expr, text string) string {
	c, a := p.constant(of, text)
	if c == nil || !ExistsAt(a, c.History, p.version) {
		return text
	}
	_, was := ConstantAt(a, c, p.version)
	return literalText(was)
}

// isAnother reports whether a text is, at the version, another constant of the type than the one that is meant.
func (p *projector) isAnother(of *model.Expr, text string) bool {
	c, a := p.constant(of, text)
	if c == nil || ExistsAt(a, c.History, p.version) {
		return false
	}
	all, _ := p.constants(of)
	for _, other := range all {
		if !ExistsAt(a, other.History, p.version) {
			continue
		}
		if _, was := ConstantAt(a, other, p.version); literalText(was) == text {
			return true
		}
	}
	return false
}

// constantDiffersBelow reports whether the text is a constant of some type at any depth of a value, and another text at
// the version.
func (p *projector) constantDiffersBelow(root *model.Expr, text string) bool {
	return p.anyBelow(root, func(t *model.Type) bool {
		of := model.NamedExpr(t.Pkg, t.Name)
		return p.constantText(of, text) != text || p.isAnother(of, text)
	})
}

// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

type look struct {
	name, json string
	typ        *model.Expr
}

func (c *checker) lookAt(f *model.Field, version string) (look, bool) {
	if !project.ExistsAt(c.api, f.History, version) {
		return look{}, false
	}
	l := project.LookAt(c.api, f, version)
	return look{name: l.Name, json: l.JSON, typ: l.Type}, true
}

// changes judges how a field looked before.
func (c *checker) changes(what string, f *model.Field) {
	for i, change := range f.History.Changed {
		if change.FromName == "" && change.FromTypeText == "" {
			c.problems.Errorf(change.Pos, "changed of %s says neither fromName nor fromType: say how it looked before %s", what, change.Since)
			continue
		}
		if change.FromTypeText == "" {
			for _, r := range []*model.Ref{change.UpgradeWith, change.DowngradeWith} {
				if r != nil {
					c.problems.Errorf(r.Pos, "changed of %s has a conversion function but no fromType: a new name needs no function", what)
				}
			}
			continue
		}
		if change.FromType == nil {
			continue // what is wrong with it has been said
		}
		older := change.FromType
		newer := f.Type
		if next := nextType(f.History.Changed[i+1:]); next != nil {
			newer = next
		}
		if f.Embedded {
			c.problems.Errorf(change.Pos, "%s is embedded, so that its type is its name: give it a name to change its type", what)
			continue
		}
		c.conversion(what, change, older, newer)
	}
}

// nextType returns the type that a field had after a change: the one that the next change of type speaks of.
func nextType(later []model.Changed) *model.Expr {
	for _, change := range later {
		if change.FromType != nil {
			return change.FromType
		}
	}
	return nil
}

func (c *checker) conversion(what string, change model.Changed, older, newer *model.Expr) {
	if change.UpgradeWith == nil && change.DowngradeWith == nil {
		if !c.lossless(older, newer) {
			c.problems.Errorf(change.Pos, "%s changes from %s to %s in %s, for which there is no built-in conversion: write upgradeWith=FUNC,downgradeWith=FUNC",
				what, older, newer, change.Since)
		}
		return
	}
	for _, missing := range []struct {
		ref  *model.Ref
		name string
		ok   bool
	}{
		{change.UpgradeWith, "upgradeWith", c.lossless(older, newer)},
		{change.DowngradeWith, "downgradeWith", c.lossless(older, newer)},
	} {
		if missing.ref == nil && !missing.ok {
			c.problems.Errorf(change.Pos, "%s changes from %s to %s in %s and has no %s, without which one direction is unknown",
				what, older, newer, change.Since, missing.name)
		}
	}
	c.signature(change.UpgradeWith, change.Since, []*model.Expr{older}, newer)
	c.signature(change.DowngradeWith, change.Since, []*model.Expr{newer}, older)
}

func (c *checker) defaultFunction(f *model.Field) {
	added := f.History.Added
	if added == nil || added.Default == nil {
		return
	}
	l, exists := c.lookAt(f, added.Since)
	if !exists {
		return
	}
	c.signature(added.Default, added.Since, nil, l.typ)
}

// signature judges whether a function exists and has the parameters and the result that its use asks for.
func (c *checker) signature(r *model.Ref, since string, params []*model.Expr, result *model.Expr) {
	if r == nil {
		return
	}
	emitted := c.speaksOfEmitted(append([]*model.Expr{result}, params...))
	want := signatureText(params, result)
	f := c.api.Functions[r.Text]
	switch handWritten := c.api.Functions[since+"/"+r.Text]; {
	case handWritten != nil && emitted:
		return // its types are those of two emitted packages; the compiler judges them where they are used
	case f == nil && handWritten != nil:
		f = handWritten
	case f == nil && emitted:
		c.problems.Errorf(r.Pos, "function %s does not exist: %s speaks of emitted types, so write it by hand in the folder of %s", r.Text, want, since)
		return
	case f == nil:
		c.problems.Errorf(r.Pos, "function %s does not exist: write func %s%s", r.Text, r.Text, want[len("func"):])
		return
	case emitted:
		c.problems.Errorf(r.Pos, "function %s speaks of types that are emitted for each version, which would need an import cycle: write it by hand in the folder of %s, or use types of an ordinary package", r.Text, since)
		return
	}
	same := !f.Odd && len(f.Params) == len(params) && len(f.Results) == 1 && f.Results[0].Equal(result)
	for i := 0; same && i < len(params); i++ {
		same = f.Params[i].Equal(params[i])
	}
	if !same {
		c.problems.Errorf(r.Pos, "function %s has the signature %s, but %s is needed", r.Text, signatureOf(f), want)
	}
}

// speaksOfEmitted reports whether one of the types is emitted from this or another API package. Types that only
// fromType names stay in the API package as well, but they too are emitted where they are used.
func (c *checker) speaksOfEmitted(types []*model.Expr) bool {
	emitted := false
	for _, t := range types {
		t.Names(func(id model.TypeID) {
			a := c.apis[id.Pkg]
			emitted = emitted || a != nil && !c.onlyFormer(a, id)
		})
	}
	return emitted
}

// onlyFormer reports whether a type is named by fromType alone: then its Go type in the API package is the one that
// conversion functions speak of.
func (c *checker) onlyFormer(a *model.API, id model.TypeID) bool {
	for _, t := range a.Types {
		if t.Root != nil && t.TypeID == id {
			return false
		}
		for _, f := range t.Fields {
			uses := false
			f.Type.Names(func(other model.TypeID) { uses = uses || other == id })
			if uses {
				return false
			}
		}
	}
	return true
}

func signatureText(params []*model.Expr, result *model.Expr) string {
	text := "func("
	for i, p := range params {
		if i > 0 {
			text += ", "
		}
		text += p.String()
	}
	return fmt.Sprintf("%s) %s", text, result)
}

func signatureOf(f *model.Function) string {
	if f.Odd {
		return "of a generic or variadic function"
	}
	if len(f.Results) == 1 {
		return signatureText(f.Params, f.Results[0])
	}
	results := "("
	for i, r := range f.Results {
		if i > 0 {
			results += ", "
		}
		results += r.String()
	}
	text := signatureText(f.Params, model.BasicExpr(""))
	return text + results + ")"
}

// reachable judges whether what a field refers to exists in every version in which the field does.
func (c *checker) reachable(what string, pos diag.Pos, first, last int, typeAt func(version string) (*model.Expr, bool)) {
	for age := first; age <= last && age < len(c.api.Versions); age++ {
		version := c.api.Versions[age].Name
		typ, exists := typeAt(version)
		if !exists {
			continue
		}
		if c.unfit(what, typ, pos) {
			return
		}
		reported := false
		typ.Names(func(id model.TypeID) {
			a := c.apis[id.Pkg]
			if a == nil || reported {
				return
			}
			if a.Index(version) < 0 {
				c.problems.Errorf(pos, "%s has the type %s, whose package does not declare version %s", what, typ, version)
				reported = true
				return
			}
			if t := a.Type(id.Name); t != nil && !project.ExistsAt(a, t.History, version) {
				c.problems.Errorf(pos, "%s has the type %s, which does not exist in %s: give it the same +versioned:added or +versioned:removed", what, t.Name, version)
				reported = true
			}
		})
		if reported {
			return
		}
	}
}

// unfit reports a type that has no place in an API.
func (c *checker) unfit(what string, e *model.Expr, pos diag.Pos) bool {
	for ; e != nil; e = e.Elem {
		switch e.Kind {
		case model.Other:
			c.problems.Errorf(pos, "%s has the type %s, which cannot be part of an API: functions, channels and instances of generic types have no JSON", what, e.Name)
			return true
		case model.Struct:
			c.problems.Errorf(pos, "%s has a struct type without a name: declare a type and name it", what)
			return true
		case model.Interface:
			c.problems.Errorf(pos, "%s has an interface type, which can neither be copied nor described: use apiextensionsv1.JSON or runtime.RawExtension", what)
			return true
		}
	}
	return false
}

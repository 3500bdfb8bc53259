// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"unicode"

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
func (c *checker) changes(what string, t *model.Type, f *model.Field) {
	for i, change := range f.History.Changed {
		if f.Embedded || f.Inline {
			c.problems.Errorf(change.Pos, "%s is embedded or inlined, so that its type is its name, or it has none in JSON: give it a name to change something about it", what)
			continue
		}
		if change.FromJSON == "-" || strings.ContainsFunc(change.FromJSON, notInJSONName) {
			c.problems.Errorf(change.Pos, "fromJSON=%s of %s is no name of a field in JSON: letters, digits, - and _ are usual", change.FromJSON, what)
		}
		if change.FromName == "" && change.FromTypeText == "" && change.FromJSON != "" {
			c.problems.Errorf(change.Pos, "changed of %s says fromJSON=%s without the Go name that it belonged to: add fromName=NAME, or fromName=%s if only the name in JSON was another one",
				what, change.FromJSON, c.nameBefore(f, change))
			continue
		}
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
		c.conversion(what, t.Name+f.Name, change, older, newer)
	}
}

// nameBefore returns the Go name of a field before a change that does not say it.
func (c *checker) nameBefore(f *model.Field, change model.Changed) string {
	return project.LookAt(c.api, f, c.api.Versions[c.api.Index(change.Since)-1].Name).Name
}

// notInJSONName tells what a struct tag cannot have in a name.
func notInJSONName(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("\"'`,\\", r)
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

func (c *checker) conversion(what, name string, change model.Changed, older, newer *model.Expr) {
	before := c.api.Versions[c.api.Index(change.Since)-1].Name
	up := function{since: change.Since, params: []typeAt{{older, before}}, result: typeAt{newer, change.Since}}
	down := function{since: change.Since, params: []typeAt{{newer, change.Since}}, result: typeAt{older, before}}
	var missing, functions []string
	if change.UpgradeWith == nil && !c.keeps(older, newer) {
		missing = append(missing, "upgradeWith=Upgrade"+name)
		functions = append(functions, c.declare("Upgrade"+name, up))
	}
	if change.DowngradeWith == nil && !c.shows(newer, older) {
		missing = append(missing, "downgradeWith=Downgrade"+name)
		functions = append(functions, c.declare("Downgrade"+name, down))
	}
	if len(missing) > 0 {
		c.problems.Errorf(change.Pos, "%s changes from %s to %s in %s, for which there is no built-in conversion: add %s to the marker, and write %s %s",
			what, older, newer, change.Since, strings.Join(missing, ","), strings.Join(functions, " and "), c.home(up))
	}
	c.signature(change.UpgradeWith, up)
	c.signature(change.DowngradeWith, down)
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
	c.signature(added.Default, function{since: added.Since, result: typeAt{l.typ, added.Since}})
}

// signature judges whether a function exists and has the parameters and the result that its use asks for.
func (c *checker) signature(r *model.Ref, needed function) {
	if r == nil {
		return
	}
	params, result := c.unaliased(needed)
	emitted := c.speaksOfEmitted(needed)
	own := r.Text[strings.LastIndex(r.Text, ".")+1:]
	f := c.api.Functions[r.Text]
	if f != nil && !ast.IsExported(f.Name[strings.LastIndex(f.Name, ".")+1:]) {
		c.problems.Errorf(r.Pos, "function %s is not exported, so that the emitted packages could not call it: write it with a capital letter", r.Text)
		return
	}
	switch handWritten := c.api.Functions[needed.since+"/"+r.Text]; {
	case handWritten != nil && (emitted || f == nil):
		c.handWritten(r, handWritten, needed)
		return
	case f == nil && slices.Contains(c.api.Torn, needed.since):
		return // it may stand behind what cannot be parsed
	case f == nil && !emitted && strings.Contains(r.Text, "."):
		c.problems.Errorf(r.Pos, "function %s does not exist: of one in another package write the import path, as in example.com/defaults.Replicas; it must be %s", r.Text, signatureText(params, result))
		return
	case f == nil && (!token.IsIdentifier(own) || !ast.IsExported(own) || c.api.Type(own) != nil):
		c.problems.Errorf(r.Pos, "%s names no function, and none can have that name: write that of one that is exported, as in +versioned:added:default=DefaultSize; it must be %s", r.Text, signatureText(params, result))
		return
	case f == nil:
		c.problems.Errorf(r.Pos, "function %s does not exist: write %s %s", r.Text, c.declare(own, needed), c.home(needed))
		return
	case emitted:
		c.problems.Errorf(r.Pos, "function %s speaks of types that are emitted for each version, which would need an import cycle: write %s %s, or use types of an ordinary package", r.Text, c.declare(own, needed), c.home(needed))
		return
	}
	same := !f.Odd && len(f.Params) == len(params) && len(f.Results) == 1 && c.unalias(f.Results[0]).Equal(result)
	for i := 0; same && i < len(params); i++ {
		same = c.unalias(f.Params[i]).Equal(params[i])
	}
	if !same {
		c.problems.Errorf(r.Pos, "function %s has the signature %s, but %s is needed", r.Text, signatureOf(f), signatureText(params, result))
	}
}

// speaksOfEmitted reports whether one of the types is emitted from this or another API package. Types that only
// fromType names stay in the API package as well, but they too are emitted where they are used.
func (c *checker) speaksOfEmitted(f function) bool {
	params, result := c.unaliased(f)
	emitted := false
	for _, t := range append(params, result) {
		t.Names(func(id model.TypeID) {
			emitted = emitted || c.apis[id.Pkg] != nil && c.latest()[id]
		})
	}
	return emitted
}

// latest are the types that the resources of all API packages are made of as the packages are written. Of the others, which
// are named by fromType alone, the Go types in the API package are those that conversion functions speak of.
func (c *checker) latest() map[model.TypeID]bool {
	if c.reached != nil {
		return c.reached
	}
	c.reached = map[model.TypeID]bool{}
	var follow func(t *model.Type)
	visit := func(id model.TypeID) {
		if a := c.apis[id.Pkg]; a != nil && !c.reached[id] {
			c.reached[id] = true
			if t := a.Type(id.Name); t != nil {
				follow(t)
			}
		}
	}
	follow = func(t *model.Type) {
		t.Underlying.Names(visit)
		for _, f := range t.Fields {
			f.Type.Names(visit)
		}
	}
	for _, a := range c.apis {
		for _, t := range a.Types {
			if t.Root != nil {
				visit(t.TypeID)
			}
		}
	}
	return c.reached
}

// unalias puts what aliases stand for in their places: they are no types of their own.
func (c *checker) unalias(e *model.Expr) *model.Expr {
	if e == nil {
		return nil
	}
	if t := c.typeOf(e); t != nil && t.Alias && !t.IsStruct() {
		return c.unalias(t.Underlying)
	}
	out := *e
	out.Key, out.Elem = c.unalias(e.Key), c.unalias(e.Elem)
	return &out
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

// reachable judges whether what a part of a type refers to exists in every version that has both.
func (c *checker) reachable(what string, of *model.Type, pos diag.Pos, first, last int, typeAt func(version string) (*model.Expr, bool)) {
	for age := first; age <= last && age < len(c.api.Versions); age++ {
		version := c.api.Versions[age].Name
		typ, exists := typeAt(version)
		if !exists || !c.use.Has(c.api, of, version) {
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
			c.problems.Blurf(pos, []diag.Pos{pos}, "%s has the type %s, which cannot be part of an API: %s", what, e.Name, e.Unfit())
			return true
		case model.Struct:
			c.problems.Blurf(pos, []diag.Pos{pos}, "%s has a struct type without a name: declare a type and name it", what)
			return true
		case model.Interface:
			c.problems.Blurf(pos, []diag.Pos{pos}, "%s has an interface type, which can neither be copied nor described: use apiextensionsv1.JSON or runtime.RawExtension", what)
			return true
		}
	}
	return false
}

// time reports a time of Go's standard library, which is a struct that hides what it is made of.
func (c *checker) time(what string, f *model.Field) {
	described := slices.ContainsFunc(f.Markers, func(m model.Marker) bool {
		return m.Name == "kubebuilder:validation:Type" || m.Name == "kubebuilder:validation:Schemaless"
	})
	f.Type.Names(func(id model.TypeID) {
		if !described && id == (model.TypeID{Pkg: "time", Name: "Time"}) {
			c.problems.Blurf(f.Pos, []diag.Pos{f.Pos}, "%s has the type time.Time, which Kubernetes writes in another form: use metav1.Time", what)
		}
	})
}

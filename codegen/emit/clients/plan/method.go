// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"go/token"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Method is a method of a client beyond the verbs: a verb by another name, of a subresource, or of other types.
type Method struct {
	Name string
	Verb Verb
	// Subresource is empty for the resource itself.
	Subresource string
	// Input is the type of what is sent, Result that of what comes back; a list comes back as the list of Result.
	Input  model.TypeID
	Result model.TypeID
	Pos    diag.Pos
}

// readMethod reads what stands behind "genclient:method=": a name and arguments.
func readMethod(view *model.View, t *model.Type, marker model.Marker, value string) (*Method, *Problem) {
	name, rest, _ := strings.Cut(value, ",")
	m := &Method{Name: strings.TrimSpace(name), Input: t.TypeID, Result: t.TypeID, Pos: marker.Pos}
	if !token.IsIdentifier(m.Name) || !token.IsExported(m.Name) {
		return nil, problemf(marker.Pos, "+%s: %q is no name of a method: write +genclient:method=GetScale,verb=get,subresource=scale", marker.Name, m.Name)
	}
	rule := verbRule{}
	var hasInput, hasResult bool
	for argument := range strings.SplitSeq(rest, ",") {
		if rest == "" {
			break
		}
		key, text, ok := strings.Cut(argument, "=")
		key, text = strings.TrimSpace(key), strings.TrimSpace(text)
		if !ok || text == "" {
			return nil, problemf(marker.Pos, "+%s: %s of method %s has no value: write %s=...", marker.Name, key, m.Name, key)
		}
		switch key {
		case "verb":
			if rule, ok = ruleOf(Verb(text)); !ok || !rule.method {
				return nil, problemf(marker.Pos, "+%s: method %s cannot have the verb %s: write one of %s", marker.Name, m.Name, text,
					verbNames(verbsWhere(func(r verbRule) bool { return r.method })))
			}
			m.Verb = rule.verb
		case "subresource":
			m.Subresource = text
		case "input":
			m.Input, hasInput = typeNamed(text, view), true
		case "result":
			m.Result, hasResult = typeNamed(text, view), true
		default:
			return nil, problemf(marker.Pos, "+%s: unknown argument %s of method %s: known are verb, subresource, input and result", marker.Name, key, m.Name)
		}
	}
	switch {
	case m.Verb == "":
		return nil, problemf(marker.Pos, "+%s: method %s has no verb: write +genclient:method=%s,verb=get", marker.Name, m.Name, m.Name)
	case hasInput && !rule.input:
		return nil, problemf(marker.Pos, "+%s: method %s: the verb %s sends no object: leave out input=", marker.Name, m.Name, m.Verb)
	case hasResult && !rule.result:
		return nil, problemf(marker.Pos, "+%s: method %s: the verb %s returns no object: leave out result=", marker.Name, m.Name, m.Verb)
	}
	return m, nil
}

func verbsWhere(keep func(verbRule) bool) []Verb {
	var kept []Verb
	for _, rule := range verbs {
		if keep(rule) {
			kept = append(kept, rule.verb)
		}
	}
	return kept
}

// typeNamed reads "import/path.Type", or the name of a type of the package. The API package stands for what is emitted
// for it.
func typeNamed(text string, view *model.View) model.TypeID {
	dot := strings.LastIndex(text, ".")
	if dot < 0 || text[:dot] == view.API.Path {
		return model.TypeID{Pkg: view.Path, Name: text[dot+1:]}
	}
	return model.TypeID{Pkg: text[:dot], Name: text[dot+1:]}
}

// methodProblems reports methods that could not be compiled.
func (p *Plan) methodProblems(version *Version) []error {
	var problems []error
	for _, kind := range version.Kinds {
		names := map[string]bool{}
		for _, verb := range Verbs() {
			names[verb.MethodName()] = kind.Can(verb)
		}
		for _, method := range kind.Methods {
			if names[method.Name] {
				problems = append(problems, problemf(method.Pos, "the client of %s has two methods called %s: rename one, or skip the verb with +genclient:skipVerbs", kind.Name, method.Name))
			}
			names[method.Name] = true
			problems = append(problems, p.typeProblems(version, method)...)
		}
	}
	return problems
}

// typeProblems reports types that a method names and that it could not send or return.
func (p *Plan) typeProblems(version *Version, method *Method) []error {
	if problem := p.typeProblem(version, method, method.Input); problem != nil {
		return []error{problem}
	}
	if problem := p.typeProblem(version, method, method.Result); problem != nil {
		return []error{problem}
	}
	if method.Verb == Apply && p.Version(method.Input.Pkg) == nil {
		if _, ok := MethodConfig(method.Input); !ok {
			return []error{problemf(method.Pos, "method %s: there is no apply configuration for %s.%s", method.Name, method.Input.Pkg, method.Input.Name)}
		}
	}
	return nil
}

func (p *Plan) typeProblem(version *Version, method *Method, id model.TypeID) *Problem {
	if !token.IsIdentifier(id.Name) || !token.IsExported(id.Name) {
		return problemf(method.Pos, "method %s: %q is no name of a type that clients can use: write the name of a kind, or import/path.Kind", method.Name, id.Name)
	}
	of := p.Version(id.Pkg)
	switch {
	case of == nil && !version.mayImport(id.Pkg):
		return problemf(method.Pos, "method %s: %q is no import path: write all of it, such as k8s.io/api/autoscaling/v1.Scale", method.Name, id.Pkg)
	case of == nil:
		return nil
	case p.isList(id):
		if method.Verb == List {
			return problemf(method.Pos, "method %s: the verb list returns a list of the type, so that %s would be one of lists: name the kind", method.Name, id.Name)
		}
		return nil
	}
	switch t := of.View.Lookup(id); {
	case t == nil:
		return problemf(method.Pos, "method %s: %s has no type %s", method.Name, id.Pkg, id.Name)
	case t.Root == nil:
		return problemf(method.Pos, "method %s: %s is no resource, and an API server sends and takes nothing else: name a kind, or add +versioned:crd to the type", method.Name, id.Name)
	}
	return nil
}

// mayImport reports whether a package outside of the plan can be one that exists: one that types of the run are from, or
// one of a module.
func (v *Version) mayImport(importPath string) bool {
	if slices.ContainsFunc(v.View.Universe.IDs(), func(id model.TypeID) bool { return id.Pkg == importPath }) {
		return true
	}
	first, _, ok := strings.Cut(importPath, "/")
	own, _, _ := strings.Cut(v.View.API.Path, "/")
	return ok && (strings.Contains(first, ".") || first == own)
}

func (p *Plan) isList(id model.TypeID) bool {
	return slices.ContainsFunc(p.Version(id.Pkg).Kinds, func(k *Kind) bool { return k.ListID() == id })
}

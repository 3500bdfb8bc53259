// SPDX-License-Identifier: Apache-2.0

// Package check judges what the markers say: whether versions, histories and functions fit together. Each rule is a
// function over the model; all problems are reported, each where it was written and with what to write instead.
//
// What the schema of a field allows is judged later, when there is one: see package crd.
package check

import (
	"go/ast"
	"path"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

const metaPkg = "k8s.io/apimachinery/pkg/apis/meta/v1"

// checker judges one API package.
type checker struct {
	api      *model.API
	apis     map[string]*model.API
	ordinary *model.Universe
	problems *diag.List
	// use tells which types a version has.
	use *project.Use
	// reached is what latest returns, once it is known.
	reached map[model.TypeID]bool
}

// Check judges the API packages of a run. It also makes the only version of a package its storage version. It returns
// false if the groups and versions themselves are at fault: whatever were said of them further on would only repeat that.
func Check(apis, referenced []*model.API, ordinary *model.Universe, problems *diag.List) bool {
	known := map[string]*model.API{}
	for _, a := range apis {
		known[a.Path] = a
	}
	for _, a := range referenced {
		known[a.Path] = a
		if len(a.Versions) == 1 {
			a.Versions[0].Storage = true
		}
	}
	sound := true
	use := project.FindUse(known, ordinary)
	for _, a := range apis {
		c := &checker{api: a, apis: known, ordinary: ordinary, problems: problems, use: use}
		sound = c.group() && sound
		if !c.versions() {
			sound = false
			continue
		}
		c.roots()
		c.usable()
		c.names()
		for _, t := range a.Types {
			c.declaration(t)
		}
	}
	uniqueKinds(apis, problems)
	return sound
}

// group judges the group. It returns false if there is none that the API server would take.
func (c *checker) group() bool {
	if c.api.Unread {
		return false // that was reported
	}
	if c.api.Group == "" {
		c.problems.Errorf(c.api.Pos, "package %s names no group: write // +versioned:group=GROUP above the package clause", c.api.Name)
		return false
	}
	errs := validation.IsDNS1123Subdomain(c.api.Group)
	if len(errs) > 0 {
		c.problems.Errorf(c.api.GroupPos, "the group %q is no DNS subdomain: %s", c.api.Group, strings.Join(errs, "; "))
	}
	return len(errs) == 0
}

func (c *checker) roots() {
	roots := 0
	for _, t := range c.api.Types {
		if t.Root == nil {
			continue
		}
		roots++
		if !ast.IsExported(t.Name) {
			c.problems.Errorf(t.Pos, "resource %s is not exported, so that nobody else could use it: write it with a capital letter", t.Name)
		}
		c.rootName(t)
		c.embeds(t, "TypeMeta", ",inline", func(f *model.Field) bool { return f.Inline && f.JSON == "" })
		c.embeds(t, "ObjectMeta", "metadata,omitempty", func(f *model.Field) bool { return f.JSON == "metadata" })
	}
	if roots == 0 && len(c.api.Versions) > 0 {
		c.problems.Errorf(c.api.Pos, "package %s has no resource: write // +versioned:crd above the type that is one", c.api.Name)
	}
}

// usable warns about a resource that is in no version that is served.
func (c *checker) usable() {
	for _, t := range c.api.Types {
		if t.Root == nil || !c.hasDeclared(t.History) {
			continue
		}
		served := slices.ContainsFunc(c.api.Versions, func(v model.Version) bool { return v.Served && project.ExistsAt(c.api, t.History, v.Name) })
		anywhere := slices.ContainsFunc(c.api.Versions, func(v model.Version) bool { return v.Served })
		if anywhere && !served {
			c.problems.Warnf(t.Root.Pos, "resource %s is in no version that is served, so that nobody can use it", t.Name)
		}
	}
}

// hasDeclared reports whether all versions that a history names are declared.
func (c *checker) hasDeclared(h *model.History) bool {
	return h == nil || !slices.ContainsFunc(c.actions(h), func(a action) bool { return a.age < 0 })
}

// embeds reports a resource without one of the two types that make it one, or with another tag on it than clients expect.
func (c *checker) embeds(t *model.Type, name, tag string, fits func(*model.Field) bool) {
	id := model.TypeID{Pkg: metaPkg, Name: name}
	if !t.Embeds(id) {
		c.problems.Errorf(t.Pos, "resource %s does not embed metav1.%s: write metav1.%s `json:\"%s\"`", t.Name, name, name, tag)
		return
	}
	for _, f := range t.Fields {
		if f.Embedded && f.Type.ID == id && f.History != nil {
			c.problems.Errorf(f.Pos, "%s of resource %s has a history, but no object was ever without it: take its versioned markers away", name, t.Name)
		}
		if f.Embedded && f.Type.ID == id && !fits(f) {
			c.problems.Errorf(f.Pos, "%s of resource %s has another place in JSON than every client looks for: write metav1.%s `json:\"%s\"`", name, t.Name, name, tag)
		}
	}
}

// uniqueKinds reports two types of a group that would share a name in the API. The API server takes only the first of them,
// see https://kubernetes.io/docs/reference/using-api/api-concepts/#standard-api-terminology.
func uniqueKinds(apis []*model.API, problems *diag.List) {
	type name struct{ group, what, name string }
	seen := map[name]string{}
	for _, a := range apis {
		for _, t := range a.Types {
			if t.Root == nil {
				continue
			}
			own := map[name]bool{}
			take := func(what, taken, called string) {
				n := name{a.Group, what, taken}
				other, there := seen[n]
				switch {
				case own[n]: // a kind may repeat itself
				case there:
					problems.Errorf(t.Pos, "%s %s of group %s is taken by %s", called, taken, n.group, other)
				default:
					own[n], seen[n] = true, path.Base(a.Path)+"."+t.Name
				}
			}
			take("kind", t.Name, "kind")
			take("kind", t.Name+"List", "list kind")
			take("resource", t.Root.Plural, "plural")
			take("resource", t.Root.Singular, "singular")
			for _, short := range t.Root.ShortNames {
				take("resource", short, "short name")
			}
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

// Package check judges what the markers say: whether versions, histories and functions fit together. Each rule is a
// function over the model; all problems are reported, each where it was written and with what to write instead.
//
// What the schema of a field allows is judged later, when there is one: see package crd.
package check

import (
	"go/ast"
	"path"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

const metaPkg = "k8s.io/apimachinery/pkg/apis/meta/v1"

// checker judges one API package.
type checker struct {
	api      *model.API
	apis     map[string]*model.API
	ordinary *model.Universe
	problems *diag.List
}

// Check judges the API packages of a run. It also makes the only version of a package its storage version.
func Check(apis, referenced []*model.API, ordinary *model.Universe, problems *diag.List) {
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
	for _, a := range apis {
		c := &checker{api: a, apis: known, ordinary: ordinary, problems: problems}
		c.group()
		if !c.versions() {
			// Whatever else is said of versions would only repeat that.
			continue
		}
		c.roots()
		c.names()
		for _, t := range a.Types {
			c.declaration(t)
		}
	}
	uniqueKinds(apis, problems)
}

func (c *checker) group() {
	if c.api.Unread {
		return
	}
	if c.api.Group == "" {
		c.problems.Errorf(c.api.Pos, "package %s names no group: write // +versioned:group=GROUP above the package clause", c.api.Name)
		return
	}
	if errs := validation.IsDNS1123Subdomain(c.api.Group); len(errs) > 0 {
		c.problems.Errorf(c.api.GroupPos, "the group %q is no DNS subdomain: %s", c.api.Group, strings.Join(errs, "; "))
	}
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
		c.embeds(t, "TypeMeta", ",inline", func(f *model.Field) bool { return f.Inline && f.JSON == "" })
		c.embeds(t, "ObjectMeta", "metadata,omitempty", func(f *model.Field) bool { return f.JSON == "metadata" })
	}
	if roots == 0 && len(c.api.Versions) > 0 {
		c.problems.Errorf(c.api.Pos, "package %s has no resource: write // +versioned:crd above the type that is one", c.api.Name)
	}
}

// embeds reports a resource without one of the two types that make it one, or with another tag on it than clients expect.
func (c *checker) embeds(t *model.Type, name, tag string, fits func(*model.Field) bool) {
	id := model.TypeID{Pkg: metaPkg, Name: name}
	if !t.Embeds(id) {
		c.problems.Errorf(t.Pos, "resource %s does not embed metav1.%s: write metav1.%s `json:\"%s\"`", t.Name, name, name, tag)
		return
	}
	for _, f := range t.Fields {
		if f.Embedded && f.Type.ID == id && !fits(f) {
			c.problems.Errorf(f.Pos, "%s of resource %s has another place in JSON than every client looks for: write metav1.%s `json:\"%s\"`", name, t.Name, name, tag)
		}
	}
}

// uniqueKinds reports two types of a group that would share a name in the API.
func uniqueKinds(apis []*model.API, problems *diag.List) {
	type name struct{ group, kind string }
	seen := map[name]string{}
	for _, a := range apis {
		for _, t := range a.Types {
			if t.Root == nil {
				continue
			}
			for _, n := range []name{{a.Group, "kind " + t.Name}, {a.Group, "plural " + t.Root.Plural}} {
				if other, ok := seen[n]; ok {
					problems.Errorf(t.Pos, "%s of group %s is taken by %s", n.kind, n.group, other)
					continue
				}
				seen[n] = path.Base(a.Path) + "." + t.Name
			}
		}
	}
}

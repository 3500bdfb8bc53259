// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// Plan is what is to be emitted for one folder of clients.
type Plan struct {
	// Groups are sorted by package.
	Groups []*Group
	byPath map[string]*Version
}

// Group is one API package.
type Group struct {
	// Name is that of the API group, such as "test.example.com".
	Name string
	// Package is the folder of the group's packages, and GoName what its accessors are called: "Test".
	Package string
	GoName  string
	// Source is the import path of the API package.
	Source string
	// Versions are sorted by name.
	Versions []*Version
}

// Version is one version of an API package.
type Version struct {
	Group *Group
	View  *model.View
	// Name is "v1alpha1", GoName "V1alpha1".
	Name   string
	GoName string
	// Kinds are sorted by name.
	Kinds []*Kind
}

// Make plans the clients of all views. The error joins one [Problem] for each thing that is wrong.
func Make(views []*model.View) (*Plan, error) {
	p := &Plan{byPath: map[string]*Version{}}
	groups := map[string]*Group{}
	var problems []error
	for _, view := range views {
		group := groups[view.API.Path]
		if group == nil {
			group = &Group{
				Name:    view.API.Group,
				Package: folder(view.API.Path),
				Source:  view.API.Path,
			}
			groups[view.API.Path] = group
			p.Groups = append(p.Groups, group)
		}
		name, problem := goNameMarker(view)
		if problem != nil {
			problems = append(problems, problem)
		}
		if name != "" || group.GoName == "" {
			group.GoName = cmp.Or(name, goName(group.Name))
		}
		version := &Version{Group: group, View: view, Name: view.Version.Name, GoName: Upper(view.Version.Name)}
		kinds, found := kindsOf(version)
		version.Kinds = kinds
		problems = append(problems, found...)
		group.Versions = append(group.Versions, version)
		p.byPath[view.Path] = version
	}
	slices.SortFunc(p.Groups, func(a, b *Group) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Source, b.Source))
	})
	for _, group := range p.Groups {
		slices.SortFunc(group.Versions, func(a, b *Version) int { return cmp.Compare(a.Name, b.Name) })
	}
	problems = append(problems, p.clashes()...)
	for _, version := range p.Versions() {
		problems = append(problems, version.nameClashes()...)
		problems = append(problems, p.methodProblems(version)...)
	}
	return p, errors.Join(problems...)
}

// Versions returns the versions of all groups.
func (p *Plan) Versions() []*Version {
	var versions []*Version
	for _, group := range p.Groups {
		versions = append(versions, group.Versions...)
	}
	return versions
}

// Version finds the version whose types are emitted in a package; nil for any other package.
func (p *Plan) Version(importPath string) *Version { return p.byPath[importPath] }

// Sources returns the import paths of all API packages.
func (p *Plan) Sources() []string {
	var sources []string
	for _, group := range p.Groups {
		sources = append(sources, group.Source)
	}
	return sources
}

// Title is how accessors of the version are called: "TestV1alpha1".
func (v *Version) Title() string { return v.Group.GoName + v.GoName }

// Alias is a name for imports of packages of the version: "testv1alpha1".
func (v *Version) Alias() string { return strings.ToLower(v.Title()) }

// APIVersion is what objects carry: "test.example.com/v1alpha1".
func (v *Version) APIVersion() string {
	if v.Group.Name == "" {
		return v.Name
	}
	return v.Group.Name + "/" + v.Name
}

// Package is the folder of the version's packages below that of its group.
func (v *Version) Package() string { return strings.ToLower(v.Name) }

// Listed returns the kinds that have a lister.
func (v *Version) Listed() []*Kind { return v.filter((*Kind).HasLister) }

// Watched returns the kinds that have an informer.
func (v *Version) Watched() []*Kind { return v.filter((*Kind).HasInformer) }

func (v *Version) filter(keep func(*Kind) bool) []*Kind {
	var kept []*Kind
	for _, kind := range v.Kinds {
		if keep(kind) {
			kept = append(kept, kind)
		}
	}
	return kept
}

func folder(importPath string) string { return strings.ToLower(path.Base(importPath)) }

// factoryMethods are the methods that the informer factory has besides those that return the informers of a group.
var factoryMethods = []string{
	"ForResource", "InformerFor", "InformerName", "Shutdown", "Start", "StartWithContext", "WaitForCacheSync", "WaitForCacheSyncWithContext",
}

// clashes reports groups that would be written to the same place, or be called the same.
func (p *Plan) clashes() []error {
	var problems []error
	byPackage, byName := map[string]*Group{}, map[string]*Group{}
	for _, group := range p.Groups {
		pos := group.Versions[0].View.API.GroupPos
		if other := byPackage[group.Package]; other != nil {
			problems = append(problems, problemf(pos, "the clients of %s and %s would both be written to folders named %s: rename one of the two packages",
				other.Source, group.Source, group.Package))
		}
		if other := byName[group.GoName]; other != nil {
			of := fmt.Sprintf("the clients of the groups %s (%s) and %s (%s)", other.Name, other.Source, group.Name, group.Source)
			if other.Name == group.Name {
				of = fmt.Sprintf("the packages %s and %s are both of the group %s, and their clients", other.Source, group.Source, group.Name)
			}
			problems = append(problems, problemf(pos, "%s would both be called %s: write another name above the package clause of one of them, such as // +groupGoName=%s in %s",
				of, group.GoName, group.GoName+NamePart(group.Package), group.Source))
		}
		if slices.Contains(factoryMethods, group.GoName) {
			problems = append(problems, problemf(pos, "the clients of the group %s (%s) would be called %s, as is a method of the informer factory: write // +groupGoName=NAME above the package clause",
				group.Name, group.Source, group.GoName))
		}
		byPackage[group.Package], byName[group.GoName] = group, group
	}
	return problems
}

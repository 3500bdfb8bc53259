// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
)

// Tree is the folder in which everything is emitted.
type Tree struct {
	// Dir is its path on disk, ImportPath what Go calls it.
	Dir        string
	ImportPath string
	aliases    map[string]string
	// configs are asked for with every field.
	configs map[*plan.Version]Package
	// declared are the names of types, by the import path of the package, that a package which is imported may have too.
	declared map[string]map[string]bool
}

// Package is a package of the tree.
type Package struct {
	Dir  string
	Path string
	Name string
}

// NewTree returns the tree of a plan.
func NewTree(dir, importPath string, p *plan.Plan) *Tree {
	t := &Tree{Dir: dir, ImportPath: importPath, aliases: map[string]string{}, configs: map[*plan.Version]Package{}, declared: map[string]map[string]bool{}}
	t.aliases[t.Clientset().Path] = "clientset"
	t.aliases[t.Informers().Path] = "informers"
	t.aliases[t.ApplyConfig().Path] = "applyconfiguration"
	for _, group := range p.Groups {
		t.aliases[t.GroupInformers(group).Path] = gofile.PackageName(group.GoName)
		for _, version := range group.Versions {
			alias := version.Alias()
			t.aliases[version.View.Path] = alias
			t.aliases[t.Typed(version).Path] = "typed" + alias
			t.aliases[t.Typed(version).below("fake").Path] = "fake" + alias
			t.aliases[t.Listers(version).Path] = "listers" + alias
			t.aliases[t.VersionInformers(version).Path] = "informers" + alias
			declared := map[string]bool{}
			for _, kind := range version.Kinds {
				declared[kind.Private()] = true
			}
			t.declared[t.Typed(version).Path] = declared
			t.configs[version] = t.ApplyConfig().below(group.Package, version.Package())
			t.aliases[t.ApplyConfigs(version).Path] = "apply" + alias
		}
	}
	return t
}

func (t *Tree) at(elements ...string) Package {
	return Package{Dir: t.Dir, Path: t.ImportPath}.below(elements...)
}

func (p Package) below(elements ...string) Package {
	// A folder may be called like a whole group, "gateway.example.com"; its package is not.
	name, _, _ := strings.Cut(elements[len(elements)-1], ".")
	return Package{
		Dir:  filepath.Join(p.Dir, filepath.Join(elements...)),
		Path: path.Join(p.Path, path.Join(elements...)),
		Name: gofile.PackageName(name),
	}
}

// Clientset is the package of the clientset.
func (t *Tree) Clientset() Package { return t.at("clientset", "versioned") }

// ClientsetFake is the package of its fake.
func (t *Tree) ClientsetFake() Package { return t.Clientset().below("fake") }

// Scheme is the package of its scheme.
func (t *Tree) Scheme() Package { return t.Clientset().below("scheme") }

// Typed is the package of the clients of a version.
func (t *Tree) Typed(v *plan.Version) Package {
	return t.Clientset().below("typed", v.Group.Package, v.Package())
}

// TypedFake is the package of their fakes.
func (t *Tree) TypedFake(v *plan.Version) Package { return t.Typed(v).below("fake") }

// Listers is the package of the listers of a version.
func (t *Tree) Listers(v *plan.Version) Package { return t.at("listers", v.Group.Package, v.Package()) }

// Informers is the package of the informer factory.
func (t *Tree) Informers() Package { return t.at("informers", "externalversions") }

// InformerInterfaces is the package of what the factory and its informers share.
func (t *Tree) InformerInterfaces() Package { return t.Informers().below("internalinterfaces") }

// GroupInformers is the package of the informers of a group.
func (t *Tree) GroupInformers(g *plan.Group) Package { return t.Informers().below(g.Package) }

// VersionInformers is the package of the informers of a version.
func (t *Tree) VersionInformers(v *plan.Version) Package {
	return t.Informers().below(v.Group.Package, v.Package())
}

// ApplyConfig is the package that finds apply configurations.
func (t *Tree) ApplyConfig() Package { return t.at("applyconfiguration") }

// ApplyConfigSchema is the package of their schema.
func (t *Tree) ApplyConfigSchema() Package { return t.ApplyConfig().below("internal") }

// ApplyConfigs is the package of the apply configurations of a version.
func (t *Tree) ApplyConfigs(v *plan.Version) Package { return t.configs[v] }

// SPDX-License-Identifier: Apache-2.0

// Package typed emits the clients of the kinds of one version, and their fakes.
//
// What a client does for every kind is in k8s.io/client-go/gentype; emitted are the interface that shows which of it a
// kind has, and methods beyond, such as those of the scale subresource.
package typed

import (
	"path/filepath"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// Add adds the files of all clients. handWritten reports whether somebody wrote a file by hand.
func Add(b *layout.Batch, p *plan.Plan, handWritten func(path string) bool) {
	for _, version := range p.Versions() {
		addVersion(b, p, version, handWritten)
	}
}

func addVersion(b *layout.Batch, p *plan.Plan, v *plan.Version, handWritten func(path string) bool) {
	sources := []string{v.Group.Source}
	real, fake := b.Tree.Typed(v), b.Tree.TypedFake(v)
	b.Add(real, "doc.go", sources, func(f *layout.File) {
		f.PackageComment("// Package " + real.Name + " has the clients of " + v.APIVersion() + ".")
	})
	b.Add(real, v.Group.Package+"_client.go", sources, func(f *layout.File) { groupClient(f, b.Tree, v) })
	b.Add(fake, "doc.go", sources, func(f *layout.File) {
		f.PackageComment("// Package fake has clients of " + v.APIVersion() + " without an API server, for tests.")
	})
	b.Add(fake, "fake_"+v.Group.Package+"_client.go", sources, func(f *layout.File) { fakeGroupClient(f, b.Tree, v) })
	var expansions []*plan.Kind
	for _, kind := range v.Kinds {
		c := client{tree: b.Tree, version: p.Version, kind: kind}
		b.Add(real, plan.FileName(kind.Name), sources, c.real)
		b.Add(fake, plan.FileName("fake_"+kind.Name), sources, c.fake)
		if !handWritten(filepath.Join(real.Dir, strings.ToLower(kind.Name)+"_expansion.go")) {
			expansions = append(expansions, kind)
		}
	}
	b.Add(real, "generated_expansion.go", sources, func(f *layout.File) {
		for _, kind := range expansions {
			// type PersonExpansion interface{}
			f.Doc(expansion(kind)+" is for methods of "+kind.Name+"Interface that are written by hand: declare it in",
				strings.ToLower(kind.Name)+"_expansion.go, and it is no longer emitted here.")
			f.Type().Id(expansion(kind)).Interface()
			f.Line()
		}
	})
}

func expansion(kind *plan.Kind) string { return kind.Name + "Expansion" }

// client writes the client of one kind.
type client struct {
	tree *layout.Tree
	// version finds the version whose types are in a package.
	version func(importPath string) *plan.Version
	kind    *plan.Kind
	f       *layout.File
}

// real is what the struct of a kind's client is called, fakeName that of its fake.
func (c client) name() string     { return c.kind.Private() }
func (c client) fakeName() string { return "fake" + c.kind.Plural }

// config refers to the apply configuration of the kind.
func (c client) config() *jen.Statement {
	return c.f.Qual(c.tree.ApplyConfigs(c.kind.Version).Path, c.kind.Name+plan.ConfigSuffix)
}

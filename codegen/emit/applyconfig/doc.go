// SPDX-License-Identifier: Apache-2.0

// Package applyconfig emits apply configurations: for each type one in which every field can be left out, with which
// clients tell the API server what they want to own by server-side apply.
//
// Which types get one, what the fields and the functions With... look like, and what is left to the Go types themselves
// is what applyconfiguration-gen does. What it needs an OpenAPI file for, package schema finds in the model: how lists
// and maps are merged, so that Extract... and NewTypeConverter always work.
package applyconfig

import (
	"github.com/stackabletech/operator-go/codegen/emit/applyconfig/smd"
	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Add adds the files of all apply configurations.
func Add(b *layout.Batch, p *plan.Plan) {
	known := reach(p)
	// The largest file first, so that nobody waits for it in the end.
	addSchema(b, p)
	for _, version := range p.Versions() {
		addVersion(b, version, known)
	}
	addLookup(b, p, known)
}

// addVersion adds a file for each type, and one for several if their names differ by case only.
func addVersion(b *layout.Batch, v *plan.Version, known configs) {
	byFile := map[string][]*model.Type{}
	var names []string
	for _, t := range known.of(v) {
		name := plan.FileName(t.Name)
		if byFile[name] == nil {
			names = append(names, name)
		}
		byFile[name] = append(byFile[name], t)
	}
	pkg := b.Tree.ApplyConfigs(v)
	for i, name := range names {
		b.Add(pkg, name, []string{v.Group.Source}, func(f *layout.File) {
			if i == 0 {
				f.PackageComment("// Package " + pkg.Name + " has the apply configurations of " + v.APIVersion() + ".")
			}
			for _, t := range byFile[name] {
				newConfig(f, b.Tree, v, t, known).write()
			}
		})
	}
}

func addSchema(b *layout.Batch, p *plan.Plan) {
	b.Add(b.Tree.ApplyConfigSchema(), "internal.go", p.Sources(), func(f *layout.File) {
		f.PackageComment("// Package internal has the schema by which the fields of objects are merged.")
		writeParser(f, smd.YAML(smd.Make(p)))
	})
}

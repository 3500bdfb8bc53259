// SPDX-License-Identifier: Apache-2.0

package applyconfig

import (
	"fmt"
	"go/ast"
	"path"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Check reports fields whose apply configuration could not be compiled, each as a [plan.Problem].
func Check(tree *layout.Tree, p *plan.Plan) []error {
	known := reach(p)
	var problems []error
	for _, version := range p.Versions() {
		for _, t := range known.of(version) {
			problems = append(problems, newConfig(nil, tree, version, t, known).problems()...)
		}
	}
	return problems
}

func (c config) problems() []error {
	var problems []error
	add := func(pos diag.Pos, format string, args ...any) {
		problems = append(problems, &plan.Problem{Pos: pos, Message: fmt.Sprintf(format, args...)})
	}
	// sets tells which field a method is for.
	sets, embedding := map[string]string{}, map[string]*model.Field{}
	if c.kind != nil || c.embeds("TypeMeta") {
		for _, name := range []string{"IsApplyConfiguration", "GetName", "GetNamespace", "GetKind", "GetAPIVersion"} {
			sets[name] = ""
		}
	}
	members := c.members()
	for _, m := range members {
		if m.embedded == nil || c.isValue(m) {
			sets["With"+m.field.Name] = m.field.Name
		}
		if m.embedded != nil && len(m.within) == 0 {
			embedding[m.embedded.name] = m.field
		}
	}
	for _, m := range members {
		outer := m.field
		if len(m.within) > 0 {
			outer = embedding[m.within[0].name]
		}
		if name, taken := sets[m.field.Name]; taken && len(m.within) == 0 {
			add(c.pos(outer), "the apply configuration of %s would have a field and a method called %s%s: rename one field in Go, its name in JSON may stay",
				c.t.Name, m.field.Name, forField(name))
		}
		if m.embedded != nil && len(m.within) > 0 {
			// It is part of the struct that embeds it, and nothing is written for it.
			continue
		}
		typ := m.typ
		if !m.plain() {
			typ = c.convert(typ)
		}
		typ.Names(func(id model.TypeID) {
			switch from := c.tree.ApplyConfigs(c.version).Path; {
			case id.Pkg != "" && !ast.IsExported(id.Name):
				add(c.pos(outer), "field %s of %s has the type %s.%s, which is not exported, so that the apply configuration of %s could not name it: export it, or use the type that has the field as the type of a field",
					m.field.Name, c.t.Name, path.Base(id.Pkg), id.Name, c.t.Name)
			case !mayImport(from, id.Pkg):
				add(c.pos(outer), "field %s of %s has a type of %s, which %s may not import: move the type out of the internal folder, or the folder of the clients to where the package may be imported",
					m.field.Name, c.t.Name, id.Pkg, from)
			}
		})
	}
	return problems
}

// pos is where a field can be changed: the type for fields that it has from another declaration.
func (c config) pos(field *model.Field) diag.Pos {
	if field != nil && field.Pos.IsValid() && c.declaration(c.t.TypeID) == c.t {
		return field.Pos
	}
	return c.t.Pos
}

func forField(name string) string {
	if name == "" {
		return ""
	}
	return ", which sets " + name
}

// mayImport reports whether Go lets one package import another, which may be in an internal folder.
func mayImport(from, importPath string) bool {
	importPath = "/" + importPath + "/"
	internal := strings.LastIndex(importPath, "/internal/")
	return internal < 0 || strings.HasPrefix("/"+from+"/", importPath[:internal+1])
}

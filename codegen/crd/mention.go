// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// What may be the name of a field in a rule, and in a path, where a dash is no minus.
var (
	nameInRule = regexp.MustCompile(`[\pL_][\pL\pN_]*`)
	nameInPath = regexp.MustCompile(`[\pL_][\pL\pN_-]*`)
)

// needs are the declarations whose look an error of the server relies on: those that a rule speaks of. What is no rule at
// all is none whatever they look like.
func (d *Definition) needs(err *field.Error, w where) []diag.Pos {
	rule := d.rule(w)
	if rule == nil || strings.Contains(err.Detail, "Syntax error") {
		return nil
	}
	return d.mentioned(w, nameInRule.FindAllString(rule.Rule+" "+rule.MessageExpression+" "+rule.FieldPath, -1))
}

// mentioned returns the fields below a place that have one of the names, and their types: of two fields that share a name,
// nobody knows which one is meant.
func (d *Definition) mentioned(w where, names []string) []diag.Pos {
	s := d.source(w)
	var found []diag.Pos
	seen := map[model.TypeID]bool{}
	var visit func(id model.TypeID)
	visit = func(id model.TypeID) {
		t := s.view.Lookup(id)
		if t == nil || seen[id] {
			return
		}
		seen[id] = true
		t.Underlying.Names(visit)
		for _, f := range t.Fields {
			called := func(name string) bool {
				// A tag that is not there, or cannot be read, is another error.
				return name == f.JSON || !f.HasJSONTag && strings.EqualFold(name, f.Name)
			}
			if slices.ContainsFunc(names, called) {
				found = append(found, f.Pos)
				f.Type.Names(func(id model.TypeID) {
					if of := s.view.Lookup(id); of != nil {
						found = append(found, of.Pos)
					}
				})
			}
			f.Type.Names(visit)
		}
	}
	for _, t := range schema.Locate(s.view, s.kind.TypeID, w.steps).Types {
		visit(t.TypeID)
	}
	return found
}

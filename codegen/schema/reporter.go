// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// reporter reports what is wrong with types. What is wrong with somebody else's it keeps: nobody here can change them, but
// the fields that lead there.
type reporter struct {
	*diag.List
	// about is the type that is being made, nil for none.
	about *model.Type
	// foreign is what was kept, told what of it was reported.
	foreign map[model.TypeID][]string
	told    map[model.TypeID]bool
}

func newReporter(problems *diag.List) *reporter {
	return &reporter{List: problems, foreign: map[model.TypeID][]string{}, told: map[model.TypeID]bool{}}
}

// Errorf reports an error, or keeps it.
func (r *reporter) Errorf(pos diag.Pos, format string, args ...any) {
	r.report(diag.Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...)}, "")
}

// unknownf reports, or keeps, that the declaration at a position has no schema.
func (r *reporter) unknownf(pos diag.Pos, format string, args ...any) {
	r.remedyf(pos, "", format, args...)
}

// remedyf is unknownf with what the author of the declaration can do about it.
func (r *reporter) remedyf(pos diag.Pos, remedy, format string, args ...any) {
	r.report(diag.Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...), Blurs: []diag.Pos{pos}}, remedy)
}

func (r *reporter) report(d diag.Diagnostic, remedy string) {
	switch {
	case r.about != nil && isForeign(r.about):
		if kept := r.foreign[r.about.TypeID]; !slices.Contains(kept, d.Message) {
			r.foreign[r.about.TypeID] = append(kept, d.Message)
		}
		return
	case remedy != "":
		d.Message += ": " + remedy
	}
	r.Add(d)
}

func isForeign(t *model.Type) bool { return t.Foreign && !t.Emitted }

// on makes a type the one that errors are about, until the result is called.
func (r *reporter) on(t *model.Type) (done func()) {
	outer := r.about
	r.about = t
	return func() { r.about = outer }
}

// blame reports what was kept at the user's fields that lead there from the type that a schema was made of.
func (w *walk) blame(root model.TypeID) {
	if len(w.problems.foreign) == 0 {
		return
	}
	seen := map[model.TypeID]bool{}
	var visit func(id model.TypeID)
	lead := func(pos diag.Pos, what string, props *apiextensionsv1.JSONSchemaProps) {
		for id := range w.reach(props) {
			w.problems.tell(id, pos, what)
			if t := w.lookup(id); t != nil && !isForeign(t) {
				visit(id)
			}
		}
	}
	visit = func(id model.TypeID) {
		d, t := w.declared[id], w.lookup(id)
		if d == nil || t == nil || seen[id] {
			return
		}
		seen[id] = true
		if !t.IsStruct() {
			lead(t.Pos, "type "+t.Name, &d.props)
			return
		}
		for name, field := range d.fields {
			props := d.props.Properties[name]
			lead(field.Pos, "field "+field.Name+" of "+t.Name, &props)
		}
		for _, part := range d.inline {
			lead(part.field.Pos, "field "+part.field.Name+" of "+t.Name, &part.props)
		}
	}
	visit(root)
	for id := range w.problems.foreign {
		if !w.problems.told[id] {
			w.problems.tell(id, w.posOf(root), "type "+root.Name)
		}
	}
}

// tell reports what was kept about a type, if anything was.
func (r *reporter) tell(id model.TypeID, pos diag.Pos, what string) {
	kept := r.foreign[id]
	if len(kept) == 0 {
		return
	}
	more := ""
	if len(kept) > 1 {
		more = fmt.Sprintf(" (and %d more)", len(kept)-1)
	}
	r.Blurf(pos, []diag.Pos{pos}, "%s leads to %s, which has no schema: %s%s; write a type of your own, or +kubebuilder:pruning:PreserveUnknownFields "+
		"and +kubebuilder:validation:Schemaless on the field, so that anything may stand there", what, model.NamedExpr(id.Pkg, id.Name), kept[0], more)
	r.told[id] = true
}

// reach returns the types that a schema refers to, and of somebody else's those that these refer to in turn.
func (w *walk) reach(props *apiextensionsv1.JSONSchemaProps) map[model.TypeID]bool {
	all := map[model.TypeID]bool{}
	var follow func(props *apiextensionsv1.JSONSchemaProps)
	follow = func(props *apiextensionsv1.JSONSchemaProps) {
		refs := references{}
		crd.EditSchema(props.DeepCopy(), refs)
		for id := range refs {
			if all[id] {
				continue
			}
			all[id] = true
			if t := w.lookup(id); t == nil || !isForeign(t) || w.declared[id] == nil {
				continue
			}
			follow(&w.declared[id].props)
			for _, part := range w.declared[id].inline {
				follow(&part.props)
			}
		}
	}
	follow(props)
	return all
}

// references are the types that a schema refers to.
type references map[model.TypeID]bool

// Visit implements crd.SchemaVisitor. It returns no visitor for a reference, whose text the library would follow.
func (r references) Visit(schema *apiextensionsv1.JSONSchemaProps) crd.SchemaVisitor {
	if schema == nil || schema.Ref == nil {
		return r
	}
	r[referent(*schema.Ref)] = true
	return nil
}

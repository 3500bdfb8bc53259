// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// subject names the Go field of a place, not the place as the other messages do: a type may be part of many kinds, and of one
// in many places, and what is lost of it is to be told once. Of a field that is gone, the name in JSON is all that is left.
func (l losses) subject(w where) string {
	s := l.source(w)
	items := ""
	for len(w.steps) > 0 && w.steps[len(w.steps)-1] == schema.Elem {
		w.steps, items = w.steps[:len(w.steps)-1], "what is in "+items
	}
	if f := l.field(w); f.Field != nil && !f.Owner.Foreign {
		return items + "field " + f.Name + " of " + nameOf(s.view, f.Owner)
	}
	if t := l.structOf(w); t != nil {
		return "field " + w.steps[len(w.steps)-1] + " of " + nameOf(s.view, t)
	}
	return items + l.Definition.subject(w)
}

// field returns the Go field that a place is the value of, the zero value if there is none.
func (l losses) field(w where) schema.OwnedField {
	named := 0
	for _, step := range w.steps {
		if step != schema.Elem {
			named++
		}
	}
	s := l.source(w)
	found := schema.Locate(s.view, s.kind.TypeID, w.steps)
	if named == 0 || len(found.Fields) != named {
		return schema.OwnedField{}
	}
	return found.Fields[named-1]
}

// structOf returns the struct that a place is, or was, a field of, nil if its author cannot change it.
func (l losses) structOf(w where) *model.Type {
	if len(w.steps) == 0 || w.steps[len(w.steps)-1] == schema.Elem {
		return nil
	}
	s := l.source(w)
	for _, t := range schema.Locate(s.view, s.kind.TypeID, w.steps[:len(w.steps)-1]).Types {
		if !t.Foreign && t.IsStruct() {
			return t
		}
	}
	return nil
}

// renamed reports, as one loss, one field that is gone where another one is new and must be there: most likely they are one.
func (l losses) renamed(former *formerSchema, now *apiextensionsv1.JSONSchemaProps, at where) bool {
	var gone, added []string
	for name := range former.Properties {
		if _, there := now.Properties[name]; !there {
			gone = append(gone, name)
		}
	}
	for name := range now.Properties {
		if former.Properties[name] == nil {
			added = append(added, name)
		}
	}
	if len(gone) != 1 || len(added) != 1 || !slices.Contains(now.Required, added[0]) || now.Properties[added[0]].Default != nil {
		return false
	}
	old, renamed := at.below(gone[0]), at.below(added[0])
	remedy := l.remedy(renamed, "say +versioned:changed:since=VERSION,fromName=... if it is "+gone[0]+" by another name; if not, keep that with +versioned:removed:since=VERSION, "+
		"and have this one added with +versioned:added:since=VERSION")
	l.add(at.version, l.position(renamed), "%s must be there now, and %s is not there any more: stored objects lose the one, and cannot be changed without the other. If this version was released, %s",
		l.subject(renamed), strings.TrimPrefix(l.subject(old), "field "), remedy)
	return true
}

// remedy is what to do about a loss: what is given, or, where a marker says already that the field is another one since this
// very version, to name a later one.
func (l losses) remedy(w where, otherwise string) string {
	s := l.source(w)
	version := s.view.Version.Name
	for _, f := range l.declared(w) {
		for _, m := range f.Markers {
			if m.Since == version && strings.HasSuffix(m.Name, "equired") {
				return "name a later version in its +versioned:marker"
			}
		}
		h := f.History
		switch {
		case h == nil:
		case h.Added != nil && h.Added.Since == version:
			return "name a later version in its +versioned:added"
		case h.Removed != nil && h.Removed.Since == version:
			return "name a later version in its +versioned:removed"
		case slices.ContainsFunc(h.Changed, func(c model.Changed) bool { return c.Since == version }):
			return "name a later version in its +versioned:changed"
		}
	}
	return otherwise
}

// declared returns the fields of the API package that a place is, or was, the value of.
func (l losses) declared(w where) []*model.Field {
	var fields []*model.Field
	here, parent := l.field(w), l.structOf(w)
	for _, t := range l.source(w).view.API.Types {
		for _, f := range t.Fields {
			was := parent != nil && t.Pos == parent.Pos && (f.JSON == w.steps[len(w.steps)-1] ||
				f.History != nil && slices.ContainsFunc(f.History.Changed, func(c model.Changed) bool { return c.FromJSON == w.steps[len(w.steps)-1] }))
			if here.Field != nil && f.Pos == here.Pos || here.Field == nil && was {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

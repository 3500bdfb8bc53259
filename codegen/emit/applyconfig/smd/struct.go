// SPDX-License-Identifier: Apache-2.0

package smd

import (
	"cmp"
	"go/token"
	"slices"

	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// structRef refers to a struct within another.
func (w walk) structRef(t *model.Type, field hints) smdschema.TypeRef {
	if field.preserve || field.resource {
		if w.open[t.TypeID] {
			// The struct contains itself. Its CRD has no fields here either, just what the field says.
			return w.opaque(field)
		}
		// References cannot say so; the fields of such a struct are its own.
		atom := w.structAtom(t, false)
		atom.Map.ElementType = deduced()
		if field.resource {
			atom.Map = w.resource(atom.Map)
		}
		atom.Map.ElementRelationship = cmp.Or(relationship(field.relationship), atom.Map.ElementRelationship)
		return inline(atom)
	}
	name := TypeName(t.TypeID)
	if t.Root != nil {
		name += embeddedSuffix
	}
	return override(w.define(name, func() smdschema.Atom { return w.structAtom(t, false) }), field)
}

// structAtom returns a struct. Root is true for a whole object.
func (w walk) structAtom(t *model.Type, root bool) smdschema.Atom {
	w.open[t.TypeID] = true
	defer delete(w.open, t.TypeID)
	fields := map[string]found{}
	said := w.collect(t, root, 0, fields, map[model.TypeID]int{})
	out := &smdschema.Map{ElementRelationship: relationship(said.relationship)}
	for _, f := range fields {
		out.Fields = append(out.Fields, f.field)
	}
	slices.SortFunc(out.Fields, func(a, b smdschema.StructField) int { return cmp.Compare(a.Name, b.Name) })
	if said.preserve || len(out.Fields) == 0 {
		// A struct without fields can only be meant for anything.
		out.ElementType = deduced()
	}
	if said.resource {
		out = w.resource(out)
	}
	return smdschema.Atom{Map: out}
}

// found is a field and how deep it is embedded; JSON knows the outermost of those with the same name.
type found struct {
	depth int
	field smdschema.StructField
}

// collect finds all fields of a struct by their names in JSON. It returns what is said about the struct as a whole, by
// itself or by those that it embeds. Structs that embed each other are refused elsewhere: seen has how deep they were met.
func (w walk) collect(t *model.Type, root bool, depth int, fields map[string]found, seen map[model.TypeID]int) hints {
	declared := model.Declaration(t, w.view.Lookup)
	if declared == nil {
		return hints{preserve: true}
	}
	if at, met := seen[t.TypeID]; met && at <= depth {
		return hints{}
	}
	seen[t.TypeID] = depth
	var embedded hints
	for _, f := range declared.Fields {
		switch {
		case f.Skipped || !f.Embedded && !token.IsExported(f.Name):
		case f.Inline || f.JSON == "":
			embedded = w.inlined(f, depth, fields, seen).over(embedded)
		default:
			if other, ok := fields[f.JSON]; !ok || depth < other.depth {
				fields[f.JSON] = found{depth: depth, field: w.field(f, root)}
			}
		}
	}
	return typeHints(t).over(embedded)
}

// inlined finds the fields of an inlined field. What is said about its type holds for the struct that it is in.
func (w walk) inlined(f *model.Field, depth int, fields map[string]found, seen map[model.TypeID]int) hints {
	anything := hints{preserve: true}
	e := f.Type.Deref()
	if e.Kind != model.Named {
		return anything
	}
	if e.ID == (model.TypeID{Pkg: plan.MetaPackage, Name: "TypeMeta"}) {
		for _, name := range typeMeta {
			fields[name] = found{depth: depth, field: smdschema.StructField{Name: name, Type: scalar(smdschema.String)}}
		}
		return hints{}
	}
	t := w.view.Lookup(e.ID)
	if _, known := wellKnown[e.ID]; known || t == nil || t.SchemaFile != nil {
		return anything
	}
	declared := model.Declaration(t, w.view.Lookup)
	if declared == nil || !declared.IsStruct() {
		return anything
	}
	said := readHints(f.Markers).over(w.collect(t, false, depth+1, fields, seen))
	return hints{relationship: said.relationship, preserve: said.preserve}
}

// typeMeta are the fields of metav1.TypeMeta.
var typeMeta = []string{"apiVersion", "kind"}

func (w walk) field(f *model.Field, root bool) smdschema.StructField {
	said := readHints(f.Markers)
	out := smdschema.StructField{Name: f.JSON}
	if e := f.Type.Deref(); root && e.Kind == model.Named && e.ID == (model.TypeID{Pkg: plan.MetaPackage, Name: "ObjectMeta"}) {
		out.Type = w.objectMeta(true)
	} else {
		out.Type = w.ref(f.Type, said)
	}
	if said.byDefault == nil && f.Type.Deref().Kind == model.Named {
		if t := w.view.Lookup(f.Type.Deref().ID); t != nil {
			said = said.over(typeHints(t))
		}
	}
	out.Default = said.byDefault
	return out
}

// resource adds the fields that the API server knows of every object.
func (w walk) resource(m *smdschema.Map) *smdschema.Map {
	out := &smdschema.Map{ElementType: m.ElementType, ElementRelationship: m.ElementRelationship}
	for _, f := range m.Fields {
		if f.Name != "metadata" && !slices.Contains(typeMeta, f.Name) {
			out.Fields = append(out.Fields, f)
		}
	}
	for _, name := range typeMeta {
		out.Fields = append(out.Fields, smdschema.StructField{Name: name, Type: scalar(smdschema.String)})
	}
	out.Fields = append(out.Fields, smdschema.StructField{Name: "metadata", Type: w.objectMeta(true)})
	slices.SortFunc(out.Fields, func(a, b smdschema.StructField) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// objectMeta refers to the metadata of a whole object, or of what looks like one within another: there the CRD has at
// most some fields of it, and says nothing of how lists are merged.
func (w walk) objectMeta(root bool) smdschema.TypeRef {
	id := model.TypeID{Pkg: plan.MetaPackage, Name: "ObjectMeta"}
	t := w.view.Lookup(id)
	if t == nil {
		return deduced()
	}
	if root {
		return w.define(TypeName(id), func() smdschema.Atom { return w.structAtom(t, false) })
	}
	return w.define(TypeName(id)+embeddedSuffix, func() smdschema.Atom {
		atom := w.structAtom(t, false)
		for i := range atom.Map.Fields {
			if l := atom.Map.Fields[i].Type.Inlined.List; l != nil {
				atom.Map.Fields[i].Type.Inlined.List = list(hints{}, l.ElementType)
			}
		}
		return atom
	})
}

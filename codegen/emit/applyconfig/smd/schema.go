// SPDX-License-Identifier: Apache-2.0

package smd

import (
	"cmp"
	"slices"
	"strings"

	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// TypeName is what a Go type is called in the schema, and in those of Kubernetes: "io.k8s.api.core.v1.Pod".
func TypeName(id model.TypeID) string {
	host, path, found := strings.Cut(id.Pkg+"."+id.Name, "/")
	if !found {
		path, host = host, ""
	}
	parts := strings.Split(host, ".")
	slices.Reverse(parts)
	return strings.TrimPrefix(strings.Join(parts, ".")+"."+strings.ReplaceAll(path, "/", "."), ".")
}

// embeddedSuffix ends the names of types that look different within another object.
const embeddedSuffix = "_embedded"

// Make returns the schema of all kinds of a plan, and of all that they reach, in the order of names.
func Make(p *plan.Plan) []smdschema.TypeDef {
	b := &builder{defined: map[string]*smdschema.TypeDef{}}
	for _, version := range p.Versions() {
		w := walk{builder: b, view: version.View, open: map[model.TypeID]bool{}}
		for _, kind := range version.Kinds {
			w.kind(kind.Type)
		}
	}
	types := make([]smdschema.TypeDef, 0, len(b.defined)+2)
	for _, def := range b.defined {
		types = append(types, *def)
	}
	slices.SortFunc(types, func(x, y smdschema.TypeDef) int { return cmp.Compare(x.Name, y.Name) })
	return append(types, atomicType(), deducedType())
}

// builder collects named types.
type builder struct {
	defined map[string]*smdschema.TypeDef
}

// define makes a named type unless it is there already, and returns a reference to it. A type may refer to itself.
func (b *builder) define(name string, atom func() smdschema.Atom) smdschema.TypeRef {
	if b.defined[name] == nil {
		def := &smdschema.TypeDef{Name: name}
		b.defined[name] = def
		def.Atom = atom()
	}
	return smdschema.TypeRef{NamedType: &name}
}

// walk makes types of one view.
type walk struct {
	*builder
	view *model.View
	// open are the types that are being written.
	open map[model.TypeID]bool
}

// kind defines the type of a whole object.
func (w walk) kind(t *model.Type) {
	w.define(TypeName(t.TypeID), func() smdschema.Atom { return w.structAtom(t, true) })
}

// Names of the types for values of which nothing is known.
const (
	atomicName  = "__untyped_atomic_"
	deducedName = "__untyped_deduced_"
)

// deduced refers to a type that is found out from each value: maps by key, lists as one value.
func deduced() smdschema.TypeRef {
	name := deducedName
	return smdschema.TypeRef{NamedType: &name}
}

func atomicType() smdschema.TypeDef {
	return untyped(atomicName, atomicName, smdschema.Atomic)
}

func deducedType() smdschema.TypeDef {
	return untyped(deducedName, deducedName, smdschema.Separable)
}

func untyped(name, values string, relationship smdschema.ElementRelationship) smdschema.TypeDef {
	items := atomicName
	return smdschema.TypeDef{Name: name, Atom: smdschema.Atom{
		Scalar: new(smdschema.Untyped),
		List: &smdschema.List{
			ElementType:         smdschema.TypeRef{NamedType: &items},
			ElementRelationship: smdschema.Atomic,
		},
		Map: &smdschema.Map{
			ElementType:         smdschema.TypeRef{NamedType: &values},
			ElementRelationship: relationship,
		},
	}}
}

func scalar(of smdschema.Scalar) smdschema.TypeRef {
	return smdschema.TypeRef{Inlined: smdschema.Atom{Scalar: &of}}
}

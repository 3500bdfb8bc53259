// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Options are those of controller-gen's crd generator that bear on schemas.
type Options struct {
	// AllowDangerousTypes allows float32 and float64.
	AllowDangerousTypes bool
	// EmbeddedObjectMeta describes name, namespace, labels, annotations and finalizers of an ObjectMeta below the root.
	EmbeddedObjectMeta bool
	// IgnoreUnexportedFields leaves out unexported fields instead of asking for their json tag.
	IgnoreUnexportedFields bool
	// MaxDescriptionLength cuts descriptions at the end of a sentence, in bytes; 0 drops them, nil keeps them whole.
	MaxDescriptionLength *int
}

// maxNodes is more than any CRD can have that an API server takes: a request has at most 3 MiB, a property at least 20
// bytes. Types that refer to each other a few times a level reach billions.
const maxNodes = 200_000

// Builder makes schemas for one run. It is not safe for concurrent use.
type Builder struct {
	options  Options
	problems *reporter
	declared map[model.TypeID]*declaration
	resolved resolver
	roots    map[model.TypeID]*apiextensionsv1.JSONSchemaProps
	// promotions are the fields of structs and of what they inline.
	promotions map[*model.Type]map[string]promoted
}

// NewBuilder returns a builder that reports to the list.
func NewBuilder(options Options, problems *diag.List) *Builder {
	return &Builder{
		options:  options,
		problems: newReporter(problems),
		declared: map[model.TypeID]*declaration{},
		resolved: newResolver(),
		roots:    map[model.TypeID]*apiextensionsv1.JSONSchemaProps{},

		promotions: map[*model.Type]map[string]promoted{},
	}
}

// For returns the schema of a type, as it stands at the root of a resource: without references. What is wrong with the
// type is reported, once a type and builder, and left out of the schema. The result is never nil; it is shared and must
// not be changed.
func (b *Builder) For(view *model.View, id model.TypeID) *apiextensionsv1.JSONSchemaProps {
	if schema, ok := b.roots[id]; ok {
		return schema
	}
	w := &walk{Builder: b, view: view}
	schema := w.root(id)
	w.blame(id)
	if schema.nodes > maxNodes {
		b.problems.Errorf(w.posOf(id), "the schema of %s has %s fields, which no API server takes: types that refer to "+
			"each other have to end somewhere, for example in a field with +kubebuilder:pruning:PreserveUnknownFields "+
			"and +kubebuilder:validation:Schemaless", id.Name, count(schema.nodes))
		schema.JSONSchemaProps = apiextensionsv1.JSONSchemaProps{Type: "object"}
	}
	b.roots[id] = &schema.JSONSchemaProps
	return &schema.JSONSchemaProps
}

func count(nodes int) string {
	if nodes >= hugeCount {
		return "more than a billion"
	}
	return fmt.Sprint(nodes)
}

// walk is the builder at work for one view.
type walk struct {
	*Builder
	view *model.View
}

func (w *walk) lookup(id model.TypeID) *model.Type { return w.view.Lookup(id) }

func (w *walk) posOf(id model.TypeID) diag.Pos {
	if t := w.lookup(id); t != nil {
		return t.Pos
	}
	return diag.Pos{}
}

// describe cuts a description as controller-gen does.
func (b *Builder) describe(text string) string {
	if b.options.MaxDescriptionLength == nil || text == "" {
		return text
	}
	schema := apiextensionsv1.JSONSchemaProps{Description: text}
	crd.TruncateDescription(&schema, *b.options.MaxDescriptionLength)
	return schema.Description
}

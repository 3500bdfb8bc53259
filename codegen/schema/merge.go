// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"reflect"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
)

// merge lays what a reference says over the schema that it refers to.
func (w *walk) merge(base *sized, over apiextensionsv1.JSONSchemaProps, at place) *sized {
	merged := &sized{JSONSchemaProps: base.JSONSchemaProps, nodes: base.nodes}
	over.Ref = nil
	docs := takeDocs(&over)
	if over.Type == merged.Type {
		over.Type = ""
	}
	if over.Format == merged.Format {
		over.Format = ""
	}
	if !reflect.ValueOf(&over).Elem().IsZero() {
		merged.JSONSchemaProps = w.flatten(merged.JSONSchemaProps, over, at)
	}
	docs.putOn(&merged.JSONSchemaProps)
	return merged
}

// flatten merges schemas the way controller-tools flattens an allOf of them: what both say stays in an allOf. The parts
// of the first stay as they are; the second has none.
func (w *walk) flatten(base, over apiextensionsv1.JSONSchemaProps, at place) apiextensionsv1.JSONSchemaProps {
	kept := takeParts(&base)
	docs := takeDocs(&base)
	flat := crd.FlattenEmbedded(&apiextensionsv1.JSONSchemaProps{
		AllOf: []apiextensionsv1.JSONSchemaProps{base, over},
	}, recorder{w, at})
	kept.putOn(flat)
	docs.putOn(flat)
	return *flat
}

// recorder reports what controller-tools says about schemas that do not fit together.
type recorder struct {
	*walk
	at place
}

// AddError implements crd.ErrorRecorder.
func (r recorder) AddError(err error) {
	r.problems.Errorf(r.at.pos, "%s: what its markers say and the schema of its type do not fit together: %v", r.at.what, err)
}

// parts are the subschemas of a schema.
type parts struct {
	properties, patternProperties map[string]apiextensionsv1.JSONSchemaProps
	items                         *apiextensionsv1.JSONSchemaPropsOrArray
	additionalProperties          *apiextensionsv1.JSONSchemaPropsOrBool
	not                           *apiextensionsv1.JSONSchemaProps
	allOf, anyOf, oneOf           []apiextensionsv1.JSONSchemaProps
}

func takeParts(s *apiextensionsv1.JSONSchemaProps) parts {
	taken := parts{
		properties: s.Properties, patternProperties: s.PatternProperties, items: s.Items,
		additionalProperties: s.AdditionalProperties, not: s.Not, allOf: s.AllOf, anyOf: s.AnyOf, oneOf: s.OneOf,
	}
	s.Properties, s.PatternProperties, s.Items, s.AdditionalProperties, s.Not = nil, nil, nil, nil, nil
	s.AllOf, s.AnyOf, s.OneOf = nil, nil, nil
	return taken
}

func (p parts) putOn(s *apiextensionsv1.JSONSchemaProps) {
	s.Properties, s.PatternProperties, s.Items = p.properties, p.patternProperties, p.items
	s.AdditionalProperties, s.Not, s.AnyOf, s.OneOf = p.additionalProperties, p.not, p.anyOf, p.oneOf
	if len(p.allOf) > 0 {
		s.AllOf = append(append([]apiextensionsv1.JSONSchemaProps(nil), p.allOf...), s.AllOf...)
	}
}

// docs are what readers see of a schema. A field's win over its type's.
type docs struct {
	description, title string
	externalDocs       *apiextensionsv1.ExternalDocumentation
	example            *apiextensionsv1.JSON
}

func takeDocs(s *apiextensionsv1.JSONSchemaProps) docs {
	taken := docs{description: s.Description, title: s.Title, externalDocs: s.ExternalDocs, example: s.Example}
	s.Description, s.Title, s.ExternalDocs, s.Example = "", "", nil, nil
	return taken
}

func (d docs) putOn(s *apiextensionsv1.JSONSchemaProps) {
	if d.description != "" {
		s.Description = d.description
	}
	if d.title != "" {
		s.Title = d.title
	}
	if d.externalDocs != nil {
		s.ExternalDocs = d.externalDocs
	}
	if d.example != nil {
		s.Example = d.example
	}
}

func clashes(a, b map[string]apiextensionsv1.JSONSchemaProps) bool {
	for name := range b {
		if _, ok := a[name]; ok {
			return true
		}
	}
	return false
}

func union(a, b map[string]apiextensionsv1.JSONSchemaProps) map[string]apiextensionsv1.JSONSchemaProps {
	if len(b) == 0 {
		return a
	}
	all := make(map[string]apiextensionsv1.JSONSchemaProps, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}

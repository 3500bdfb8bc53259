// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// place tells messages where in the Go source a part of a schema comes from.
type place struct {
	pos    diag.Pos
	what   string
	fields map[string]*model.Field
}

func (p place) of(field *model.Field) place {
	return place{pos: field.Pos, what: "field " + field.Name}
}

func (w *walk) properties(s *sized, props map[string]apiextensionsv1.JSONSchemaProps, at place) map[string]apiextensionsv1.JSONSchemaProps {
	if props == nil {
		return nil
	}
	resolved := make(map[string]apiextensionsv1.JSONSchemaProps, len(props))
	for _, name := range slices.Sorted(maps.Keys(props)) {
		below := at
		if field := at.fields[name]; field != nil {
			below = at.of(field)
		}
		prop := props[name]
		part := w.dereference(&prop, below)
		s.add(part.nodes)
		resolved[name] = part.JSONSchemaProps
	}
	return resolved
}

func (w *walk) part(s *sized, schema *apiextensionsv1.JSONSchemaProps, at place) *apiextensionsv1.JSONSchemaProps {
	if schema == nil {
		return nil
	}
	part := w.dereference(schema, at)
	s.add(part.nodes)
	return &part.JSONSchemaProps
}

func (w *walk) parts(s *sized, schemas []apiextensionsv1.JSONSchemaProps, at place) []apiextensionsv1.JSONSchemaProps {
	if schemas == nil {
		return nil
	}
	resolved := make([]apiextensionsv1.JSONSchemaProps, len(schemas))
	for i := range schemas {
		part := w.dereference(&schemas[i], at)
		s.add(part.nodes)
		resolved[i] = part.JSONSchemaProps
	}
	return resolved
}

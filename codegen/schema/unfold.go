// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

// unfolding writes declarations out with an allOf of the type and the field in the place of each reference, and an
// allOf of everything that is inlined.
type unfolding struct {
	*walk
	done map[model.TypeID]apiextensionsv1.JSONSchemaProps
}

func (u *unfolding) declaration(d *declaration) apiextensionsv1.JSONSchemaProps {
	schema := u.schema(&d.props)
	for _, part := range d.inline {
		schema.AllOf = append(schema.AllOf, u.schema(&part.props))
	}
	return schema
}

func (u *unfolding) referred(id model.TypeID) apiextensionsv1.JSONSchemaProps {
	if schema, ok := u.done[id]; ok {
		return schema
	}
	// This is what stands where a circle closes.
	u.done[id] = apiextensionsv1.JSONSchemaProps{}
	schema := u.declaration(u.declare(id))
	u.done[id] = schema
	return schema
}

func (u *unfolding) schema(schema *apiextensionsv1.JSONSchemaProps) apiextensionsv1.JSONSchemaProps {
	s := *schema
	if s.Ref != nil {
		base := u.referred(referent(*s.Ref))
		s.Ref = nil
		fieldDocs, typeDocs := takeDocs(&s), takeDocs(&base)
		both := apiextensionsv1.JSONSchemaProps{AllOf: []apiextensionsv1.JSONSchemaProps{base, s}}
		typeDocs.putOn(&both)
		fieldDocs.putOn(&both)
		return both
	}
	s.Properties = u.named(s.Properties)
	s.PatternProperties = u.named(s.PatternProperties)
	s.Definitions = u.named(s.Definitions)
	if s.Items != nil {
		s.Items = &apiextensionsv1.JSONSchemaPropsOrArray{
			Schema: u.pointer(s.Items.Schema), JSONSchemas: u.slice(s.Items.JSONSchemas),
		}
	}
	if s.AdditionalProperties != nil {
		s.AdditionalProperties = &apiextensionsv1.JSONSchemaPropsOrBool{
			Allows: s.AdditionalProperties.Allows, Schema: u.pointer(s.AdditionalProperties.Schema),
		}
	}
	s.Not = u.pointer(s.Not)
	s.AllOf, s.AnyOf, s.OneOf = u.slice(s.AllOf), u.slice(s.AnyOf), u.slice(s.OneOf)
	return s
}

func (u *unfolding) named(props map[string]apiextensionsv1.JSONSchemaProps) map[string]apiextensionsv1.JSONSchemaProps {
	if props == nil {
		return nil
	}
	all := make(map[string]apiextensionsv1.JSONSchemaProps, len(props))
	for _, name := range slices.Sorted(maps.Keys(props)) {
		prop := props[name]
		all[name] = u.schema(&prop)
	}
	return all
}

func (u *unfolding) pointer(schema *apiextensionsv1.JSONSchemaProps) *apiextensionsv1.JSONSchemaProps {
	if schema == nil {
		return nil
	}
	s := u.schema(schema)
	return &s
}

func (u *unfolding) slice(schemas []apiextensionsv1.JSONSchemaProps) []apiextensionsv1.JSONSchemaProps {
	var all []apiextensionsv1.JSONSchemaProps
	for i := range schemas {
		all = append(all, u.schema(&schemas[i]))
	}
	return all
}

// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// unevaluated warns of the CEL rules of a schema if it is below a value that may have any type. An API server takes them
// and never evaluates them.
func (d *Definition) unevaluated(s *apiextensionsv1.JSONSchemaProps, at where, problems *diag.List) {
	for i := range s.XValidations {
		at.rest = ruleRest(i)
		problems.Warnf(d.position(at), "%s: no API server evaluates it, since a value around it may have any type", d.subject(at))
	}
}

// walk visits the schemas of a version, the outer ones first and those beside each other by their names. Untyped says
// that a value around the one of the schema may have any type.
func (d *Definition) walk(version int, visit func(s *apiextensionsv1.JSONSchemaProps, at where, untyped bool)) {
	var walk func(s *apiextensionsv1.JSONSchemaProps, steps []string, untyped bool)
	walk = func(s *apiextensionsv1.JSONSchemaProps, steps []string, untyped bool) {
		if s == nil {
			return
		}
		steps = slices.Clip(steps)
		visit(s, where{version: version, part: partSchema, steps: steps}, untyped)
		untyped = untyped || s.Type == "" && !s.XIntOrString
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			prop := s.Properties[name]
			walk(&prop, append(steps, name), untyped)
		}
		if s.Items != nil {
			walk(s.Items.Schema, append(steps, schema.Elem), untyped)
		}
		if s.AdditionalProperties != nil {
			walk(s.AdditionalProperties.Schema, append(steps, schema.Elem), untyped)
		}
	}
	walk(d.Object.Spec.Versions[version].Schema.OpenAPIV3Schema, nil, false)
}

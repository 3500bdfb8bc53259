// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// unevaluated warns of CEL rules below a value that may have any type. An API server takes them and never evaluates
// them.
func (d *Definition) unevaluated(version int, problems *diag.List) {
	var walk func(s *apiextensionsv1.JSONSchemaProps, steps []string, untyped bool)
	walk = func(s *apiextensionsv1.JSONSchemaProps, steps []string, untyped bool) {
		if s == nil {
			return
		}
		steps = slices.Clip(steps)
		if untyped {
			for i := range s.XValidations {
				w := where{version: version, part: partSchema, steps: steps, rest: ruleRest(i)}
				problems.Warnf(d.position(w), "%s: no API server evaluates it, since a value around it may have any type", d.subject(w))
			}
		}
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

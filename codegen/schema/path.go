// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// Step is one property on the way along a JSON path.
type Step struct {
	Name   string
	Schema *apiextensionsv1.JSONSchemaProps
	// Required is true when the object before this step always has the property: it is required there.
	Required bool
	// Free is true when the schema does not say what is here, because it is a map or keeps unknown fields.
	Free bool
}

// Always reports whether a valid object has the property once the one before exists: it is required, or defaulted.
func (s Step) Always() bool { return s.Required || s.Schema != nil && s.Schema.Default != nil }

// Path splits a JSON path of names only, such as ".spec.replicas". It returns false for any other path.
func Path(text string) ([]string, bool) {
	rest, ok := strings.CutPrefix(text, ".")
	if !ok || strings.ContainsAny(rest, `[]\'"(){}*?@$, `) {
		return nil, false
	}
	names := strings.Split(rest, ".")
	if slices.Contains(names, "") {
		return nil, false
	}
	return names, true
}

// Walk follows names from the root of a schema and returns one step for each that it found. Fewer steps than names mean
// that the next one does not exist. After a step that is free, any name leads on, to something without a schema.
func Walk(root *apiextensionsv1.JSONSchemaProps, names []string) []Step {
	steps := make([]Step, 0, len(names))
	here := root
	for _, name := range names {
		step, ok := next(here, name)
		if !ok {
			break
		}
		steps = append(steps, step)
		here = step.Schema
	}
	return steps
}

func next(here *apiextensionsv1.JSONSchemaProps, name string) (Step, bool) {
	if here == nil {
		return Step{Name: name, Free: true}, true
	}
	if prop, ok := here.Properties[name]; ok {
		return Step{Name: name, Schema: &prop, Required: slices.Contains(here.Required, name)}, true
	}
	if values := here.AdditionalProperties; values != nil && (values.Allows || values.Schema != nil) {
		return Step{Name: name, Schema: values.Schema, Free: true}, true
	}
	keeps := here.XPreserveUnknownFields != nil && *here.XPreserveUnknownFields
	return Step{Name: name, Free: true}, keeps || here.XEmbeddedResource && isMeta(name)
}

func isMeta(name string) bool { return name == "metadata" || name == "apiVersion" || name == "kind" }

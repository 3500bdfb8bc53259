// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/schema"
)

func TestParseWhere(t *testing.T) {
	tests := map[string]struct {
		want where
		text string
	}{
		"spec.versions[2].schema.openAPIV3Schema.properties[spec].properties[a.b].default": {
			where{2, partSchema, []string{"spec", "a.b"}, []string{"default"}}, ".spec.a.b",
		},
		"spec.validation.openAPIV3Schema.properties[spec].items.additionalProperties.x-kubernetes-validations[3].rule": {
			where{everywhere, partSchema, []string{"spec", schema.Elem, schema.Elem}, []string{keywordRules, "3", "rule"}}, ".spec[][]",
		},
		"spec.validation.openAPIV3Schema.properties[a]b].anyOf[1].not.properties[c].items": {
			where{everywhere, partSchema, []string{"a]b", "c", schema.Elem}, nil}, ".a]b.c[]",
		},
		"spec.validation.openAPIV3Schema.properties[items].properties[0].items[0].type": {
			where{everywhere, partSchema, []string{"items", "0"}, []string{"items", "0", "type"}}, ".items.0",
		},
		"spec.validation.openAPIV3Schema":                      {where{everywhere, partSchema, nil, nil}, ""},
		"spec.validation":                                      {where{everywhere, partSchema, nil, nil}, ""},
		"spec.versions[0].schema.openAPIV3Schema":              {where{0, partSchema, nil, nil}, ""},
		"spec.versions[1].additionalPrinterColumns[4].type":    {where{1, partColumns, nil, []string{"4", "type"}}, ""},
		"spec.additionalPrinterColumns[4].JSONPath":            {where{everywhere, partColumns, nil, []string{"4", "JSONPath"}}, ""},
		"spec.versions[1].subresources.scale.specReplicasPath": {where{1, partSubresources, nil, []string{"scale", "specReplicasPath"}}, ""},
		"spec.selectableFields[0].jsonPath":                    {where{everywhere, partSelectable, nil, []string{"0", "jsonPath"}}, ""},
		"spec.versions[3].name":                                {where{3, "name", nil, []string{}}, ""},
		"spec.versions":                                        {where{everywhere, "versions", nil, []string{}}, ""},
		"spec.names.plural":                                    {where{everywhere, "names", nil, []string{"plural"}}, ""},
		"spec.group":                                           {where{everywhere, "group", nil, []string{}}, ""},
		"metadata.name":                                        {where{everywhere, "metadata", nil, []string{"name"}}, ""},
		"metadata.annotations[a.b/c]":                          {where{everywhere, "metadata", nil, []string{"annotations", "a.b/c"}}, ""},
		"":                                                     {where{everywhere, "", nil, nil}, ""},
		"spec.versions[x":                                      {where{everywhere, "versions", nil, []string{"x"}}, ""},
	}
	for path, test := range tests {
		got := parseWhere(path)
		assert.Equal(t, test.want, got, path)
		assert.Equal(t, test.text, got.String(), path)
	}
}

func FuzzParseWhere(f *testing.F) {
	f.Add("spec.versions[2].schema.openAPIV3Schema.properties[spec].properties[a.b].default")
	f.Add("spec.validation.openAPIV3Schema.properties[a]b].anyOf[1].not.items[")
	f.Fuzz(func(t *testing.T, path string) {
		w := parseWhere(path)
		assert.GreaterOrEqual(t, w.version, everywhere)
	})
}

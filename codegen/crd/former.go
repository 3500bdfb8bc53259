// SPDX-License-Identifier: Apache-2.0

package crd

import "encoding/json"

// Former is what of an earlier definition has to stay: objects that are stored may have it.
type Former struct {
	Metadata struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Group string `json:"group"`
		Scope string `json:"scope"`
		Names struct {
			Kind   string `json:"kind"`
			Plural string `json:"plural"`
		} `json:"names"`
		Versions []struct {
			Name   string `json:"name"`
			Schema struct {
				Root *formerSchema `json:"openAPIV3Schema"`
			} `json:"schema"`
		} `json:"versions"`
	} `json:"spec"`
}

type formerSchema struct {
	Type                 string                   `json:"type"`
	IntOrString          bool                     `json:"x-kubernetes-int-or-string"`
	Preserve             bool                     `json:"x-kubernetes-preserve-unknown-fields"`
	Properties           map[string]*formerSchema `json:"properties"`
	Required             []string                 `json:"required"`
	Enum                 []any                    `json:"enum"`
	Items                *formerSchema            `json:"items"`
	AdditionalProperties *formerValues            `json:"additionalProperties"`
}

// formerValues is the schema of a map's values; nil where there is just a boolean.
type formerValues struct{ schema *formerSchema }

func (v *formerValues) UnmarshalJSON(text []byte) error {
	if text[0] != '{' {
		return nil
	}
	return json.Unmarshal(text, &v.schema)
}

// ReadFormer reads the JSON of a definition that an earlier run emitted; nil if it is damaged, and about to be written anew.
func ReadFormer(text []byte) *Former {
	former := &Former{}
	if json.Unmarshal(text, former) != nil {
		return nil
	}
	return former
}

func (s *formerSchema) name() string {
	if s.IntOrString {
		return intOrString
	}
	return s.Type
}

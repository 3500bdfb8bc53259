// SPDX-License-Identifier: Apache-2.0

package crd

// keywords are the markers that set a keyword of a schema.
var keywords = map[string][]string{
	"default":                              {"kubebuilder:default", "default"},
	"enum":                                 {"kubebuilder:validation:Enum", "k8s:enum"},
	"example":                              {"kubebuilder:example"},
	"exclusiveMaximum":                     {"kubebuilder:validation:ExclusiveMaximum"},
	"exclusiveMinimum":                     {"kubebuilder:validation:ExclusiveMinimum"},
	"format":                               {"kubebuilder:validation:Format"},
	"maxItems":                             {"kubebuilder:validation:MaxItems", "k8s:maxItems"},
	"maxLength":                            {"kubebuilder:validation:MaxLength"},
	"maxProperties":                        {"kubebuilder:validation:MaxProperties"},
	"maximum":                              {"kubebuilder:validation:Maximum", "k8s:maximum"},
	"minItems":                             {"kubebuilder:validation:MinItems"},
	"minLength":                            {"kubebuilder:validation:MinLength"},
	"minProperties":                        {"kubebuilder:validation:MinProperties"},
	"minimum":                              {"kubebuilder:validation:Minimum", "k8s:minimum"},
	"multipleOf":                           {"kubebuilder:validation:MultipleOf"},
	"nullable":                             {"nullable"},
	"pattern":                              {"kubebuilder:validation:Pattern"},
	"type":                                 {"kubebuilder:validation:Type"},
	"uniqueItems":                          {"kubebuilder:validation:UniqueItems"},
	"x-kubernetes-embedded-resource":       {"kubebuilder:validation:EmbeddedResource", "kubebuilder:validation:XEmbeddedResource"},
	"x-kubernetes-int-or-string":           {"kubebuilder:validation:XIntOrString"},
	"x-kubernetes-list-map-keys":           {"listMapKey", "k8s:listMapKey"},
	"x-kubernetes-list-type":               {"listType", "k8s:listType"},
	"x-kubernetes-map-type":                {"mapType", "structType"},
	"x-kubernetes-preserve-unknown-fields": {"kubebuilder:pruning:PreserveUnknownFields", "kubebuilder:validation:XPreserveUnknownFields"},
}

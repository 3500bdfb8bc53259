// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"maps"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func (s source) version(builder *schema.Builder) apiextensionsv1.CustomResourceDefinitionVersion {
	declared, root := s.view.Version, s.kind.Root
	v := apiextensionsv1.CustomResourceDefinitionVersion{
		Name:       declared.Name,
		Served:     declared.Served,
		Storage:    root.Stored,
		Deprecated: declared.Deprecated,
		Schema: &apiextensionsv1.CustomResourceValidation{
			OpenAPIV3Schema: withPlainMetadata(builder.For(s.view, s.kind.TypeID)),
		},
		Subresources: subresources(root),
	}
	if declared.Deprecated && declared.DeprecationWarning != "" {
		v.DeprecationWarning = &declared.DeprecationWarning
	}
	for _, c := range root.Columns {
		v.AdditionalPrinterColumns = append(v.AdditionalPrinterColumns, apiextensionsv1.CustomResourceColumnDefinition{
			Name: c.Name, Type: c.Type, Format: c.Format, Description: c.Description, Priority: c.Priority,
			JSONPath: c.Path.Text,
		})
	}
	for _, path := range root.SelectableFields {
		v.SelectableFields = append(v.SelectableFields, apiextensionsv1.SelectableField{JSONPath: path.Text})
	}
	return v
}

// withPlainMetadata returns a copy of a root schema in which metadata is an object and no more: the API server knows
// what is in it, and refuses to be told.
func withPlainMetadata(root *apiextensionsv1.JSONSchemaProps) *apiextensionsv1.JSONSchemaProps {
	if _, ok := root.Properties["metadata"]; !ok {
		return root
	}
	changed := *root
	changed.Properties = maps.Clone(root.Properties)
	changed.Properties["metadata"] = apiextensionsv1.JSONSchemaProps{Type: "object"}
	return &changed
}

func subresources(root *model.Root) *apiextensionsv1.CustomResourceSubresources {
	if !root.Status && root.Scale == nil {
		return nil
	}
	s := &apiextensionsv1.CustomResourceSubresources{}
	if root.Status {
		s.Status = &apiextensionsv1.CustomResourceSubresourceStatus{}
	}
	if scale := root.Scale; scale != nil {
		s.Scale = &apiextensionsv1.CustomResourceSubresourceScale{
			SpecReplicasPath: scale.SpecReplicas.Text, StatusReplicasPath: scale.StatusReplicas.Text,
		}
		if scale.LabelSelector != nil {
			s.Scale.LabelSelectorPath = &scale.LabelSelector.Text
		}
	}
	return s
}

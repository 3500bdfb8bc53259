// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/model"
)

// SaysRule reports whether a marker on a field or a type is where a CEL rule of a schema comes from.
func SaysRule(marker model.Marker, rule string) bool {
	return slices.ContainsFunc([]markers.TargetType{ofField, ofType}, func(target markers.TargetType) bool {
		v, ok, err := parse(marker, target)
		if err != nil || !ok {
			return false
		}
		says, ok := v.value.(crd.SchemaMarker)
		if !ok {
			return false
		}
		var schema apiextensionsv1.JSONSchemaProps
		if says.ApplyToSchema(&crdmarkers.SchemaContext{}, &schema) != nil {
			return false
		}
		return slices.ContainsFunc(schema.XValidations, func(r apiextensionsv1.ValidationRule) bool { return r.Rule == rule })
	})
}

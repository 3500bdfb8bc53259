// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

// Schema is where in a structured-merge-diff schema a type is described.
type Schema struct {
	Schema *schema.Schema
	Type   schema.TypeRef
}

// SchemaOf finds the schema of an object's kind. The object must carry apiVersion and kind; nothing else of it is read.
func SchemaOf(converter managedfields.TypeConverter, object runtime.Object) (Schema, error) {
	kind := object.GetObjectKind().GroupVersionKind()
	if kind.Kind == "" || kind.Version == "" {
		return Schema{}, fmt.Errorf("schema of %T: apiVersion and kind are not set", object)
	}
	// Converting an object with content could fail, with an error that shows the content.
	empty := &unstructured.Unstructured{}
	empty.SetGroupVersionKind(kind)
	typed, err := converter.ObjectToTyped(empty)
	if err != nil {
		return Schema{}, fmt.Errorf("schema of %s: %w", kind, err)
	}
	return Schema{Schema: typed.Schema(), Type: typed.TypeRef()}, nil
}

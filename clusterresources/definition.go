// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	builtin "k8s.io/client-go/applyconfigurations"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/kube-openapi/pkg/schemaconv"
	"k8s.io/kube-openapi/pkg/validation/spec"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"

	"github.com/stackabletech/operator-go/clusterresources/deepmerge"
)

// KindOfDefinition describes a kind that a Set may hold besides the built-in ones, by its CustomResourceDefinition: that
// of the release that the operator is built for. Use it where no apply configurations with a NewTypeConverter are emitted
// for the kind, which is then for [KindOf]. The type of the object must be registered in the scheme.
//
// It fails unless the definition is namespaced, and has a schema for the version.
func KindOfDefinition(definition *apiextensionsv1.CustomResourceDefinition, version string, object Object) (Kind, error) {
	gvk := schema.GroupVersionKind{Group: definition.Spec.Group, Version: version, Kind: definition.Spec.Names.Kind}
	if definition.Spec.Scope != apiextensionsv1.NamespaceScoped {
		return Kind{}, fmt.Errorf("definition %s: objects of a cluster are namespaced, and its are not", definition.Name)
	}
	types, err := typesOf(definition, gvk)
	if err != nil {
		return Kind{}, fmt.Errorf("definition %s, version %s: %w", definition.Name, version, err)
	}
	return KindOf(gvk, definition.Spec.Names.Plural, object, types), nil
}

// definedTypes knows the type of one kind.
type definedTypes struct {
	gvk  schema.GroupVersionKind
	kind typed.ParseableType
}

func (d definedTypes) ObjectToTyped(object runtime.Object, options ...typed.ValidationOptions) (*typed.TypedValue, error) {
	if gvk := object.GetObjectKind().GroupVersionKind(); gvk != d.gvk {
		return nil, fmt.Errorf("it is a %s, not a %s", gvk, d.gvk)
	}
	if u, ok := object.(*unstructured.Unstructured); ok {
		return d.kind.FromUnstructured(u.Object, options...)
	}
	return d.kind.FromStructured(object, options...)
}

func (d definedTypes) TypedToObject(value *typed.TypedValue) (runtime.Object, error) {
	return managedfields.NewDeducedTypeConverter().TypedToObject(value)
}

// typesOf makes the types that the API server makes of a definition.
func typesOf(definition *apiextensionsv1.CustomResourceDefinition, gvk schema.GroupVersionKind) (managedfields.TypeConverter, error) {
	root, err := openAPIOf(definition, gvk.Version)
	if err != nil {
		return nil, err
	}
	asResource(root)
	name := gvk.String()
	types, err := schemaconv.ToSchemaFromOpenAPI(map[string]*spec.Schema{name: root}, definition.Spec.PreserveUnknownFields)
	if err != nil {
		return nil, fmt.Errorf("make types of its schema: %w", err)
	}
	// The types of metadata are Kubernetes's.
	config := &corev1.ConfigMap{}
	config.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("ConfigMap"))
	kubernetes, err := deepmerge.SchemaOf(builtin.NewTypeConverter(clientgoscheme.Scheme), config)
	if err != nil {
		return nil, fmt.Errorf("find the types of metadata: %w", err)
	}
	// Of those that both have, such as that of anything, the last one counts.
	all := &smdschema.Schema{Types: slices.Concat(kubernetes.Schema.Types, types.Types)}
	return definedTypes{gvk: gvk, kind: typed.ParseableType{Schema: all, TypeRef: smdschema.TypeRef{NamedType: &name}}}, nil
}

// openAPIOf returns the schema of a version.
func openAPIOf(definition *apiextensionsv1.CustomResourceDefinition, version string) (*spec.Schema, error) {
	for _, v := range definition.Spec.Versions {
		if v.Name != version {
			continue
		}
		if v.Schema == nil || v.Schema.OpenAPIV3Schema == nil {
			return nil, errors.New("it has no schema")
		}
		text, err := json.Marshal(v.Schema.OpenAPIV3Schema)
		if err != nil {
			return nil, fmt.Errorf("read its schema: %w", err)
		}
		root := &spec.Schema{}
		if err := root.UnmarshalJSON(text); err != nil {
			return nil, fmt.Errorf("read its schema: %w", err)
		}
		root.AddExtension(embedded, true)
		return root, nil
	}
	return nil, errors.New("there is none of that name")
}

// embedded marks schemas of whole objects.
const embedded = "x-kubernetes-embedded-resource"

// asResource adds apiVersion, kind and metadata to the schemas of whole objects, as the API server does.
func asResource(s *spec.Schema) {
	for name, property := range s.Properties {
		asResource(&property)
		s.Properties[name] = property
	}
	if s.Items != nil && s.Items.Schema != nil {
		asResource(s.Items.Schema)
	}
	if s.AdditionalProperties != nil && s.AdditionalProperties.Schema != nil {
		asResource(s.AdditionalProperties.Schema)
	}
	if whole, ok := s.Extensions.GetBool(embedded); ok && whole {
		s.SetProperty("apiVersion", *spec.StringProperty())
		s.SetProperty("kind", *spec.StringProperty())
		s.SetProperty("metadata", *spec.RefSchema("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"))
	}
}

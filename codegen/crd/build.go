// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/version"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// Definition is a CustomResourceDefinition and where it comes from.
type Definition struct {
	// Object shares its schemas with other definitions of the run and must not be changed.
	Object *apiextensionsv1.CustomResourceDefinition
	// sources are the origins of Object.Spec.Versions, in the same order.
	sources []source
	// youngest is the index of the youngest version in sources.
	youngest int
	// checked are the places that Check has complained about, so that Validate need not.
	checked map[diag.Pos]bool
}

// source is a kind at one version.
type source struct {
	view *model.View
	kind *model.Type
}

// Build makes the definition of a kind from the views that may have it, the oldest first. A view that lacks the kind is
// passed over; without any view that has it, Build returns nil. Identical says that objects of all versions look the
// same, so that nothing has to be converted. Names, scope, labels and annotations are those of the youngest version.
func Build(builder *schema.Builder, kind string, views []*model.View, identical bool, options Options) *Definition {
	var sources []source
	for _, view := range views {
		if t := view.Lookup(model.TypeID{Pkg: view.Path, Name: kind}); t != nil && t.Root != nil {
			sources = append(sources, source{view: view, kind: t})
		}
	}
	if len(sources) == 0 {
		return nil
	}
	youngest := sources[len(sources)-1]
	slices.SortStableFunc(sources, func(a, b source) int {
		return version.CompareKubeAwareVersionStrings(b.view.Version.Name, a.view.Version.Name)
	})
	root, group := youngest.kind.Root, youngest.view.API.Group
	object := &apiextensionsv1.CustomResourceDefinition{
		TypeMeta: metav1.TypeMeta{
			APIVersion: apiextensionsv1.SchemeGroupVersion.String(), Kind: "CustomResourceDefinition",
		},
		ObjectMeta: metav1.ObjectMeta{
			Name:        root.Plural + "." + group,
			Labels:      maps.Clone(root.Labels),
			Annotations: maps.Clone(root.Annotations),
		},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: group,
			Names: apiextensionsv1.CustomResourceDefinitionNames{
				Kind: kind, ListKind: kind + "List", Plural: root.Plural, Singular: root.Singular,
				ShortNames: slices.Clone(root.ShortNames), Categories: slices.Clone(root.Categories),
			},
			Scope:      apiextensionsv1.ClusterScoped,
			Conversion: conversion(len(sources), identical, options.Service),
		},
	}
	if root.Namespaced {
		object.Spec.Scope = apiextensionsv1.NamespaceScoped
	}
	definition := &Definition{Object: object, sources: sources, youngest: slices.Index(sources, youngest)}
	for _, s := range sources {
		object.Spec.Versions = append(object.Spec.Versions, s.version(builder))
	}
	return definition
}

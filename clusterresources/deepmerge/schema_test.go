// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/utils/ptr"
)

func TestSchemaOf(t *testing.T) {
	t.Parallel()
	kind := metav1.TypeMeta{APIVersion: "apps/v1", Kind: "StatefulSet"}
	s, err := SchemaOf(kubernetesTypes(), &appsv1.StatefulSet{TypeMeta: kind, Spec: appsv1.StatefulSetSpec{Replicas: ptr.To[int32](1)}})
	require.NoError(t, err)
	assert.Equal(t, "io.k8s.api.apps.v1.StatefulSet", *s.Type.NamedType)

	wrong := &unstructured.Unstructured{Object: tree(t, `{apiVersion: apps/v1, kind: StatefulSet, spec: wrong}`)}
	_, err = SchemaOf(kubernetesTypes(), wrong)
	require.NoError(t, err, "only the kind counts")

	_, err = SchemaOf(kubernetesTypes(), &appsv1.StatefulSet{})
	assert.EqualError(t, err, "schema of *v1.StatefulSet: apiVersion and kind are not set")

	scaler := &unstructured.Unstructured{Object: tree(t, `{apiVersion: autoscaling.stackable.tech/v1alpha1, kind: StackableScaler}`)}
	_, err = SchemaOf(kubernetesTypes(), scaler)
	assert.ErrorContains(t, err, "schema of autoscaling.stackable.tech/v1alpha1, Kind=StackableScaler: ")
	_, err = SchemaOf(scalerTypes(t), scaler)
	require.NoError(t, err)
}

// TestDeducedSchema merges what has no schema at all.
func TestDeducedSchema(t *testing.T) {
	t.Parallel()
	base := tree(t, `{apiVersion: example.com/v1, kind: Any, spec: {a: {b: 1}, list: [{name: x, v: 1}]}}`)
	s, err := SchemaOf(managedfields.NewDeducedTypeConverter(), &unstructured.Unstructured{Object: base})
	require.NoError(t, err)
	got, err := Merge(s, base, tree(t, `{spec: {a: {c: 2}, list: [{name: x}]}}`))
	require.NoError(t, err)
	assert.Equal(t, tree(t, `{apiVersion: example.com/v1, kind: Any, spec: {a: {b: 1, c: 2}, list: [{name: x}]}}`), got)
}

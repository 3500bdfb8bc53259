// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	builtin "k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestRegisteredKind applies, overrides and deletes objects of a kind that an operator registers.
func TestRegisteredKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *clusterresources.Options) {
		o.Kinds = []clusterresources.Kind{clusterresources.KindOf(
			corev1.SchemeGroupVersion.WithKind("PersistentVolumeClaim"), "persistentvolumeclaims", &corev1.PersistentVolumeClaim{},
			builtin.NewTypeConverter(scheme.Scheme),
		)}
	})
	claim := func() *corev1.PersistentVolumeClaim {
		return &corev1.PersistentVolumeClaim{ObjectMeta: w.meta("data"), Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		}}
	}
	made, err := clusterresources.Add(t.Context(), w.set(w.overriding(
		`{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"%s"},"spec":{"storageClassName":"fast"}}`)), claim())
	require.NoError(t, err)
	assert.Equal(t, "fast", *made.Spec.StorageClassName)
	eventuallyCached(w, claim())
	w.traffic.take(t)
	result, _ := w.reconcile()
	assert.Equal(t, 1, result.Count(clusterresources.Deleted))
}

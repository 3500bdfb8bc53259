// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// TestScalerOfAStoppedStatefulSet begins with what the operator asks for: there is nothing running that it could begin with.
func TestScalerOfAStoppedStatefulSet(t *testing.T) {
	t.Parallel()
	l := newLoneOf(t, scalers, nil)
	nodes := &appsv1.StatefulSet{ObjectMeta: l.metaOf("nodes"), Spec: appsv1.StatefulSetSpec{Replicas: new(int32)}}
	l.server.objects[l.applier.kinds.byGroup[statefulSets]] = map[string]Object{"nodes": nodes}
	scaler := &v1alpha1.StackableScaler{ObjectMeta: l.metaOf("scaler"), Spec: v1alpha1.StackableScalerSpec{Replicas: 3}}
	live, err := Add(t.Context(), l.set(), scaler, SeedReplicasFrom("nodes"))
	require.NoError(t, err)
	assert.Equal(t, int32(3), live.Spec.Replicas)
}

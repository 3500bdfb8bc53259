// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// rename has a process be of a release with another name.
func (o *chaosOperator) rename(manager string) {
	o.applier.former, o.applier.manager = []string{o.applier.manager}, manager
	for _, cache := range o.caches {
		cache.manager = manager
	}
}

// TestFormerManagersOwnNothing of a Deployment in the end, neither what they have set once nor what they have repaired, at
// whichever request the process of the former name has died.
func TestFormerManagersOwnNothing(t *testing.T) {
	t.Parallel()
	for life := range 10 {
		w := newChaosWorld(t, 1, mutant{})
		w.calm = true
		name := chaosName{w.kinds.byGroup[deployments], "red-0"}
		for i, value := range []string{"0", "1", "0"} {
			w.server.owners["red"] = chaosOwner{uid: "red", generation: int64(i), wants: map[chaosName]chaosWant{name: {value: value}}}
			w.catchUp()
			if i == 2 {
				w.workers[0].rename("renamed_test")
			}
			err := w.reconcile(0, "red", []int{-1, life, -1}[i])
			require.True(t, err == nil || value == "1", "%v", err)
		}
		live, ok := w.server.objects[name.kind][name.name].(*appsv1.Deployment)
		require.True(t, ok)
		assert.Equal(t, appsv1.RollingUpdateDeploymentStrategyType, live.Spec.Strategy.Type, "after %d requests", life)
		assert.Equal(t, int32(chaosInitial), *live.Spec.Replicas)
		var managers []string
		for _, e := range live.ManagedFields {
			managers = append(managers, e.Manager)
		}
		assert.ElementsMatch(t, []string{"renamed_test", "renamed_test-create"}, managers)
	}
}

// TestDryRunAfterARepair says that what a repair has left goes with the object: it is the operator's.
func TestDryRunAfterARepair(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server { r = &rival{chaosServer: s}; return r })
	require.NoError(t, l.try(l.set(), "config"))
	live := l.server.objects[l.kind]["config"]
	repaired, ok := l.kind.copyOf(live).(*corev1.ConfigMap)
	require.True(t, ok)
	repaired.Data["left"] = "over"
	_, err := l.server.update(l.kind, live, repaired, l.applier.repairer())
	require.NoError(t, err)
	r.immutable = true
	set, err := l.applier.NewSet(l.owner, SetOptions{DryRun: true})
	require.NoError(t, err)
	_, err = Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
	require.NoError(t, err)
	require.Len(t, set.Result().Diffs, 1)
	assert.Contains(t, set.Result().Diffs[0].Text, "-  left: over\n")
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// TestRecreationThatTakesLong has a finalizer hold a Secret that is to be made again for longer than it is waited for. When
// it is gone at last, the new one begins with the password of the old one all the same.
func TestRecreationThatTakesLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newChaosWorld(t, 1, mutant{})
		w.calm = true
		name := chaosName{w.kinds.byGroup[secrets], "red-0"}
		want := func(generation int64, typed bool) *corev1.Secret {
			t.Helper()
			w.server.owners["red"] = chaosOwner{uid: "red", generation: generation, wants: map[chaosName]chaosWant{name: {value: "1", typed: typed}}}
			w.catchUp()
			require.NoError(t, w.reconcile(0, "red", -1))
			secret, ok := w.server.objects[name.kind][name.name].(*corev1.Secret)
			require.True(t, ok)
			return secret
		}
		before := want(1, false)
		w.server.edit(name.kind, name.name, func(o Object) { o.SetFinalizers([]string{chaosHold}) })
		require.NotNil(t, want(2, true).DeletionTimestamp)
		w.server.edit(name.kind, name.name, func(o Object) { o.SetFinalizers(nil) })
		after := want(2, true)
		assert.Equal(t, chaosType, after.Type)
		assert.Equal(t, before.Data[chaosPassword], after.Data[chaosPassword])
	})
}

// TestStrategyThatIsNotWantedAnyMore goes, at whichever request the process has died that was about to change it.
func TestStrategyThatIsNotWantedAnyMore(t *testing.T) {
	t.Parallel()
	for life := range 10 {
		w := newChaosWorld(t, 1, mutant{})
		w.calm = true
		name := chaosName{w.kinds.byGroup[deployments], "red-0"}
		for i, value := range []string{"0", "1", "0"} {
			w.server.owners["red"] = chaosOwner{uid: "red", generation: int64(i), wants: map[chaosName]chaosWant{name: {value: value}}}
			w.catchUp()
			err := w.reconcile(0, "red", []int{-1, life, -1}[i])
			require.True(t, err == nil || value == "1", "%v", err)
		}
		live, ok := w.server.objects[name.kind][name.name].(*appsv1.Deployment)
		require.True(t, ok)
		assert.Equal(t, appsv1.RollingUpdateDeploymentStrategyType, live.Spec.Strategy.Type, "after %d requests", life)
	}
}

// remaker refuses to change an object once, and has somebody else delete it and make it again right then.
type remaker struct {
	*chaosServer
	refuses bool
	deleted int
}

func (r *remaker) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if !r.refuses {
		return r.chaosServer.patch(ctx, kind, namespace, name, p)
	}
	r.refuses = false
	live := r.objects[kind][name]
	r.erase(kind, live)
	r.make(kind, kind.copyOf(live))
	return nil, apierrors.NewInvalid(kind.GroupKind(), name, field.ErrorList{field.Invalid(field.NewPath("data"), "", "field is immutable")})
}

func (r *remaker) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	r.deleted++
	return r.chaosServer.delete(ctx, kind, namespace, name, preconditions)
}

// TestRecreationByAnotherProcess is not done once more: nobody has refused to change the new object.
func TestRecreationByAnotherProcess(t *testing.T) {
	t.Parallel()
	var r *remaker
	l := newLone(t, func(s *chaosServer) server { r = &remaker{chaosServer: s}; return r })
	l.add(l.set(), "config")
	l.catchUp()
	r.refuses = true
	live, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
	require.NoError(t, err)
	assert.Equal(t, "new", live.Data["value"])
	assert.Zero(t, r.deleted)
}

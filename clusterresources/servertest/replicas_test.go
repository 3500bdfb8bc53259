// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/clusterresources"
)

// authorized is the rule of scalers: what the scaler authorizes, else what there is, else a count to begin with.
func authorized(live *appsv1.StatefulSet, scaler *v1alpha1.StackableScaler) (int32, error) {
	switch {
	case scaler != nil && scaler.Status.AuthorizedReplicas != nil:
		return *scaler.Status.AuthorizedReplicas, nil
	case live != nil:
		return *live.Spec.Replicas, nil
	}
	return 1, nil
}

// authorize has the scaler of a world authorize replicas.
func (w *world) authorize(replicas int32) {
	w.t.Helper()
	_, err := w.dynamic.Resource(v1alpha1.GroupVersion.WithResource("stackablescalers")).Namespace(w.namespace).Patch(w.t.Context(), "scaler", types.MergePatchType,
		fmt.Appendf(nil, `{"status":{"replicas":%d,"selector":"app=nodes","authorizedReplicas":%d}}`, replicas, replicas), metav1.PatchOptions{}, "status")
	require.NoError(w.t, err)
}

// scale sets the replicas of the StatefulSet by hand.
func (w *world) scale(replicas int32) {
	w.t.Helper()
	_, err := w.users.AppsV1().StatefulSets(w.namespace).Patch(w.t.Context(), "nodes", types.MergePatchType, fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, replicas), metav1.PatchOptions{FieldManager: "kubectl"})
	require.NoError(w.t, err)
}

// nodes is a StatefulSet with an image of its own. Its replicas are none that anybody wants.
func (w *world) nodes(version int) *appsv1.StatefulSet {
	set := w.statefulSet("nodes", 9)
	set.Spec.Template.Spec.Containers[0].Image = fmt.Sprintf("registry.example.com/product:%d", version)
	return set
}

// governedWorld has a StatefulSet with 3 replicas, as its scaler authorizes, and both in the cache.
func governedWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.reconcile(w.scaler("scaler", 3))
	w.authorize(3)
	live, err := clusterresources.Add(t.Context(), w.set(), w.nodes(1), clusterresources.ReplicasGovernedBy("scaler", authorized))
	require.NoError(t, err)
	require.Equal(t, int32(3), *live.Spec.Replicas)
	eventually(t, "both are in the cache", func(context.Context) error {
		scaler, err := clusterresources.Cached(w.applier, w.scaler("scaler", 3))
		if err == nil && scaler.Status.AuthorizedReplicas == nil {
			return errors.New("the scaler authorizes nothing")
		}
		if err == nil {
			_, err = clusterresources.Cached(w.applier, w.nodes(1))
		}
		return err
	})
	w.traffic.take(t)
	return w
}

// verbs are what was asked of the server, in its order, with the answers.
func verbs(requests []request) string {
	var all []string
	for _, r := range requests {
		all = append(all, fmt.Sprintf("%s %d", r.Verb, r.StatusCode))
	}
	return strings.Join(all, ", ")
}

// oneWrite is what is asked for one write: the StatefulSet, the scaler, and the write. Statuses move, too, and cost rounds
// more.
const oneWrite = `(get 200, get 200, patch 409, )*get 200, get 200, patch 200$`

// TestReplicasOfACachedScaler are never written: the scaler has moved on since.
func TestReplicasOfACachedScaler(t *testing.T) {
	t.Parallel()
	w := governedWorld(t)
	calls := 0
	live, err := clusterresources.Add(t.Context(), w.set(), w.nodes(2), clusterresources.ReplicasGovernedBy("scaler",
		func(live *appsv1.StatefulSet, scaler *v1alpha1.StackableScaler) (int32, error) {
			if calls++; calls == 1 {
				w.authorize(5)
				assert.Equal(t, int32(3), *scaler.Status.AuthorizedReplicas, "what is cached")
			}
			return authorized(live, scaler)
		}))
	require.NoError(t, err)
	assert.Equal(t, int32(5), *live.Spec.Replicas)
	assert.Regexp(t, "^"+oneWrite, verbs(w.traffic.take(t)))
}

// TestScaledWhileItIsWritten has somebody scale the StatefulSet, and somebody else authorize that, after the scaler was read:
// what was decided before counts no more.
func TestScaledWhileItIsWritten(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(*world)
		want   string
	}{
		"it is there": {func(w *world) { w.scale(7) }, `^get 200, get 200, patch 409, ` + oneWrite},
		"it is created": {func(w *world) {
			theirs := w.nodes(2)
			theirs.Spec.Replicas = new(int32(7))
			_, err := w.users.AppsV1().StatefulSets(w.namespace).Create(w.t.Context(), theirs, metav1.CreateOptions{})
			require.NoError(w.t, err)
		}, `^get 404, get 200, patch 409, ` + oneWrite},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := governedWorld(t)
			if name == "it is created" {
				require.NoError(t, w.users.AppsV1().StatefulSets(w.namespace).Delete(t.Context(), "nodes", metav1.DeleteOptions{}))
				eventually(t, "it is gone", func(context.Context) error {
					if _, err := clusterresources.Cached(w.applier, w.nodes(1)); err == nil {
						return errors.New("it is in the cache")
					}
					return nil
				})
			}
			calls := 0
			live, err := clusterresources.Add(t.Context(), w.set(), w.nodes(2), clusterresources.ReplicasGovernedBy("scaler",
				func(live *appsv1.StatefulSet, scaler *v1alpha1.StackableScaler) (int32, error) {
					replicas, err := authorized(live, scaler)
					switch calls++; calls {
					case 2:
						c.before(w)
						w.authorize(7)
					case 3:
						assert.Equal(t, int32(7), *live.Spec.Replicas, "what is there by then")
					}
					return replicas, err
				}))
			require.NoError(t, err)
			assert.Equal(t, int32(7), *live.Spec.Replicas)
			assert.Equal(t, "registry.example.com/product:2", live.Spec.Template.Spec.Containers[0].Image)
			assert.Regexp(t, c.want, verbs(w.traffic.take(t)))
		})
	}
}

// TestReplicasThatAreHeld are those that are there: the scaler says nothing yet.
func TestReplicasThatAreHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	governed := clusterresources.ReplicasGovernedBy("scaler", authorized)
	add := func(options clusterresources.SetOptions, version int, more ...clusterresources.AddOption) int32 {
		t.Helper()
		live, err := clusterresources.Add(t.Context(), w.set(options), w.nodes(version), append(more, governed)...)
		require.NoError(t, err)
		return *live.Spec.Replicas
	}
	assert.Equal(t, int32(1), add(clusterresources.SetOptions{Strategy: clusterresources.NoApply}, 1), "what it would begin with")
	require.Equal(t, int32(1), add(clusterresources.SetOptions{}, 1))
	w.scale(4)
	assert.Equal(t, int32(4), add(clusterresources.SetOptions{DryRun: true}, 2), "a dry run says so")
	assert.Equal(t, int32(4), add(clusterresources.SetOptions{}, 2))
	moved := w.nodes(2)
	moved.Spec.ServiceName = "another"
	live, err := clusterresources.Add(t.Context(), w.set(), moved, governed, clusterresources.RecreateIfImmutable())
	require.NoError(t, err)
	assert.Equal(t, "another", live.Spec.ServiceName)
	assert.Equal(t, int32(4), *live.Spec.Replicas, "what the former one had")
	stopped, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{Strategy: clusterresources.ClusterStopped}), moved, governed)
	require.NoError(t, err)
	assert.Equal(t, int32(0), *stopped.Spec.Replicas)
}

// TestGovernedSteadyState sends nothing, while the status of the scaler moves, and one apply when it authorizes something
// else.
func TestGovernedSteadyState(t *testing.T) {
	t.Parallel()
	w := governedWorld(t)
	governed := clusterresources.ReplicasGovernedBy("scaler", authorized)
	scalers := w.dynamic.Resource(v1alpha1.GroupVersion.WithResource("stackablescalers")).Namespace(w.namespace)
	for i := range 100 {
		_, err := scalers.Patch(t.Context(), "scaler", types.MergePatchType, fmt.Appendf(nil, `{"status":{"desiredReplicas":%d}}`, i), metav1.PatchOptions{}, "status")
		require.NoError(t, err)
		_, err = clusterresources.Add(t.Context(), w.set(), w.nodes(1), governed)
		require.NoError(t, err)
	}
	assert.Empty(t, w.traffic.take(t))
	w.authorize(2)
	eventually(t, "the cache has what is authorized", func(ctx context.Context) error {
		live, err := clusterresources.Add(ctx, w.set(), w.nodes(1), governed)
		require.NoError(t, err)
		if *live.Spec.Replicas != 2 {
			return fmt.Errorf("%d replicas", *live.Spec.Replicas)
		}
		return nil
	})
	assert.Regexp(t, "^"+oneWrite, verbs(w.traffic.take(t)))
	w.restart()
	for range 100 {
		_, err := clusterresources.Add(t.Context(), w.set(), w.nodes(1), governed)
		require.NoError(t, err)
	}
	assert.Empty(t, w.traffic.take(t), "nor does it after a restart")
}

// TestScalerThatCannotBeRead keeps the StatefulSet from being written: nobody knows how many replicas it may have.
func TestScalerThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.allow("without-scalers", &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "without-scalers"}, Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{"apps"}, Resources: []string{"statefulsets"}, Verbs: []string{"create", "get", "list", "patch", "watch"}},
	}})
	w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: "without-scalers", Groups: []string{"system:authenticated"}}
	w.restart()
	_, err := clusterresources.Add(t.Context(), w.set(), w.nodes(1), clusterresources.ReplicasGovernedBy("scaler", authorized))
	require.ErrorContains(t, err, "read StackableScaler "+w.namespace+"/scaler: ")
	for _, r := range w.traffic.take(t) {
		assert.Equal(t, "get", r.Verb)
		assert.Contains(t, []int{http.StatusNotFound, http.StatusForbidden}, r.StatusCode)
	}
}

// TestWhatNoScalerGoverns is refused.
func TestWhatNoScalerGoverns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		object  clusterresources.Object
		options []clusterresources.AddOption
	}{
		"no StatefulSet": {w.deployment("proxy", 1), []clusterresources.AddOption{clusterresources.ReplicasGovernedBy("scaler", authorized)}},
		"no scaler":      {w.nodes(1), []clusterresources.AddOption{clusterresources.ReplicasGovernedBy("", authorized)}},
		"no rule":        {w.nodes(1), []clusterresources.AddOption{clusterresources.ReplicasGovernedBy("scaler", nil)}},
		"two rules":      {w.nodes(1), []clusterresources.AddOption{clusterresources.ReplicasGovernedBy("scaler", authorized), clusterresources.CreateOnce("spec.replicas")}},
	} {
		_, err := clusterresources.Add(t.Context(), w.set(), c.object, c.options...)
		var invalid *clusterresources.InvalidError
		require.ErrorAs(t, err, &invalid, name)
		assert.Equal(t, "spec.replicas", invalid.Field, name)
	}
	failure := errors.New("no idea")
	_, err := clusterresources.Add(t.Context(), w.set(), w.nodes(1), clusterresources.ReplicasGovernedBy("scaler",
		func(*appsv1.StatefulSet, *v1alpha1.StackableScaler) (int32, error) { return 0, failure }))
	require.ErrorIs(t, err, failure)
	for _, r := range w.traffic.take(t) {
		assert.Equal(t, "get", r.Verb, "nothing was written")
	}
}

// TestGovernedStatefulSetOfAnotherOwner is nothing for a scaler to decide on.
func TestGovernedStatefulSetOfAnotherOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.owner
	w.newOwner("second")
	theirs := w.nodes(1)
	theirs.Labels = nil
	_, err := w.users.AppsV1().StatefulSets(w.namespace).Create(t.Context(), theirs, metav1.CreateOptions{})
	require.NoError(t, err)
	w.owner = first
	_, err = clusterresources.Add(t.Context(), w.set(), w.nodes(1), clusterresources.ReplicasGovernedBy("scaler",
		func(live *appsv1.StatefulSet, _ *v1alpha1.StackableScaler) (int32, error) {
			assert.Nil(t, live)
			return 1, nil
		}))
	var foreign *clusterresources.ForeignError
	require.ErrorAs(t, err, &foreign)
	assert.Equal(t, "Product second", foreign.Controller)
}

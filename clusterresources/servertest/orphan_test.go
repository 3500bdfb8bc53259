// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestOrphans deletes what is not added any more, in the order of the kinds, and nothing else.
func TestOrphans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maps := w.users.CoreV1().ConfigMaps(w.namespace)
	labelled := w.configMap("labelled")
	labelled.OwnerReferences = nil
	_, err := maps.Create(t.Context(), labelled, metav1.CreateOptions{})
	require.NoError(t, err)
	hook := w.job("hook")
	hook.Labels[clusterresources.LabelScalerOperation] = "7"
	_, err = w.users.BatchV1().Jobs(w.namespace).Create(t.Context(), hook, metav1.CreateOptions{})
	require.NoError(t, err)
	w.reconcileOnly(w.twenty()...)
	s := w.set()
	_, err = clusterresources.Add(t.Context(), s, w.configMap("kept"), clusterresources.KeepOnRemoval())
	require.NoError(t, err)

	for _, object := range w.twenty() {
		eventuallyCached(w, object)
	}
	var deleted []clusterresources.Ref
	eventually(t, "orphans are gone", func(context.Context) error {
		result, _ := w.reconcile(w.configMap("config-0"))
		for _, c := range result.Changes {
			if c.Action == clusterresources.Deleted {
				deleted = append(deleted, c.Object)
			}
		}
		if len(deleted) < 19 {
			return errors.New("not yet")
		}
		return nil
	})
	assert.Len(t, deleted, 19)
	left, err := maps.List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	var names []string
	for _, m := range left.Items {
		names = append(names, m.Name)
	}
	assert.ElementsMatch(t, []string{"config-0", "kept", "kube-root-ca.crt", "labelled"}, names)
	services, err := w.users.CoreV1().Services(w.namespace).List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	assert.Empty(t, services.Items)
	_, err = w.users.BatchV1().Jobs(w.namespace).Get(t.Context(), "hook", metav1.GetOptions{})
	require.NoError(t, err, "Jobs of a scaler's operation are the scaler's")
	place := map[string]int{}
	for i, kind := range []string{
		"HorizontalPodAutoscaler", "StackableScaler", "StatefulSet", "Deployment", "DaemonSet", "Job", "PodDisruptionBudget",
		"Service", "ConfigMap", "Secret", "RoleBinding", "Role", "ServiceAccount",
	} {
		place[kind] = i
	}
	assert.IsNonDecreasing(t, places(deleted, place))
}

// TestOrphansOfAStaleOwner deletes nothing for an owner that is not what the reconcile began with.
func TestOrphansOfAStaleOwner(t *testing.T) {
	t.Parallel()
	products := func(w *world) func(patch string) {
		return func(patch string) {
			_, err := w.dynamic.Resource(owners).Namespace(w.namespace).Patch(t.Context(), w.owner.Name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
			require.NoError(t, err)
		}
	}
	for name, change := range map[string]func(*world){
		"newer": func(w *world) { products(w)(`{"spec":{"size":2}}`) },
		"deleted": func(w *world) {
			products(w)(`{"metadata":{"finalizers":["test.example.com/hold"]}}`)
			require.NoError(t, w.dynamic.Resource(owners).Namespace(w.namespace).Delete(t.Context(), w.owner.Name, metav1.DeleteOptions{}))
		},
		"recreated": func(w *world) {
			api := w.dynamic.Resource(owners).Namespace(w.namespace)
			require.NoError(t, api.Delete(t.Context(), w.owner.Name, metav1.DeleteOptions{}))
			before := w.owner
			w.newOwner(before.Name)
			w.owner = before
		},
	} {
		t.Run(name, func(t *testing.T) {
			// It changes when the operator asks for it, and has found the orphan: any earlier, and the garbage collector may have
			// deleted the orphan of an owner that is no more before the operator looks.
			asked, changed := func() {}, false
			w := newWorld(t, func(o *clusterresources.Options) {
				o.Config.Wrap(func(next http.RoundTripper) http.RoundTripper {
					return roundTripper(func(r *http.Request) (*http.Response, error) {
						if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/"+owners.Resource+"/") {
							asked()
						}
						return next.RoundTrip(r)
					})
				})
			})
			w.reconcile(w.configMap("config"), w.secret("secret"))
			s := w.set()
			_, err := clusterresources.Add(t.Context(), s, w.configMap("config"))
			require.NoError(t, err)
			eventuallyCached(w, w.secret("secret"))
			asked = func() { changed = true; change(w) }
			err = s.DeleteOrphans(t.Context())
			require.True(t, changed)
			require.ErrorIs(t, err, clusterresources.ErrOwnerChanged)
			for _, r := range w.traffic.take(t) {
				assert.NotEqual(t, "delete", r.Verb, r.URI)
			}
			if name == "recreated" {
				return // the garbage collector may have deleted by now what belonged to the first owner
			}
			_, err = w.users.CoreV1().Secrets(w.namespace).Get(t.Context(), "secret", metav1.GetOptions{})
			require.NoError(t, err)
		})
	}
}

// TestStrategies adds objects under each strategy.
func TestStrategies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	paused := func() *clusterresources.Set {
		return w.set(clusterresources.SetOptions{Strategy: clusterresources.ReconciliationPaused})
	}
	_, err := clusterresources.Add(t.Context(), paused(), w.statefulSet("nodes", 3))
	assert.True(t, apierrors.IsNotFound(err), "%v", err)
	dry := w.set(clusterresources.SetOptions{Strategy: clusterresources.NoApply})
	nodes, err := clusterresources.Add(t.Context(), dry, w.statefulSet("nodes", 3))
	require.NoError(t, err)
	assert.Equal(t, int32(3), *nodes.Spec.Replicas)
	require.NoError(t, dry.DeleteOrphans(t.Context()))
	assert.Empty(t, w.traffic.take(t))

	w.reconcile(w.statefulSet("nodes", 3), w.configMap("config"))
	eventually(t, "the StatefulSet is in the cache", func(context.Context) error {
		_, err := clusterresources.Cached(w.applier, w.statefulSet("nodes", 3))
		return err
	})
	w.traffic.take(t)
	s := paused()
	nodes, err = clusterresources.Add(t.Context(), s, w.statefulSet("nodes", 5))
	require.NoError(t, err)
	assert.Equal(t, int32(3), *nodes.Spec.Replicas, "what is there")
	require.NoError(t, s.DeleteOrphans(t.Context()))
	assert.Empty(t, w.traffic.take(t))

	s = w.set(clusterresources.SetOptions{Strategy: clusterresources.ClusterStopped})
	nodes, err = clusterresources.Add(t.Context(), s, w.statefulSet("nodes", 3))
	require.NoError(t, err)
	assert.Equal(t, int32(0), *nodes.Spec.Replicas)
	daemons, err := clusterresources.Add(t.Context(), s, w.daemonSet("agent"))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"stackable.tech/do-not-schedule": "cluster-stopped"}, daemons.Spec.Template.Spec.NodeSelector)
	proxy, err := clusterresources.Add(t.Context(), s, w.deployment("proxy", 2))
	require.NoError(t, err)
	assert.Equal(t, int32(0), *proxy.Spec.Replicas)
	require.NoError(t, s.DeleteOrphans(t.Context()))
	assert.Equal(t, 1, s.Result().Count(clusterresources.Deleted), "orphans of a stopped cluster go")
}

func places(refs []clusterresources.Ref, place map[string]int) []int {
	var all []int
	for _, ref := range refs {
		all = append(all, place[ref.Kind])
	}
	return all
}

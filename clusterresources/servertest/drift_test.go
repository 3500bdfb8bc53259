// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestForeignEdits has others change an object, and counts what the operator sends for it.
func TestForeignEdits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reason  string
		patch   string
		kind    types.PatchType
		applies int
		check   func(*testing.T, *appsv1.StatefulSet)
	}{
		"an owned scalar": {
			reason: "what the operator owns is put back",
			kind:   types.MergePatchType, patch: `{"spec":{"replicas":7}}`, applies: 1,
			check: func(t *testing.T, live *appsv1.StatefulSet) { assert.Equal(t, int32(3), *live.Spec.Replicas) },
		},
		"an owned environment variable": {
			reason: "elements of keyed lists are owned by their fields",
			kind:   types.StrategicMergePatchType,
			patch:  `{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"B","value":"changed"}]}]}}}}`, applies: 1,
			check: func(t *testing.T, live *appsv1.StatefulSet) {
				assert.Equal(t, "2", live.Spec.Template.Spec.Containers[0].Env[1].Value)
			},
		},
		"an owned element removed": {
			reason: "a missing element is put back",
			kind:   types.JSONPatchType, patch: `[{"op":"remove","path":"/spec/template/spec/containers/0/env/0"}]`, applies: 1,
			check: func(t *testing.T, live *appsv1.StatefulSet) {
				assert.Len(t, live.Spec.Template.Spec.Containers[0].Env, 3)
			},
		},
		"a list reordered": {
			reason: "the order of variables matters, and no field set tells it",
			kind:   types.JSONPatchType,
			patch:  `[{"op":"move","from":"/spec/template/spec/containers/0/env/2","path":"/spec/template/spec/containers/0/env/0"}]`, applies: 1,
			check: func(t *testing.T, live *appsv1.StatefulSet) {
				env := live.Spec.Template.Spec.Containers[0].Env
				assert.Equal(t, []string{"A", "B", "C"}, []string{env[0].Name, env[1].Name, env[2].Name})
			},
		},
		"a foreign label": {
			reason: "what the operator does not own is nobody's business",
			kind:   types.MergePatchType, patch: `{"metadata":{"labels":{"team":"blue"}}}`, applies: 0,
			check: func(t *testing.T, live *appsv1.StatefulSet) { assert.Equal(t, "blue", live.Labels["team"]) },
		},
		"a foreign variable behind ours": {
			reason: "elements of others stay",
			kind:   types.JSONPatchType,
			patch:  `[{"op":"add","path":"/spec/template/spec/containers/0/env/-","value":{"name":"X","value":"9"}}]`, applies: 0,
			check: func(t *testing.T, live *appsv1.StatefulSet) {
				assert.Len(t, live.Spec.Template.Spec.Containers[0].Env, 4)
			},
		},
		"an annotation such as kubectl rollout restart writes": {
			reason: "a rollout that a user asked for goes on",
			kind:   types.MergePatchType,
			patch:  `{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-01-01T00:00:00Z"}}}}}`, applies: 0,
			check: func(t *testing.T, live *appsv1.StatefulSet) { assert.Len(t, live.Spec.Template.Annotations, 1) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.reconcile(w.statefulSet("nodes", 3))
			edited, err := w.users.AppsV1().StatefulSets(w.namespace).Patch(t.Context(), "nodes", c.kind, []byte(c.patch), metav1.PatchOptions{FieldManager: "somebody"})
			require.NoError(t, err)
			applies := w.settle(edited, w.statefulSet("nodes", 3))
			assert.Equal(t, c.applies, applies, c.reason)
			live, err := w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
			require.NoError(t, err)
			c.check(t, live)
		})
	}
}

// TestManagedFieldsWiped restores our entry, without which what is dropped later would stay for ever: by one patch, and then
// one apply. The object is one that no controller writes to, so that there is no entry at all when it is looked at.
func TestManagedFieldsWiped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.configMap("config"))
	edited, err := w.users.CoreV1().ConfigMaps(w.namespace).Patch(t.Context(), "config", types.MergePatchType, []byte(`{"metadata":{"managedFields":[{}]}}`), metav1.PatchOptions{FieldManager: "somebody"})
	require.NoError(t, err)
	require.Empty(t, edited.ManagedFields)
	assert.Equal(t, 2, w.settle(edited, w.configMap("config")))
	live, err := w.users.CoreV1().ConfigMaps(w.namespace).Get(t.Context(), "config", metav1.GetOptions{})
	require.NoError(t, err)
	require.Len(t, live.ManagedFields, 1)
	assert.NotEqual(t, "before-first-apply", live.ManagedFields[0].Manager)
}

// settle reconciles until the operator has seen an edit and done what it does about it, and then some more, and returns
// how often it applied. An apply that the server refuses since a controller has just written the status is not one.
func (w *world) settle(edited clusterresources.Object, objects ...clusterresources.Object) int {
	w.t.Helper()
	applies := 0
	quiet := 0
	eventually(w.t, "the operator has seen the edit", func(context.Context) error {
		_, requests := w.reconcile(objects...)
		quiet++
		for _, r := range requests {
			if (r.Verb == "patch" || r.Verb == "apply") && r.StatusCode != http.StatusConflict {
				applies++
			}
			quiet = 0
		}
		seen, err := clusterresources.Cached(w.applier, edited)
		if err != nil {
			return err
		}
		order, err := resourceversion.CompareResourceVersion(seen.GetResourceVersion(), edited.GetResourceVersion())
		if err != nil {
			return err
		}
		if order < 0 || quiet < 10 {
			return errors.New("not yet")
		}
		return nil
	})
	return applies
}

// TestRestart starts the operator anew: what is as it should be costs nothing, and the rest one apply. That is so for
// objects with quantities in another form, and with lists whose keys have defaults, too.
func TestRestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	objects := w.twenty()
	w.reconcile(objects...)
	w.restart()
	_, first := w.reconcile(objects...)
	assert.Empty(t, first, "sets and values match")
	_, second := w.reconcile(objects...)
	assert.Empty(t, second)

	// A new release wants something else, in a field that is owned as a whole.
	w.restart()
	changed := w.service("service-0")
	changed.Spec.Selector = map[string]string{"app": "other"}
	_, requests := w.reconcileOnly(changed, w.service("service-1"))
	assert.Len(t, requests, 1)
}

// TestDesiredChanges changes what should be.
func TestDesiredChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.configMap("config"))
	changed := w.configMap("config")
	changed.Data = map[string]string{"size": "2"}
	result, requests := w.reconcile(changed)
	assert.Len(t, requests, 1)
	assert.Equal(t, 1, result.Count(clusterresources.Configured))
	live, err := w.users.CoreV1().ConfigMaps(w.namespace).Get(t.Context(), "config", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"size": "2"}, live.Data, "what is dropped is gone")
	_, requests = w.reconcile(changed)
	assert.Empty(t, requests)
}

// TestObjectThatWasRead adds what it has read before: what only the server writes is no wish.
func TestObjectThatWasRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	read, err := clusterresources.Add(t.Context(), w.set(), w.statefulSet("nodes", 1))
	require.NoError(t, err)
	w.reconcileOnly(read) // it now asks for the defaults, too
	sets := w.users.AppsV1().StatefulSets(w.namespace)
	for round := range 5 {
		written, err := sets.Patch(t.Context(), "nodes", types.MergePatchType, fmt.Appendf(nil, `{"metadata":{"annotations":{"test.example.com/round":"%d"}}}`, round), metav1.PatchOptions{})
		require.NoError(t, err)
		var again *appsv1.StatefulSet
		eventually(t, "somebody's edit is in the cache", func(context.Context) error {
			if again, err = clusterresources.Cached(w.applier, w.statefulSet("nodes", 1)); err != nil {
				return err
			}
			if again.Annotations["test.example.com/round"] != written.Annotations["test.example.com/round"] {
				return fmt.Errorf("it is at %v", again.Annotations)
			}
			return nil
		})
		read.Status, read.ResourceVersion, read.ManagedFields = again.Status, again.ResourceVersion, again.ManagedFields
		_, requests := w.reconcileOnly(read)
		require.Empty(t, requests)
	}
}

// TestCacheThatIsNotFilled adds objects before the operator has seen what there is.
func TestCacheThatIsNotFilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	own := w.owner
	w.newOwner("other")
	other := w.owner
	w.owner = own
	_, err := w.users.CoreV1().ConfigMaps(w.namespace).Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: "taken", OwnerReferences: []metav1.OwnerReference{other.Reference()},
	}}, metav1.CreateOptions{})
	require.NoError(t, err)
	w.applier, err = clusterresources.New(w.options) // and not started
	require.NoError(t, err)
	w.traffic.take(t)
	var foreign *clusterresources.ForeignError
	_, err = clusterresources.Add(t.Context(), w.set(), w.configMap("taken"))
	require.ErrorAs(t, err, &foreign)
	for _, r := range w.traffic.take(t) {
		assert.Equal(t, "get", r.Verb, "nothing was sent: %v", r)
	}
	_, err = clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
	require.NoError(t, err)
	_, err = clusterresources.Cached(w.applier, w.configMap("config"))
	require.ErrorContains(t, err, "WaitForSync")
}

// TestDeletedObject has somebody delete an object.
func TestDeletedObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.configMap("config"))
	require.NoError(t, w.users.CoreV1().ConfigMaps(w.namespace).Delete(t.Context(), "config", metav1.DeleteOptions{}))
	eventually(t, "the object is back", func(ctx context.Context) error {
		w.reconcile(w.configMap("config"))
		_, err := w.users.CoreV1().ConfigMaps(w.namespace).Get(ctx, "config", metav1.GetOptions{})
		return err
	})
}

// TestTerminatingObject is about an object that somebody deleted, and that a finalizer holds.
func TestTerminatingObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.configMap("config"))
	maps := w.users.CoreV1().ConfigMaps(w.namespace)
	_, err := maps.Patch(t.Context(), "config", types.MergePatchType, []byte(`{"metadata":{"finalizers":["test.example.com/hold"]}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	require.NoError(t, maps.Delete(t.Context(), "config", metav1.DeleteOptions{}))
	eventually(t, "the object is terminating", func(context.Context) error {
		result, _ := w.reconcile(w.configMap("config"))
		if result.Count(clusterresources.Terminating) != 1 {
			return fmt.Errorf("%v", result)
		}
		return nil
	})
	_, requests := w.reconcile(w.configMap("config"))
	assert.Empty(t, requests)
	_, err = maps.Patch(t.Context(), "config", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	eventually(t, "the object is made again", func(context.Context) error {
		result, _ := w.reconcile(w.configMap("config"))
		if result.Count(clusterresources.Created) != 1 {
			return fmt.Errorf("%v", result)
		}
		return nil
	})
}

// TestForeignObject is about objects of that name that were there before.
func TestForeignObject(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maps := w.users.CoreV1().ConfigMaps(w.namespace)
	_, err := maps.Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "free"}}, metav1.CreateOptions{})
	require.NoError(t, err)
	own := w.owner
	w.newOwner("other")
	other := w.owner
	w.owner = own
	_, err = maps.Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: "taken", OwnerReferences: []metav1.OwnerReference{other.Reference()},
	}}, metav1.CreateOptions{})
	require.NoError(t, err)
	w.traffic.take(t)

	var foreign *clusterresources.ForeignError
	_, err = clusterresources.Add(t.Context(), w.set(), w.configMap("taken"))
	require.ErrorAs(t, err, &foreign)
	assert.Equal(t, "Product other", foreign.Controller)
	_, err = clusterresources.Add(t.Context(), w.set(), w.configMap("free"), clusterresources.NeverAdopt())
	require.ErrorAs(t, err, &foreign)
	for _, r := range w.traffic.take(t) {
		assert.True(t, r.Verb == "get" || r.StatusCode == http.StatusConflict, "nothing was changed: %v", r)
	}
	adopted, err := clusterresources.Add(t.Context(), w.set(), w.configMap("free"))
	require.NoError(t, err)
	assert.Equal(t, w.owner.UID, adopted.OwnerReferences[0].UID)
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	cachetesting "k8s.io/client-go/tools/cache/testing"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// witness is a server that notes what it is asked, in its order, and answers otherwise where a test wants that.
type witness struct {
	*chaosServer
	// asked are the requests, as verb and name.
	asked []string
	// refuseDelete are the answers to the deletion of objects, by name.
	refuseDelete map[string]error
	// answer changes what a patch is answered with.
	answer func(Object)
	// patches are what was sent.
	patches []patch
}

func (w *witness) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	w.asked = append(w.asked, "get "+name)
	return w.chaosServer.get(ctx, kind, namespace, name)
}

func (w *witness) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	w.asked, w.patches = append(w.asked, "patch "+name), append(w.patches, p)
	object, err := w.chaosServer.patch(ctx, kind, namespace, name, p)
	if err == nil && w.answer != nil {
		w.answer(object)
	}
	return object, err
}

func (w *witness) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	w.asked = append(w.asked, "delete "+name)
	if err := w.refuseDelete[name]; err != nil {
		return err
	}
	return w.chaosServer.delete(ctx, kind, namespace, name, preconditions)
}

func (w *witness) owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	w.asked = append(w.asked, "owner "+owner.Name)
	return w.chaosServer.owner(ctx, owner)
}

// newWitnessed makes a lone operator whose requests are noted.
func newWitnessed(t *testing.T) (*lone, *witness) {
	t.Helper()
	var w *witness
	l := newLone(t, func(s *chaosServer) server {
		w = &witness{chaosServer: s}
		return w
	})
	return l, w
}

// TestDeleteInTheBackground is what goes over the wire: objects of an orphan that nobody deletes would be left behind.
func TestDeleteInTheBackground(t *testing.T) {
	t.Parallel()
	var sent metav1.DeleteOptions
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if assert.NoError(t, err) {
			assert.NoError(t, json.Unmarshal(body, &sent))
		}
		assert.Equal(t, "DELETE /api/v1/namespaces/n/configmaps/a", r.Method+" "+r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		_, err = io.WriteString(w, `{"kind":"Status","apiVersion":"v1","status":"Success"}`)
		assert.NoError(t, err)
	}))
	defer api.Close()
	l := newLone(t, nil)
	uid, revision := types.UID("u"), "7"
	c := newClient(&rest.Config{Host: api.URL}, l.server.scheme, nil)
	require.NoError(t, c.delete(t.Context(), l.kind, "n", "a", metav1.Preconditions{UID: &uid, ResourceVersion: &revision}))
	require.NotNil(t, sent.PropagationPolicy)
	assert.Equal(t, metav1.DeletePropagationBackground, *sent.PropagationPolicy)
	assert.Equal(t, &metav1.Preconditions{UID: &uid, ResourceVersion: &revision}, sent.Preconditions)
}

// TestOwnerTakenAway says by which field an object cannot be found again after it was answered.
func TestOwnerTakenAway(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(Object){
		"all of them":       func(o Object) { o.SetOwnerReferences(nil) },
		"another one's uid": func(o Object) { o.SetOwnerReferences([]metav1.OwnerReference{{Name: "web", UID: foreignUID}}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, w := newWitnessed(t)
			w.answer = take
			set := l.set()
			var taken *TakenError
			require.ErrorAs(t, l.try(set, "config"), &taken)
			assert.Equal(t, "metadata.ownerReferences", taken.Field)
			require.ErrorIs(t, set.DeleteOrphans(t.Context()), ErrIncomplete)
		})
	}
}

// orphaned is an operator with ConfigMaps that the cache has, and no set does.
func orphaned(t *testing.T, names ...string) (*lone, *witness) {
	t.Helper()
	l, w := newWitnessed(t)
	set := l.set()
	for _, name := range names {
		l.add(set, name)
	}
	l.catchUp()
	w.asked = nil
	return l, w
}

// TestOrphanBehindAStaleCache was made when the cache still had the former object of its name.
func TestOrphanBehindAStaleCache(t *testing.T) {
	t.Parallel()
	l, _ := orphaned(t, "config")
	require.NoError(t, l.set().DeleteOrphans(t.Context()))
	require.Equal(t, Created, l.add(l.set(), "config"))
	require.NoError(t, l.set().DeleteOrphans(t.Context()))
	assert.NotContains(t, l.server.objects[l.kind], "config")
}

// TestScalerBehindAStaleCache was made again when the cache still had the former one. Its StatefulSet waits until it has drained.
func TestScalerBehindAStaleCache(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]time.Duration{"at once": 0, "later": trustOwnWrite + time.Second, "after somebody else": -1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLoneOf(t, scalers, nil)
			sets := l.applier.kinds.byGroup[statefulSets]
			server, err := newChaosServer(l.applier.kinds, []*Kind{l.kind, sets}, func() time.Time { return l.now })
			require.NoError(t, err)
			server.owners = l.server.owners
			l.server = server
			l.applier.server = server
			caches := map[*Kind]*chaosCache{}
			for _, kind := range []*Kind{l.kind, sets} {
				caches[kind] = newChaosCache(server, kind, l.applier.manager, func(gone Object) {
					l.applier.memos.drop(kind, refOf(kind, gone).key(), gone.GetUID())
				})
				l.applier.stores[kind] = chaosStore{chaosCache: caches[kind]}
			}
			catchUp := func() {
				for _, c := range caches {
					c.advance(len(server.log))
				}
			}
			addScaler := func(set *Set) {
				_, err := Add(t.Context(), set, &v1alpha1.StackableScaler{ObjectMeta: l.metaOf("scaler"), Spec: v1alpha1.StackableScalerSpec{Replicas: 3}})
				require.NoError(t, err)
			}
			addSet := func(set *Set) {
				_, err := Add(t.Context(), set, &appsv1.StatefulSet{ObjectMeta: l.metaOf("nodes")})
				require.NoError(t, err)
			}
			set := l.set()
			addScaler(set)
			addSet(set)
			require.NoError(t, set.DeleteOrphans(t.Context()))
			catchUp()
			if late < 0 {
				// Somebody else deletes it, and the safety net makes it again.
				server.erase(l.kind, server.objects[l.kind]["scaler"])
				l.now = l.now.Add(2 * DefaultResync)
			} else {
				set = l.set() // the scaler is not wanted
				addSet(set)
				require.NoError(t, set.DeleteOrphans(t.Context()))
				require.NotContains(t, server.objects[l.kind], "scaler")
			}
			// Its cache lags from here on
			set = l.set()
			addScaler(set)
			addSet(set)
			require.NoError(t, set.DeleteOrphans(t.Context()))
			require.Contains(t, server.objects[l.kind], "scaler")
			// Its controller takes it, so that it drains before it goes
			server.edit(l.kind, "scaler", func(o Object) { o.SetFinalizers([]string{chaosHold}) })
			l.now = l.now.Add(late)
			set = l.set() // the role is removed
			require.NoError(t, set.DeleteOrphans(t.Context()))
			assert.True(t, set.Result().Waiting)
			require.Contains(t, server.objects[l.kind], "scaler")
			assert.NotNil(t, server.objects[l.kind]["scaler"].GetDeletionTimestamp())
			assert.Contains(t, server.objects[sets], "nodes", "it waits for its scaler")
		})
	}
}

// TestPausedWithoutAnObject returns neither what is another owner's nor what only the cache still has.
func TestPausedWithoutAnObject(t *testing.T) {
	t.Parallel()
	paused := func(l *lone) error {
		set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: ReconciliationPaused})
		require.NoError(t, err)
		live, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "ours"}})
		assert.Nil(t, live)
		return err
	}
	l, _ := orphaned(t, "config")
	require.NoError(t, l.set().DeleteOrphans(t.Context()))
	assert.True(t, apierrors.IsNotFound(paused(l)))

	l = newLone(t, nil)
	theirs := l.theirs("config")
	theirs.Labels = l.applier.Labels(l.owner)
	l.server.make(l.kind, theirs)
	l.catchUp()
	var foreign *ForeignError
	require.ErrorAs(t, paused(l), &foreign)
}

// TestOneOrphanOfManyFails and keeps no other from being deleted. The owner is read once, before all of them.
func TestOneOrphanOfManyFails(t *testing.T) {
	t.Parallel()
	l, w := orphaned(t, "a", "b", "c", "d")
	first, second := errors.New("first"), errors.New("second")
	w.refuseDelete = map[string]error{"a": first, "c": second}
	set := l.set()
	err := set.DeleteOrphans(t.Context())
	require.ErrorIs(t, err, first)
	require.ErrorIs(t, err, second)
	assert.Equal(t, []string{"owner web", "delete a", "delete b", "delete c", "delete d"}, w.asked)
	assert.Equal(t, []string{"a", "c"}, slices.Sorted(maps.Keys(l.server.objects[l.kind])))
	assert.Equal(t, 2, set.Result().Count(Deleted))
}

// TestWebhookThatKeepsAnOrphan is asked once, whatever it answers: it does not say that the object is gone, or has changed.
func TestWebhookThatKeepsAnOrphan(t *testing.T) {
	t.Parallel()
	for _, reason := range []metav1.StatusReason{metav1.StatusReasonNotFound, metav1.StatusReasonConflict} {
		l, w := orphaned(t, "a")
		w.refuseDelete = map[string]error{"a": &apierrors.StatusError{ErrStatus: metav1.Status{Reason: reason, Message: `admission webhook "keeper" denied the request: no`}}}
		var refused *RefusedError
		require.ErrorAs(t, l.set().DeleteOrphans(t.Context()), &refused)
		assert.Equal(t, "admission webhook keeper", refused.By)
		assert.Equal(t, []string{"owner web", "delete a"}, w.asked, reason)
	}
}

// TestOwnerThatIsNotAsked about when there is nothing to delete.
func TestOwnerThatIsNotAsked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(l *lone)
		reason string
	}{
		"terminating": {func(l *lone) {
			l.server.edit(l.kind, "a", func(o Object) { o.SetFinalizers([]string{"example.com/slow"}) })
			l.server.remove(l.kind, l.server.objects[l.kind]["a"])
		}, "it is deleted already, and goes when its finalizers are gone"},
		"kept": {func(l *lone) {
			l.server.edit(l.kind, "a", func(o Object) { o.SetAnnotations(map[string]string{AnnotationKeep: "true"}) })
		}, "it is to be kept"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, w := orphaned(t, "a")
			c.change(l)
			l.catchUp()
			require.Contains(t, l.cache.objects, "a")
			set := l.set()
			require.NoError(t, set.DeleteOrphans(t.Context()))
			assert.Empty(t, w.asked, c.reason)
			assert.Contains(t, l.server.objects[l.kind], "a", c.reason)
			assert.Zero(t, set.Result().Count(Deleted))
		})
	}
}

// TestOwnedByUIDOnly is not enough to be an orphan.
func TestOwnedByUIDOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*corev1.ConfigMap)
		orphan bool
		reason string
	}{
		"orphan":            {func(*corev1.ConfigMap) {}, true, "it has everything"},
		"no instance":       {func(o *corev1.ConfigMap) { delete(o.Labels, LabelInstance) }, false, "the owner's name is missing"},
		"another instance":  {func(o *corev1.ConfigMap) { o.Labels[LabelInstance] = "other" }, false, "it is of another cluster"},
		"no name":           {func(o *corev1.ConfigMap) { delete(o.Labels, LabelName) }, false, "the product is missing"},
		"another name":      {func(o *corev1.ConfigMap) { o.Labels[LabelName] = "other" }, false, "it is of another product"},
		"no manager":        {func(o *corev1.ConfigMap) { delete(o.Labels, LabelManagedBy) }, false, "the operator is missing"},
		"another manager":   {func(o *corev1.ConfigMap) { o.Labels[LabelManagedBy] = "other" }, false, "it is of another operator"},
		"another owner":     {func(o *corev1.ConfigMap) { o.OwnerReferences[0].UID = foreignUID }, false, "it is another owner's"},
		"another namespace": {func(o *corev1.ConfigMap) { o.Namespace = "elsewhere" }, false, "owners are in the namespace of their objects"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, w := newWitnessed(t)
			object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
				Name: "a", Namespace: chaosNamespace, UID: "a", Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
			}}
			c.change(object)
			source := cachetesting.NewFakeControllerSource()
			source.Add(object)
			shared := cache.NewSharedIndexInformer(source, &corev1.ConfigMap{}, 0, cache.Indexers{byOwner: ownersOf})
			go shared.RunWithContext(t.Context())
			require.True(t, cache.WaitForCacheSync(t.Context().Done(), shared.HasSynced))
			l.applier.stores[l.kind] = &informer{kind: l.kind, shared: shared, back: func() {}}
			require.NoError(t, l.set().DeleteOrphans(t.Context()))
			assert.Equal(t, c.orphan, slices.Contains(w.asked, "delete a"), c.reason)
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/rest"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/apis/overrides"
)

// metaOf is the metadata that an object of the operator must have.
func (l *lone) metaOf(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: name, Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
	}
}

// setWith begins a reconcile with an override.
func (l *lone) setWith(strategy Strategy, override string) *Set {
	l.t.Helper()
	set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: strategy, Overrides: overrides.ObjectOverrides{runtime.RawExtension{Raw: []byte(override)}}})
	require.NoError(l.t, err)
	return set
}

// TestOverrideOfAnotherNamespace has no effect, and the user is told so.
func TestOverrideOfAnotherNamespace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		namespace, value string
		warnings         []string
	}{
		"the same": {chaosNamespace, "theirs", nil},
		"another":  {"elsewhere", "ours", []string{"override of ConfigMap elsewhere/config: the cluster has no such object"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			set := l.setWith(Default, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config","namespace":"`+c.namespace+`"},"data":{"value":"theirs"}}`)
			require.Equal(t, Created, l.add(set, "config"))
			require.NoError(t, set.DeleteOrphans(t.Context()))
			assert.Equal(t, c.value, l.server.objects[l.kind]["config"].(*corev1.ConfigMap).Data["value"])
			assert.Equal(t, c.warnings, set.Result().Warnings)
		})
	}
}

// TestOverridesAsObjects are given by whoever builds the owner in Go.
func TestOverridesAsObjects(t *testing.T) {
	t.Parallel()
	meta := metav1.ObjectMeta{Name: "web", Namespace: chaosNamespace}
	untyped := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web", "namespace": chaosNamespace},
		"spec": map[string]any{"replicas": int64(5), "$unset": []any{"paused"}},
	}}
	status := untyped.DeepCopy()
	status.Object["status"] = map[string]any{}
	for name, c := range map[string]struct {
		override runtime.Object
		says     string
	}{
		"typed":         {&appsv1.Deployment{ObjectMeta: meta, Spec: appsv1.DeploymentSpec{Replicas: new(int32(5))}}, ""},
		"with its kind": {&appsv1.Deployment{TypeMeta: metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"}, ObjectMeta: meta, Spec: appsv1.DeploymentSpec{Replicas: new(int32(5))}}, ""},
		"untyped":       {untyped, ""},
		"with a status": {status, "status: it is not the user's"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			before := c.override.DeepCopyObject()
			set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: NoApply, Overrides: overrides.ObjectOverrides{{Object: c.override}}})
			require.NoError(t, err)
			d := &appsv1.Deployment{ObjectMeta: l.metaOf("web"), Spec: appsv1.DeploymentSpec{
				Replicas: new(int32(2)), Paused: true, Strategy: appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType},
			}}
			final, err := Add(t.Context(), set, d)
			assert.Equal(t, before, c.override, "it is the caller's")
			if c.says != "" {
				require.ErrorContains(t, err, c.says)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, int32(5), *final.Spec.Replicas)
			assert.Equal(t, d.Spec.Strategy, final.Spec.Strategy, "what the override does not have stays")
			assert.Equal(t, name != "untyped", final.Spec.Paused)
		})
	}
	l := newLone(t, nil)
	_, err := l.applier.NewSet(l.owner, SetOptions{Overrides: overrides.ObjectOverrides{{}}})
	require.ErrorContains(t, err, "number 1 is no JSON object")
}

// TestWarningsAreTheOperators tells whoever writes the operator about resources; what users override is their choice.
func TestWarningsAreTheOperators(t *testing.T) {
	t.Parallel()
	few := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("1Gi")}
	for name, c := range map[string]struct {
		limits   corev1.ResourceList
		override string
		warnings []string
	}{
		"a user adds limits": {nil, `{"limits":{"cpu":"100m","memory":"1Gi"}}`, []string{
			"Deployment " + chaosNamespace + "/web: container main has no cpu limit", "Deployment " + chaosNamespace + "/web: container main has no memory limit",
		}},
		"a user raises limit": {few, `{"limits":{"memory":"9Gi"}}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			set := l.setWith(NoApply, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"`+chaosNamespace+`"},`+
				`"spec":{"template":{"spec":{"containers":[{"name":"main","resources":`+c.override+`}]}}}}`)
			d := &appsv1.Deployment{ObjectMeta: l.metaOf("web")}
			d.Spec.Template.Spec.Containers = []corev1.Container{{Name: "main", Resources: corev1.ResourceRequirements{Requests: few, Limits: c.limits}}}
			final, err := Add(t.Context(), set, d)
			require.NoError(t, err)
			require.NotEqual(t, c.limits, final.Spec.Template.Spec.Containers[0].Resources.Limits, "the override counts")
			assert.Equal(t, c.warnings, set.Result().Warnings)
		})
	}
}

// TestHandOverWithoutForce leaves to others what they own by then: what is set once is nobody's to take.
func TestHandOverWithoutForce(t *testing.T) {
	t.Parallel()
	l, w := newWitnessed(t)
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.catchUp()
	w.patches = nil
	_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, CreateOnce("data.value"))
	require.NoError(t, err)
	assert.Equal(t, "ours", l.server.objects[l.kind]["config"].(*corev1.ConfigMap).Data["value"])
	handed := 0
	for _, p := range w.patches {
		if p.manager == l.applier.creator() {
			handed++
			assert.Equal(t, types.ApplyPatchType, p.kind)
			assert.False(t, p.force, "a conflict has to be one")
		}
	}
	assert.Equal(t, 1, handed)
}

// overtaken is a server on which somebody else creates an object right before it is created.
type overtaken struct {
	*chaosServer
	theirs  Object
	created int
}

func (o *overtaken) create(_ context.Context, object Object, kind *Kind, _ string, _ bool) (Object, error) {
	o.created++
	o.make(kind, o.theirs)
	return nil, apierrors.NewAlreadyExists(resourceOf(kind), object.GetName())
}

// TestScalerThatExistsByNow is not created again, and keeps the replicas that it has.
func TestScalerThatExistsByNow(t *testing.T) {
	t.Parallel()
	var o *overtaken
	l := newLone(t, func(s *chaosServer) server {
		o = &overtaken{chaosServer: s}
		return o
	})
	kind := l.applier.kinds.byGroup[v1alpha1.SchemeGroupVersion.WithKind("StackableScaler").GroupKind()]
	manager, err := managedfields.NewDefaultFieldManager(kind.Types, l.server.scheme, noDefaults{}, l.server.scheme, kind.GroupVersionKind, kind.GroupVersion(), "", nil)
	require.NoError(t, err)
	l.server.managers[kind], l.server.objects[kind] = manager, map[string]Object{}
	scaler := func(replicas int32) *v1alpha1.StackableScaler {
		return &v1alpha1.StackableScaler{ObjectMeta: l.metaOf("web"), Spec: v1alpha1.StackableScalerSpec{Replicas: replicas}}
	}
	o.theirs = scaler(5)
	live, err := Add(t.Context(), l.set(), scaler(3))
	require.NoError(t, err)
	assert.Equal(t, int32(5), live.Spec.Replicas)
	assert.Equal(t, 1, o.created)
}

// TestMemosLongDue are those of objects that nobody adds any more.
func TestMemosLongDue(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	l.add(l.set(), "old")
	l.now = l.now.Add(2 * DefaultResync)
	l.add(l.set(), "new")
	require.Equal(t, 2, l.applier.memos.count())
	l.applier.memos.sweep(l.now)
	assert.Equal(t, 1, l.applier.memos.count())
	_, known := l.applier.memos.get(l.kind, refOf(l.kind, l.server.objects[l.kind]["new"]).key())
	assert.True(t, known, "it is not due yet")
}

// TestFormersLongDue are those that nobody asks for any more: neither the object nor its owner is wanted.
func TestFormersLongDue(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	at := place{l.kind, key{name: "config"}}
	l.applier.memos.keep(at, predecessor{owner: l.owner.UID, object: &corev1.ConfigMap{}}, l.now)
	assert.Nil(t, l.applier.memos.predecessorOf(at, foreignUID, l.now.Add(time.Hour)), "it is another owner's")
	l.applier.memos.sweep(l.now)
	assert.NotNil(t, l.applier.memos.predecessorOf(at, l.owner.UID, l.now.Add(time.Minute)))
	l.applier.memos.sweep(l.now.Add(time.Minute))
	assert.Len(t, l.applier.memos.predecessors, 1, "it was asked for since")
	l.applier.memos.sweep(l.now.Add(predecessorsKept))
	assert.Len(t, l.applier.memos.predecessors, 1, "nothing else has its password")
	l.applier.memos.sweep(l.now.Add(predecessorsKept + time.Hour))
	assert.Empty(t, l.applier.memos.predecessors)
}

// TestBrokenWatchForgets what was remembered of a kind: nobody says what has happened to its objects since. Other kinds
// are followed.
func TestBrokenWatchForgets(t *testing.T) {
	t.Parallel()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Query().Get("watch") != "" {
			w.WriteHeader(http.StatusForbidden)
		}
		_, err := io.WriteString(w, `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[]}`)
		assert.NoError(t, err)
	}))
	t.Cleanup(api.Close)
	l := newLone(t, nil)
	l.add(l.set(), "config")
	other := l.applier.kinds.byGroup[secrets]
	l.applier.memos.put(other, key{}, memo{})
	i, err := newInformer(listWatch(newClient(&rest.Config{Host: api.URL}, l.server.scheme, nil), l.kind, "", l.applier.selector()), l.kind, "", l.applier)
	require.NoError(t, err)
	require.Equal(t, 2, l.applier.memos.count())
	go i.shared.RunWithContext(t.Context())
	assert.Eventually(t, func() bool { return l.applier.memos.count() == 1 }, time.Minute, time.Millisecond)
	_, known := l.applier.memos.get(other, key{})
	assert.True(t, known)
}

// crowd is a server for reconciles at once. It keeps back the first apply of an object until the second is there, so that
// there always is a conflict, and the first deletion as well.
type crowd struct {
	*witness
	mu      sync.Mutex
	met     map[string]*sync.WaitGroup
	leaving sync.WaitGroup
}

func (c *crowd) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.witness.get(ctx, kind, namespace, name)
}

func (c *crowd) meet(name string) {
	c.mu.Lock()
	both := c.met[name]
	there := c.objects[c.used[0]][name] != nil
	c.mu.Unlock()
	if both != nil && !there {
		both.Done()
		both.Wait()
	}
}

func (c *crowd) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	c.meet(name)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.witness.patch(ctx, kind, namespace, name, p)
}

func (c *crowd) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	c.leaving.Done()
	c.leaving.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.witness.delete(ctx, kind, namespace, name, preconditions)
}

func (c *crowd) owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.witness.owner(ctx, owner)
}

// TestSetsAtOnce add the same objects, and delete the same orphan. Nothing is left to do then.
func TestSetsAtOnce(t *testing.T) {
	t.Parallel()
	var c *crowd
	l := newLone(t, func(s *chaosServer) server {
		c = &crowd{witness: &witness{chaosServer: s}, met: map[string]*sync.WaitGroup{}}
		return c
	})
	l.add(l.set(), "orphan")
	l.catchUp()
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("config-%d", i))
		c.met[names[i]] = &sync.WaitGroup{}
		c.met[names[i]].Add(2)
	}
	c.leaving.Add(2)
	sets := []*Set{l.set(), l.set()}
	var reconciles sync.WaitGroup
	for _, set := range sets {
		reconciles.Go(func() {
			var adds sync.WaitGroup
			for _, name := range names {
				adds.Go(func() { assert.NoError(t, l.try(set, name)) })
			}
			adds.Wait()
			assert.NoError(t, set.DeleteOrphans(t.Context()))
		})
	}
	reconciles.Wait()
	assert.Len(t, l.server.objects[l.kind], len(names))
	assert.Equal(t, len(names), sets[0].Result().Count(Created)+sets[1].Result().Count(Created))
	assert.Equal(t, 1, sets[0].Result().Count(Deleted)+sets[1].Result().Count(Deleted))

	l.catchUp()
	c.asked = nil
	set := l.set()
	for _, name := range names {
		assert.Equal(t, Unchanged, l.add(set, name))
	}
	require.NoError(t, set.DeleteOrphans(t.Context()))
	assert.Empty(t, c.asked)
}

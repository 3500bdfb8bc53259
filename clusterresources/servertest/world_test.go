// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"

	"github.com/stackabletech/operator-go/clusterresources"
)

// world is a namespace with an owner, and an operator of its own.
type world struct {
	t         *testing.T
	namespace string
	owner     clusterresources.Owner
	applier   *clusterresources.Applier
	traffic   *traffic
	// users acts for everybody but the operator.
	users   kubernetes.Interface
	dynamic dynamic.Interface
	options clusterresources.Options
	// stop ends the operator, if there is one.
	stop func()
}

var worlds atomic.Int64

func newWorld(t *testing.T, change ...func(*clusterresources.Options)) *world {
	t.Helper()
	config, err := server.Config()
	require.NoError(t, err)
	w := &world{t: t}
	w.users, err = kubernetes.NewForConfig(config)
	require.NoError(t, err)
	w.dynamic, err = dynamic.NewForConfig(config)
	require.NoError(t, err)
	ctx := t.Context()
	n := worlds.Add(1)
	space, err := w.users.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		GenerateName: "operator-test-", Annotations: map[string]string{"test": t.Name()},
	}}, metav1.CreateOptions{})
	require.NoError(t, err)
	w.namespace = space.Name
	t.Cleanup(func() {
		require.NoError(t, w.users.CoreV1().Namespaces().Delete(context.WithoutCancel(t.Context()), w.namespace, metav1.DeleteOptions{}))
	})
	w.newOwner("web")

	own, err := server.Config()
	require.NoError(t, err)
	own.UserAgent = fmt.Sprintf("operator-%d", n)
	w.options = clusterresources.Options{
		Config: own, Operator: fmt.Sprintf("operator%d.example.com", n), Controller: "product", App: "product",
		Namespaces: []string{w.namespace},
	}
	for _, c := range change {
		c(&w.options)
	}
	w.traffic = &traffic{agent: own.UserAgent}
	w.restart()
	return w
}

// newOwner creates an owner, and makes it that of the world.
func (w *world) newOwner(name string) {
	w.t.Helper()
	object := &unstructured.Unstructured{Object: map[string]any{
		"metadata": map[string]any{"name": name}, "spec": map[string]any{"size": int64(1)},
	}}
	object.SetGroupVersionKind(ownerKind)
	created, err := w.dynamic.Resource(owners).Namespace(w.namespace).Create(w.t.Context(), object, metav1.CreateOptions{})
	require.NoError(w.t, err)
	w.owner = clusterresources.OwnerOf(created, ownerKind)
}

var owners = schema.GroupVersionResource{Group: ownerKind.Group, Version: ownerKind.Version, Resource: "products"}

// restart ends the operator, if there is one, and starts it anew.
func (w *world) restart() {
	w.t.Helper()
	if w.stop != nil {
		w.stop()
	}
	applier, err := clusterresources.New(w.options)
	require.NoError(w.t, err)
	ctx, cancel := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() { done <- applier.Start(ctx) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		assert.NoError(w.t, <-done)
	})
	w.t.Cleanup(w.stop)
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	require.NoError(w.t, applier.WaitForSync(waiting))
	w.applier = applier
	w.traffic.take(w.t)
}

// meta is the metadata of an object of the owner.
func (w *world) meta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: name, Namespace: w.namespace, Labels: w.applier.Labels(w.owner),
		OwnerReferences: []metav1.OwnerReference{w.owner.Reference()},
	}
}

func (w *world) set(options ...clusterresources.SetOptions) *clusterresources.Set {
	w.t.Helper()
	var o clusterresources.SetOptions
	if len(options) > 0 {
		o = options[0]
	}
	s, err := w.applier.NewSet(w.owner, o)
	require.NoError(w.t, err)
	return s
}

// reconcile adds objects, deletes orphans, and returns what was done and what was sent for it.
func (w *world) reconcile(objects ...clusterresources.Object) (clusterresources.Result, []request) {
	w.t.Helper()
	s := w.set()
	for _, object := range objects {
		_, err := clusterresources.Add(w.t.Context(), s, object)
		require.NoError(w.t, err)
	}
	require.NoError(w.t, s.DeleteOrphans(w.t.Context()))
	return s.Result(), w.traffic.take(w.t)
}

// reconcileOnly adds objects and deletes nothing.
func (w *world) reconcileOnly(objects ...clusterresources.Object) (clusterresources.Result, []request) {
	w.t.Helper()
	s := w.set()
	for _, object := range objects {
		_, err := clusterresources.Add(w.t.Context(), s, object)
		require.NoError(w.t, err)
	}
	return s.Result(), w.traffic.take(w.t)
}

// eventuallyCached waits until the operator's cache has an object.
func eventuallyCached[T clusterresources.Object](w *world, object T) {
	w.t.Helper()
	eventually(w.t, object.GetName()+" is in the cache", func(context.Context) error {
		_, err := clusterresources.Cached(w.applier, object)
		return err
	})
}

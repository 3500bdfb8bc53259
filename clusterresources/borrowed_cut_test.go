// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"

	"github.com/stackabletech/operator-go/hack/cluster"
)

// wire leads to the API server, and can be cut.
type wire struct {
	*httptest.Server
	isCut atomic.Bool
}

func newWire(t *testing.T, config *rest.Config) *wire {
	t.Helper()
	target, err := url.Parse(config.Host)
	require.NoError(t, err)
	transport, err := rest.TransportFor(config)
	require.NoError(t, err)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }, Transport: transport,
		FlushInterval: -1, ErrorLog: log.New(io.Discard, "", 0), // what is cut fails
	}
	w := &wire{}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if w.isCut.Load() {
			panic(http.ErrAbortHandler) // closes the connection
		}
		proxy.ServeHTTP(out, in)
	}))
	t.Cleanup(func() { w.CloseClientConnections(); w.Close() })
	return w
}

func (w *wire) cut() {
	w.isCut.Store(true)
	w.CloseClientConnections()
}

func (w *wire) mend() { w.isCut.Store(false) }

// wired are informers at the end of a wire.
type wired struct {
	informers.SharedInformerFactory
}

func (w wired) InformerFor(ctx context.Context, object Object) (cache.SharedIndexInformer, error) {
	plural, _ := meta.UnsafeGuessKindToResource(object.GetObjectKind().GroupVersionKind())
	found, err := w.ForResource(plural)
	if err != nil {
		return nil, err
	}
	shared := found.Informer()
	w.StartWithContext(ctx)
	return shared, nil
}

// TestBorrowedInformersThatAreCutOff from a real API server are noticed as soon as they miss something, and relied on again
// when they are back.
func TestBorrowedInformersThatAreCutOff(t *testing.T) {
	t.Parallel()
	server, err := cluster.Start()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Stop()) })
	config, err := server.Config()
	require.NoError(t, err)
	wire := newWire(t, config)
	far, err := kubernetes.NewForConfig(&rest.Config{Host: wire.URL, QPS: -1})
	require.NoError(t, err)
	near, err := kubernetes.NewForConfig(config)
	require.NoError(t, err)

	factory := informers.NewSharedInformerFactory(far, 0)
	applier, err := New(Options{Config: config, Operator: "operator", Controller: "test", App: "app", Informers: wired{factory}})
	require.NoError(t, err)
	for _, store := range applier.stores {
		b := store.(*borrowed)
		b.period, b.patience = 200*time.Millisecond, time.Second
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	var group sync.WaitGroup
	t.Cleanup(func() { stop(); group.Wait(); factory.Shutdown() })
	group.Go(func() { assert.NoError(t, applier.Start(ctx)) })
	require.NoError(t, applier.WaitForSync(ctx))

	owner := Owner{GroupVersionKind: chaosKind, Namespace: metav1.NamespaceDefault, Name: "web", UID: "1"}
	reconcile := func() (action Action, waits bool) {
		set, err := applier.NewSet(owner, SetOptions{})
		require.NoError(t, err)
		live, err := Add(ctx, set, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
			Name: "config", Namespace: owner.Namespace, Labels: applier.Labels(owner), OwnerReferences: []metav1.OwnerReference{owner.Reference()},
		}, Data: map[string]string{"value": "ours"}})
		require.NoError(t, err)
		require.NoError(t, set.DeleteOrphans(ctx))
		action = set.Result().Changes[0].Action
		if action == Configured {
			assert.Equal(t, "ours", live.Data["value"])
		}
		return action, set.Result().Waiting
	}
	eventually := func(what string, is func(action Action, waits bool) bool) {
		t.Helper()
		for !is(reconcile()) {
			require.True(t, sleep(ctx, 10*time.Millisecond), what)
		}
	}
	repaired := func(action Action, _ bool) bool { return action == Configured }
	reliedOn := func(_ Action, waits bool) bool { return !waits }
	edit := func() {
		_, err := near.CoreV1().ConfigMaps(owner.Namespace).Patch(ctx, "config", types.MergePatchType, []byte(`{"data":{"value":"theirs"}}`), metav1.PatchOptions{})
		require.NoError(t, err)
	}

	action, _ := reconcile()
	require.Equal(t, Created, action)
	edit()
	eventually("what others change is put back", repaired)
	eventually("the informer is relied on", reliedOn)
	wire.cut()
	edit()
	eventually("it is noticed that the informer does not follow, and objects are read one by one", repaired)
	assert.False(t, reliedOn(reconcile()), "orphans are not looked for in what is old")
	wire.mend()
	eventually("the informer is relied on again", reliedOn)
	edit()
	eventually("what others change is put back again", repaired)
}

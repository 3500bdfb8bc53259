// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	cachetesting "k8s.io/client-go/tools/cache/testing"
)

// comingKind is a kind in memory that comes and goes.
type comingKind struct {
	*cachetesting.FakeControllerSource
	mu sync.Mutex
	// refusal is the error of lists and watches, nil if there is none.
	refusal error
	// reason and failure are what probes answer.
	reason  string
	failure error
	probes  atomic.Int64
	made    atomic.Int64
}

func (c *comingKind) List(options metav1.ListOptions) (runtime.Object, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refusal != nil {
		return nil, c.refusal
	}
	return c.FakeControllerSource.List(options)
}

func (c *comingKind) Watch(options metav1.ListOptions) (watch.Interface, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refusal != nil {
		return nil, c.refusal
	}
	return c.FakeControllerSource.Watch(options)
}

// IsWatchListSemanticsUnSupported has lists sent as lists.
func (c *comingKind) IsWatchListSemanticsUnSupported() bool { return true }

func (c *comingKind) probe(context.Context, *Kind, string) (string, error) {
	c.probes.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reason, c.failure
}

// become changes what lists and probes answer, and breaks watches.
func (c *comingKind) become(refusal error, reason string, failure error) {
	c.mu.Lock()
	c.refusal, c.reason, c.failure = refusal, reason, failure
	c.mu.Unlock()
	c.ResetWatch()
}

func (c *comingKind) config(name string, uid types.UID) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "x", UID: uid}}
}

// counting counts the informers that are made.
type counting struct {
	feed
	made *atomic.Int64
}

func (c counting) open(ctx context.Context) (*informer, error) {
	c.made.Add(1)
	return c.feed.open(ctx)
}

// newComingKind makes one, and runs a runner for it until the test ends.
func newComingKind(t *testing.T) (*comingKind, *runner, *lone) {
	t.Helper()
	l := newLone(t, nil)
	c := &comingKind{FakeControllerSource: cachetesting.NewFakeControllerSource()}
	c.Add(c.config("first", "1"))
	r := &runner{
		kind: l.kind, memos: l.applier.memos, probe: c.probe, log: logr.Discard(), pause: 10 * time.Millisecond, settled: make(chan struct{}),
		feed: counting{own{c, l.kind, "", l.applier}, &c.made},
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); r.run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	return c, r, l
}

func (r *runner) becomes(t *testing.T, state cacheState) {
	t.Helper()
	require.Eventually(t, func() bool { return r.state("x") == state }, 30*time.Second, time.Millisecond)
}

// waysToGo are what the API server answers when a kind is gone, and what a probe says of that.
var waysToGo = map[string]struct {
	refusal error
	reason  string
}{
	"not installed": {apierrors.NewNotFound(schema.GroupResource{Resource: "configmaps"}, ""), notInstalled},
	"not allowed":   {apierrors.NewForbidden(schema.GroupResource{Resource: "configmaps"}, "", errors.New("no")), "the operator may not list it"},
}

// TestWatchOfAKindThatGoes ends, and begins again when the kind is back.
func TestWatchOfAKindThatGoes(t *testing.T) {
	t.Parallel()
	for name, one := range waysToGo {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, r, l := newComingKind(t)
			<-r.settled
			r.becomes(t, cacheReady)
			require.NotNil(t, r.get("x", "first"))
			remembered := key{namespace: "x", name: "first"}
			l.applier.memos.put(l.kind, remembered, memo{uid: "1"})

			c.become(one.refusal, one.reason, nil)
			r.becomes(t, cacheMissing)
			assert.Nil(t, r.get("x", "first"), "what nothing brings up to date is not shown")
			assert.Empty(t, r.revision("x"))
			require.Eventually(t, func() bool { return r.informer.Load() == nil }, 10*time.Second, time.Millisecond)
			require.Eventually(t, func() bool { _, found := l.applier.memos.get(l.kind, remembered); return !found }, 10*time.Second, time.Millisecond)

			c.Delete(c.config("first", "1"))
			c.Add(c.config("second", "2"))
			c.become(nil, "", nil)
			r.becomes(t, cacheReady)
			assert.Nil(t, r.get("x", "first"))
			assert.NotNil(t, r.get("x", "second"))
			c.Add(c.config("third", "3"))
			assert.Eventually(t, func() bool { return r.get("x", "third") != nil }, 10*time.Second, time.Millisecond, "it follows")
			assert.EqualValues(t, 2, c.made.Load())
		})
	}
}

// TestWatchThatIsDoubted without reason goes on: a server that just starts may answer anything.
func TestWatchThatIsDoubted(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{"there": nil, "not known": errors.New("unavailable")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, r, _ := newComingKind(t)
			r.becomes(t, cacheReady)
			probes := c.probes.Load()
			c.become(apierrors.NewNotFound(schema.GroupResource{Resource: "configmaps"}, ""), "", failure)
			r.becomes(t, cacheFailing)
			require.Eventually(t, func() bool { return c.probes.Load() > probes }, 10*time.Second, time.Millisecond)
			assert.Equal(t, cacheFailing, r.state("x"))
			c.Add(c.config("second", "2"))
			c.become(nil, "", nil)
			r.becomes(t, cacheReady)
			assert.NotNil(t, r.get("x", "second"))
			assert.EqualValues(t, 1, c.made.Load())
		})
	}
}

// TestRunnerOfAKindThatGoes does not keep orphans of other kinds.
func TestRunnerOfAKindThatGoes(t *testing.T) {
	t.Parallel()
	c, r, l := newComingKind(t)
	r.becomes(t, cacheReady)
	scalers := l.applier.kinds.byGroup[schema.GroupKind{Group: "autoscaling.stackable.tech", Kind: "StackableScaler"}]
	l.applier.stores[scalers] = r // any store will do, since no object is the owner's
	require.NoError(t, l.try(l.set(), "orphan"))
	l.catchUp()

	c.become(apierrors.NewNotFound(schema.GroupResource{}, ""), "", nil)
	r.becomes(t, cacheFailing)
	set := l.set()
	require.NoError(t, set.DeleteOrphans(t.Context()))
	assert.True(t, set.Result().Waiting)
	assert.NotNil(t, l.server.objects[l.kind]["orphan"], "there may be scalers")

	c.become(apierrors.NewNotFound(schema.GroupResource{}, ""), notInstalled, nil)
	r.becomes(t, cacheMissing)
	set = l.set()
	require.NoError(t, set.DeleteOrphans(t.Context()))
	assert.False(t, set.Result().Waiting)
	assert.Nil(t, l.server.objects[l.kind]["orphan"])
}

// TestRunnerBeforeAKindComes knows that there is none.
func TestRunnerBeforeAKindComes(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	r := &runner{}
	assert.Equal(t, cacheFailing, r.state("x"), "it has not been looked")
	r.unlisted.Store(true)
	r.informer.Store(&informer{kind: l.kind})
	assert.Equal(t, cacheMissing, r.state("x"), "what an informer has does not count")
}

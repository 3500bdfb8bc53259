// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"net/http"
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
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
	cachetesting "k8s.io/client-go/tools/cache/testing"
)

// lender lends one informer at a time.
type lender struct {
	mu sync.Mutex
	cache.SharedIndexInformer
	asked atomic.Int64
	// refusals is how often it refuses before.
	refusals int64
}

func (l *lender) InformerFor(context.Context, Object) (cache.SharedIndexInformer, error) {
	if l.asked.Add(1) <= l.refusals {
		return nil, errors.New("it has none")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.SharedIndexInformer, nil
}

// replace has it lend another informer from now on.
func (l *lender) replace(informer cache.SharedIndexInformer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.SharedIndexInformer = informer
}

// lend has the applier borrow an informer of its kind.
func (l *lone) lend(source InformerSource, probe prober, objects metadata.Getter) *borrowed {
	r := &runner{
		kind: l.kind, memos: l.applier.memos, probe: probe, log: logr.Discard(), pause: 10 * time.Millisecond, settled: make(chan struct{}),
	}
	b := &borrowed{
		runner: r, kind: l.kind, source: source, objects: objects, applier: l.applier, period: 10 * time.Millisecond, patience: 100 * time.Millisecond,
	}
	r.feed = b
	l.applier.caches = append(l.applier.caches, r)
	return b
}

// listed is the kind as the API server lists it, whatever becomes of watches.
type listed struct {
	metadata.Getter
	source *cachetesting.FakeControllerSource
	lists  atomic.Int64

	mu      sync.Mutex
	refusal error
}

func (s *listed) become(refusal error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = refusal
}

func (s *listed) Namespace(string) metadata.ResourceInterface { return s }

func (s *listed) List(_ context.Context, options metav1.ListOptions) (*metav1.PartialObjectMetadataList, error) {
	s.lists.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refusal != nil {
		return nil, s.refusal
	}
	found, err := s.source.List(options)
	if err != nil {
		return nil, err
	}
	objects := found.(*corev1.List)
	list := &metav1.PartialObjectMetadataList{ListMeta: objects.ListMeta}
	for _, item := range objects.Items {
		list.Items = append(list.Items, metav1.PartialObjectMetadata{ObjectMeta: item.Object.(*corev1.ConfigMap).ObjectMeta})
	}
	return list, nil
}

func (s *listed) Get(ctx context.Context, name string, _ metav1.GetOptions, _ ...string) (*metav1.PartialObjectMetadata, error) {
	list, err := s.List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	for _, item := range list.Items {
		if item.Name == name {
			return &item, nil
		}
	}
	return nil, apierrors.NewNotFound(schema.GroupResource{Resource: "configmaps"}, name)
}

// lentKind is a kind in memory that comes and goes, whose informer somebody else runs.
type lentKind struct {
	*comingKind
	*lone
	listed *listed
	lender *lender
	// run has the lender run an informer and lend it from now on, and end ends the one that runs.
	run   func(cache.SharedIndexInformer)
	end   func()
	store *borrowed
	// remembered is where a memo is.
	remembered key
}

// newLentKind makes one, and an applier that borrows its informer until the test ends. The first probe answers with a
// reason.
func newLentKind(t *testing.T, reason string) *lentKind {
	t.Helper()
	k := &lentKind{comingKind: &comingKind{FakeControllerSource: cachetesting.NewFakeControllerSource(), reason: reason}, lone: newLone(t, nil)}
	k.comingKind.Add(k.config("first", "1"))
	k.listed = &listed{source: k.FakeControllerSource}
	k.lender = &lender{}
	k.store = k.lend(k.lender, k.probe, k.listed)
	k.applier.stores[k.kind] = k.store
	k.remembered = key{namespace: "x", name: "first"}
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	k.run = func(shared cache.SharedIndexInformer) {
		running, end := context.WithCancel(ctx)
		k.end = end
		group.Go(func() { shared.RunWithContext(running) })
		k.lender.replace(shared)
	}
	k.run(k.inform())
	group.Go(func() { assert.NoError(t, k.applier.Start(ctx)) })
	t.Cleanup(func() { stop(); group.Wait() })
	require.NoError(t, k.applier.WaitForSync(t.Context()))
	k.applier.memos.put(k.kind, k.remembered, memo{uid: "1", due: time.Now().Add(time.Hour)})
	return k
}

func (k *lentKind) inform() cache.SharedIndexInformer {
	return cache.NewSharedIndexInformer(k.comingKind, &corev1.ConfigMap{}, 0, cache.Indexers{})
}

func (k *lentKind) config(name string, uid types.UID) *corev1.ConfigMap {
	config := k.comingKind.config(name, uid)
	config.Labels = map[string]string{LabelManagedBy: k.applier.manager}
	return config
}

func (k *lentKind) becomes(t *testing.T, state cacheState) {
	t.Helper()
	require.Eventually(t, func() bool { return k.store.state("x") == state }, 30*time.Second, time.Millisecond)
}

func (k *lentKind) remembers() bool {
	_, found := k.applier.memos.get(k.kind, k.remembered)
	return found
}

// broken is how a server answers that does not work.
var broken = apierrors.NewGenericServerResponse(http.StatusBadGateway, "list", schema.GroupResource{}, "", "", 0, true)

// TestBorrowedInformerThatDoesNotFollow is not relied on until it does.
func TestBorrowedInformerThatDoesNotFollow(t *testing.T) {
	t.Parallel()
	for name, happens := range map[string]func(k *lentKind){
		"something is created": func(k *lentKind) { k.comingKind.Add(k.config("second", "2")) },
		"something is changed": func(k *lentKind) { k.Modify(k.config("first", "1")) },
		"something is deleted": func(k *lentKind) { k.Delete(k.config("first", "1")) },
		"nothing can be read":  func(k *lentKind) { k.listed.become(broken) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newLentKind(t, "")
			require.Equal(t, cacheReady, k.store.state("x"))
			require.True(t, k.remembers())

			k.become(broken, "", nil)
			happens(k)
			k.becomes(t, cacheFailing)
			require.Eventually(t, func() bool { return !k.remembers() }, 10*time.Second, time.Millisecond)

			k.listed.become(nil)
			k.become(nil, "", nil)
			k.becomes(t, cacheReady)
			assert.EqualValues(t, 1, k.lender.asked.Load(), "it is still there")
		})
	}
}

// TestQuietBorrowedInformer is relied on although it does not move: there is nothing to see.
func TestQuietBorrowedInformer(t *testing.T) {
	t.Parallel()
	k := newLentKind(t, "")
	looked := k.listed.lists.Load()
	require.Eventually(t, func() bool { return k.listed.lists.Load() > looked+5 }, 30*time.Second, time.Millisecond)
	assert.Equal(t, cacheReady, k.store.state("x"))
	assert.True(t, k.remembers())
}

// TestBorrowedInformerOfAKindThatGoes is left alone until the kind is back, and keeps no orphans of other kinds.
func TestBorrowedInformerOfAKindThatGoes(t *testing.T) {
	t.Parallel()
	for name, one := range waysToGo {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newLentKind(t, "")
			k.listed.become(one.refusal)
			k.become(one.refusal, one.reason, nil)
			k.becomes(t, cacheMissing)
			assert.Nil(t, k.store.get("x", "first"), "what nothing brings up to date is not shown")
			require.Eventually(t, func() bool { return !k.remembers() }, 10*time.Second, time.Millisecond)
			set, err := k.applier.NewSet(k.owner, SetOptions{})
			require.NoError(t, err)
			require.NoError(t, set.DeleteOrphans(t.Context()))
			assert.False(t, set.Result().Waiting)

			k.Delete(k.config("first", "1"))
			k.comingKind.Add(k.config("second", "2"))
			k.listed.become(nil)
			k.become(nil, "", nil)
			k.becomes(t, cacheReady)
			assert.Nil(t, k.store.get("x", "first"), "it has caught up")
			assert.NotNil(t, k.store.get("x", "second"))
		})
	}
}

// TestBorrowedInformerOfAKindThatComes is asked for when there is something to follow.
func TestBorrowedInformerOfAKindThatComes(t *testing.T) {
	t.Parallel()
	k := newLentKind(t, notInstalled)
	assert.Equal(t, cacheMissing, k.store.state("x"))
	assert.Zero(t, k.lender.asked.Load())
	k.become(nil, "", nil)
	k.becomes(t, cacheReady)
	assert.NotNil(t, k.store.get("x", "first"))
}

// TestLenderThatHasNone ends the applier at the start, and is asked again for a kind that comes later.
func TestLenderThatHasNone(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	there := func(context.Context, *Kind, string) (string, error) { return "", nil }
	l.lend(&lender{refusals: 1}, there, &listed{})
	require.ErrorContains(t, l.applier.Start(t.Context()), "informer for ConfigMap: it has none")

	k := newLentKind(t, notInstalled)
	k.lender.refusals = 1
	k.become(nil, "", nil)
	k.becomes(t, cacheReady)
	assert.EqualValues(t, 2, k.lender.asked.Load())
}

// TestBorrowedInformerThatIsNotFilled is waited for, with the reason when that takes too long.
func TestBorrowedInformerThatIsNotFilled(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	source := cachetesting.NewFakeControllerSource()
	shared := cache.NewSharedIndexInformer(source, &corev1.ConfigMap{}, 0, cache.Indexers{})
	var probes atomic.Int64
	l.lend(&lender{SharedIndexInformer: shared}, func(context.Context, *Kind, string) (string, error) { probes.Add(1); return "", nil }, &listed{source: source})
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { assert.NoError(t, l.applier.Start(ctx)) })
	defer group.Wait()
	defer stop()
	require.Eventually(t, func() bool { return probes.Load() > 1 }, 30*time.Second, time.Millisecond, "the kind may be gone")
	waiting, end := context.WithCancel(t.Context())
	end()
	require.ErrorContains(t, l.applier.WaitForSync(waiting), "ConfigMap: it is not filled")
	group.Go(func() { shared.RunWithContext(ctx) })
	require.NoError(t, l.applier.WaitForSync(t.Context()))
}

// TestBorrowedInformerThatHasStopped is said to be the reason that a kind is not followed, and keeps nothing else from being
// followed. Its source is asked again.
func TestBorrowedInformerThatHasStopped(t *testing.T) {
	t.Parallel()
	there := func(context.Context, *Kind, string) (string, error) { return "", nil }
	for name, indexers := range map[string]cache.Indexers{
		"never borrowed before": {}, "borrowed before by another applier": {byOwner: ownersOf},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			source := cachetesting.NewFakeControllerSource()
			inform := func() cache.SharedIndexInformer {
				return cache.NewSharedIndexInformer(source, &corev1.ConfigMap{}, 0, indexers)
			}
			ctx, stop := context.WithCancel(t.Context())
			var group sync.WaitGroup
			defer group.Wait()
			defer stop()
			stopped, running := inform(), inform()
			filled, end := context.WithCancel(ctx)
			go func() { cache.WaitForCacheSync(ctx.Done(), stopped.HasSynced); end() }()
			stopped.RunWithContext(filled)
			group.Go(func() { running.RunWithContext(ctx) })

			bad := &lender{SharedIndexInformer: stopped}
			store := l.lend(bad, there, &listed{source: source})
			other := l.lend(&lender{SharedIndexInformer: running}, there, &listed{source: source})
			group.Go(func() { assert.NoError(t, l.applier.Start(ctx)) })
			require.Eventually(t, func() bool { return other.state("x") == cacheReady }, 30*time.Second, time.Millisecond)
			require.Eventually(t, func() bool { return store.runner.failure.Load() != nil }, 30*time.Second, time.Millisecond)
			assert.Equal(t, cacheFailing, store.state("x"))
			waiting, give := context.WithCancel(t.Context())
			give()
			require.ErrorContains(t, l.applier.WaitForSync(waiting), "ConfigMap: the informer that was handed in has stopped: hand in one that runs")

			bad.replace(running)
			require.NoError(t, l.applier.WaitForSync(t.Context()))
			assert.Equal(t, cacheReady, store.state("x"))
		})
	}
}

// TestBorrowedInformerThatStops is not relied on any more, and its source is asked for another one.
func TestBorrowedInformerThatStops(t *testing.T) {
	t.Parallel()
	k := newLentKind(t, "")
	k.end()
	k.becomes(t, cacheFailing)
	require.Eventually(t, func() bool { return !k.remembers() }, 10*time.Second, time.Millisecond)

	k.comingKind.Add(k.config("second", "2"))
	k.run(k.inform())
	k.becomes(t, cacheReady)
	assert.NotNil(t, k.store.get("x", "second"))
}

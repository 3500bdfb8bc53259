// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"
	cachetesting "k8s.io/client-go/tools/cache/testing"
)

// TestReconcilesAtOnce read the state of a cache that moves on. It never goes back.
func TestReconcilesAtOnce(t *testing.T) {
	t.Parallel()
	source := cachetesting.NewFakeControllerSource()
	source.Add(&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "first", Namespace: "x"}}) // no list of a server is at 0
	shared := cache.NewSharedIndexInformer(source, &corev1.ConfigMap{}, 0, cache.Indexers{})
	var back atomic.Int64
	i := &informer{shared: shared, back: func() { back.Add(1) }}
	go shared.RunWithContext(t.Context())
	require.True(t, cache.WaitForCacheSync(t.Context().Done(), shared.HasSynced))
	var readers sync.WaitGroup
	var done atomic.Bool
	for range 8 {
		readers.Go(func() {
			for !done.Load() {
				i.state("")
			}
		})
	}
	const events = 5000
	for n := range events {
		source.Add(&corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint(n % 10), Namespace: "x"}})
	}
	assert.Eventually(t, func() bool { return shared.GetIndexer().LastStoreSyncResourceVersion() == fmt.Sprint(1+events) }, time.Minute, time.Millisecond)
	done.Store(true)
	readers.Wait()
	assert.Zero(t, back.Load())
}

// TestRevisionsThatGoBack are those of an API server that was restored from a backup.
func TestRevisionsThatGoBack(t *testing.T) {
	t.Parallel()
	dropped := 0
	i := &informer{back: func() { dropped++ }}
	for _, step := range []struct {
		revision string
		dropped  int
	}{{"", 0}, {"9", 0}, {"10", 0}, {"10", 0}, {"7", 1}, {"8", 1}, {"11", 1}} {
		assert.Equal(t, cacheReady, i.stateAt(step.revision))
		assert.Equal(t, step.dropped, dropped, step.revision)
	}
}

// TestBrokenWatch is not relied on until the cache has moved.
func TestBrokenWatch(t *testing.T) {
	t.Parallel()
	i := &informer{failed: true, failedAt: "10", back: func() {}}
	assert.Equal(t, cacheFailing, i.stateAt("10"))
	assert.Equal(t, cacheFailing, i.stateAt("10"))
	assert.Equal(t, cacheReady, i.stateAt("11"))
	assert.Equal(t, cacheReady, i.stateAt("11"))
}

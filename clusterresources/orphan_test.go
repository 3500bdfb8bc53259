// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestOrphansThatTheCacheDoesNotHave were applied a moment ago, for an older specification. There may be no later reconcile
// to find them.
func TestOrphansThatTheCacheDoesNotHave(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	first := l.set()
	l.add(first, "a")
	l.add(first, "b")
	require.NoError(t, first.DeleteOrphans(t.Context()))
	second := l.set()
	l.add(second, "a")
	require.NoError(t, second.DeleteOrphans(t.Context()))
	assert.NotContains(t, l.server.objects[l.kind], "b")
	assert.Contains(t, l.server.objects[l.kind], "a")
	assert.Equal(t, 1, second.Result().Count(Deleted))

	l.catchUp()
	requests := len(l.server.log)
	third := l.set()
	l.add(third, "a")
	require.NoError(t, third.DeleteOrphans(t.Context()))
	assert.Len(t, l.server.log, requests)
	assert.False(t, third.Result().Waiting)
}

// TestOrphansOfABrokenCache are not known: the reconcile says that it has to be done again.
func TestOrphansOfABrokenCache(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	l.add(l.set(), "a")
	l.catchUp()
	l.cache.broken = true
	set := l.set()
	require.NoError(t, set.DeleteOrphans(t.Context()))
	assert.True(t, set.Result().Waiting)
	assert.Contains(t, l.server.objects[l.kind], "a")
	l.cache.broken = false
	set = l.set()
	require.NoError(t, set.DeleteOrphans(t.Context()))
	assert.False(t, set.Result().Waiting)
	assert.NotContains(t, l.server.objects[l.kind], "a")
}

// TestAnswersAreForgotten keeps the index of what was written as small as what is remembered.
func TestAnswersAreForgotten(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	names := []string{"a", "b", "c"}
	set := l.set()
	for _, name := range names {
		l.add(set, name)
	}
	written := l.applier.memos.written
	require.Len(t, written[l.owner.UID], len(names))
	l.catchUp()
	set = l.set()
	for _, name := range names {
		l.add(set, name)
	}
	assert.Empty(t, written[l.owner.UID], "the cache has them")
	l.add(l.set(), "d")
	l.catchUp()
	for _, object := range maps.Clone(l.server.objects[l.kind]) {
		l.server.erase(l.kind, object)
	}
	l.catchUp()
	l.applier.memos.sweep(l.now)
	assert.Empty(t, written)
}

// TestSparedAreForgotten keeps what is no orphan only for a while, too.
func TestSparedAreForgotten(t *testing.T) {
	t.Parallel()
	m := newMemos()
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{UID: "a", ResourceVersion: "7"}}
	at := time.Unix(1_000_000_000, 0)
	m.spare(object, at)
	m.sweep(at)
	assert.True(t, m.isSpared(object))
	m.sweep(at.Add(time.Second))
	assert.False(t, m.isSpared(object))
	assert.Empty(t, m.spared)
}

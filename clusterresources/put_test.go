// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// TestAddAfterADeletion makes the object that we have deleted a moment ago, though the cache still has the old one.
func TestAddAfterADeletion(t *testing.T) {
	t.Parallel()
	for name, late := range map[string]time.Duration{"at once": 0, "the cache takes long": 10 * trustOwnWrite} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, w := orphaned(t, "config")
			require.NoError(t, l.set().DeleteOrphans(t.Context()))
			require.NotContains(t, l.server.objects[l.kind], "config")
			require.Contains(t, l.cache.objects, "config")
			l.now = l.now.Add(late)
			require.Equal(t, Created, l.add(l.set(), "config"))
			require.Contains(t, l.server.objects[l.kind], "config")
			w.asked = nil
			for range 3 {
				require.Equal(t, Unchanged, l.add(l.set(), "config"))
				l.catchUp()
			}
			assert.Empty(t, w.asked)
			assert.Empty(t, l.applier.memos.deleted, "the cache knows it by now")
		})
	}
}

// TestAddWhileAnOrphanTerminates says so, though the cache does not know it.
func TestAddWhileAnOrphanTerminates(t *testing.T) {
	t.Parallel()
	l, w := orphaned(t, "config")
	l.server.edit(l.kind, "config", func(o Object) { o.SetFinalizers([]string{chaosHold}) })
	l.catchUp()
	require.NoError(t, l.set().DeleteOrphans(t.Context()))
	for range 2 {
		set := l.set()
		live, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "ours"}})
		require.NoError(t, err)
		assert.Equal(t, 1, set.Result().Count(Terminating))
		assert.NotNil(t, live.DeletionTimestamp)
	}
	l.catchUp()
	w.asked = nil
	require.Equal(t, Terminating, l.add(l.set(), "config"))
	assert.Empty(t, w.asked)
}

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

// TestForeignObjectThatTerminates is not returned as if it was ours: its data are somebody else's.
func TestForeignObjectThatTerminates(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(l *lone) SetOptions{
		"on the server":     func(*lone) SetOptions { return SetOptions{} },
		"in the cache":      func(l *lone) SetOptions { l.catchUp(); return SetOptions{} },
		"in a broken cache": func(l *lone) SetOptions { l.catchUp(); l.cache.broken = true; return SetOptions{} },
		"in a dry run":      func(*lone) SetOptions { return SetOptions{DryRun: true} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			theirs := l.theirs("config")
			theirs.Labels, theirs.Finalizers = l.applier.Labels(l.owner), []string{chaosHold}
			l.server.make(l.kind, theirs)
			l.server.remove(l.kind, l.server.objects[l.kind]["config"])
			set, err := l.applier.NewSet(l.owner, prepare(l))
			require.NoError(t, err)
			var foreign *ForeignError
			require.ErrorAs(t, l.try(set, "config"), &foreign)
			assert.True(t, foreign.Terminating)
			assert.Equal(t, "ConfigMap default/config belongs to Product foreign, and is being deleted: it is made once that is gone", foreign.Error())
			l.server.edit(l.kind, "config", func(o Object) { o.SetFinalizers(nil) })
			l.cache.broken = false
			l.catchUp()
			l.now = l.now.Add(firstBackOff)
			require.Equal(t, Created, l.add(l.set(), "config"))
		})
	}
}

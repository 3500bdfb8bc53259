// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"

	"github.com/stackabletech/operator-go/apis/overrides"
)

// TestLastOther names who is to be asked.
func TestLastOther(t *testing.T) {
	t.Parallel()
	at := func(second int64) *metav1.Time { return new(metav1.Unix(second, 0)) }
	entries := map[string]metav1.ManagedFieldsEntry{
		"ours":   {Manager: "ours", Time: at(9)},
		"early":  {Manager: "early", Time: at(1)},
		"late":   {Manager: "late", Time: at(2)},
		"scale":  {Manager: "kubectl", Subresource: "scale"}, // the API server writes no time of it
		"status": {Manager: "controller", Subresource: "status", Time: at(8)},
	}
	for want, names := range map[string][]string{
		"late": {"late", "ours", "early", "scale", "status"}, "kubectl": {"ours", "scale", "status"}, "somebody": {"ours", "status"},
	} {
		object := &corev1.ConfigMap{}
		for _, name := range names {
			object.ManagedFields = append(object.ManagedFields, entries[name])
		}
		assert.Equal(t, want, lastOther(object, "ours"))
	}
	assert.Equal(t, "somebody", lastOther(nil, "ours"))
}

// TestNotes are no longer than the API server takes.
func TestNotes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ä", noteLimit)
	got := shortened("x" + long)
	assert.LessOrEqual(t, len(got), noteLimit)
	assert.True(t, utf8.ValidString(got))
	assert.True(t, strings.HasSuffix(got, "ä..."))
	assert.Equal(t, long[:noteLimit], shortened(long[:noteLimit]))
}

// curious looks at the set with each event.
type curious struct {
	EventRecorder
	set  *Set
	seen []Result
}

func (c *curious) Eventf(runtime.Object, runtime.Object, string, string, string, string, ...any) {
	c.seen = append(c.seen, c.set.Result())
}

// TestRecorderThatLooksAtTheSet finds what the event is about there.
func TestRecorderThatLooksAtTheSet(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	recorder := &curious{}
	l.applier.events = recorder
	recorder.set = l.set()
	require.Equal(t, Created, l.add(recorder.set, "config"))
	l.catchUp()
	recorder.set = l.set()
	require.NoError(t, recorder.set.DeleteOrphans(t.Context()))
	require.Len(t, recorder.seen, 2)
	assert.Equal(t, 1, recorder.seen[0].Count(Created))
	assert.Equal(t, 1, recorder.seen[1].Count(Deleted))
}

// TestOverridesThatCouldNeverMatch are told to whoever looks at the owner, unless nothing is to be changed.
func TestOverridesThatCouldNeverMatch(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	recorder := events.NewFakeRecorder(10)
	l.applier.events = recorder
	given := overrides.ObjectOverrides{
		{Raw: []byte(`password`)},
		{Raw: []byte(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"` + chaosNamespace + `"}}`)},
		{Raw: []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}`)},
	}
	for _, options := range []SetOptions{{DryRun: true}, {Strategy: NoApply}, {Strategy: ReconciliationPaused}} {
		options.Overrides = given
		_, err := l.applier.NewSet(l.owner, options)
		require.Error(t, err)
		require.Empty(t, recorder.Events)
	}
	_, err := l.applier.NewSet(l.owner, SetOptions{Overrides: given})
	var refused *OverrideError
	require.ErrorAs(t, err, &refused)
	require.Len(t, recorder.Events, 3)
	assert.Equal(t, "Warning "+ReasonApplyFailed+" override number 1 is no JSON object", <-recorder.Events)
	assert.Contains(t, <-recorder.Events, "Pod "+chaosNamespace+"/web: kind: the operator makes no objects of kind Pod of v1")
	assert.Contains(t, <-recorder.Events, "number 3 lacks metadata.name, metadata.namespace")
}

// TestOwnerThatHasChangedIsNoNews: the next reconcile does what this one could not.
func TestOwnerThatHasChangedIsNoNews(t *testing.T) {
	t.Parallel()
	l, _, add := newFrozen(t)
	recorder := events.NewFakeRecorder(10)
	l.applier.events = recorder
	l.server.owners["web"] = chaosOwner{uid: l.owner.UID, generation: l.owner.Generation + 1}
	_, err := add("second", "b")
	require.ErrorIs(t, err, ErrOwnerChanged)
	assert.Empty(t, recorder.Events)
}

// TestAdoptionIsToldOnce, and of nothing that is the owner's.
func TestAdoptionIsToldOnce(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	recorder := events.NewFakeRecorder(100)
	l.applier.events = recorder
	adopted := func() (n int) {
		for len(recorder.Events) > 0 {
			if strings.Contains(<-recorder.Events, ReasonAdopted) {
				n++
			}
		}
		return n
	}
	nobodys := &corev1.ConfigMap{ObjectMeta: l.metaOf("config")}
	nobodys.OwnerReferences, nobodys.Labels = nil, nil
	l.server.make(l.kind, nobodys)
	l.catchUp()
	require.NoError(t, l.try(l.set(), "config"))
	assert.Equal(t, 1, adopted())
	for _, value := range []string{"a", "b"} { // the cache does not have it yet
		_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value}})
		require.NoError(t, err)
	}
	l.catchUp()
	l.server.edit(l.kind, "config", func(o Object) { o.SetOwnerReferences(nil) })
	l.catchUp()
	require.NoError(t, l.try(l.set(), "config"))
	assert.Zero(t, adopted(), "it is a repair")
}

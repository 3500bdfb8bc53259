// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/events"
)

// TestUnsteadyObject is asked for in another way with each reconcile: it is applied each time, and after so many times every ten
// seconds, and the owner is told. Generations of the owner, and ten minutes, begin anew.
func TestUnsteadyObject(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		between func(l *lone, again func())
		// applied is how often the object is, of twice and a bit as often as is expected, and told how often the owner is told.
		applied, told int
	}{
		"the same generation":               {func(*lone, func()) {}, changesExpected + 1, 1},
		"with pauses":                       {func(l *lone, _ func()) { l.now = l.now.Add(unsteadyPause) }, 2*changesExpected + 3, 1},
		"with pauses that are too short":    {func(l *lone, _ func()) { l.now = l.now.Add(unsteadyPause / 2) }, changesExpected + 1 + 26, 1},
		"one of a kind without generations": {func(l *lone, _ func()) { l.owner.Generation = 0 }, 2*changesExpected + 3, 0},
		"each time another generation":      {func(l *lone, _ func()) { l.owner.Generation++ }, 2*changesExpected + 3, 0},
		"now and then":                      {func(l *lone, _ func()) { l.now = l.now.Add(repairWindow / (changesExpected - 1)) }, 2*changesExpected + 3, 0},
		"somebody else changes it, too": {func(l *lone, again func()) {
			l.server.edit(l.kind, "config", func(o Object) { o.(*corev1.ConfigMap).Data["value"] = "theirs" })
			l.catchUp()
			again()
		}, 2*(changesExpected+1) + 1, 1},
		"somebody else deletes it, too": {func(l *lone, _ func()) {
			l.server.erase(l.kind, l.server.objects[l.kind]["config"])
			l.catchUp()
		}, 2*changesExpected + 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			recorder := events.NewFakeRecorder(1000)
			l.applier.events = recorder
			warnings, applied := 0, 0
			add := func(value int) {
				set := l.set()
				_, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": strconv.Itoa(value)}})
				require.NoError(t, err)
				l.catchUp()
				if set.Result().Changes[0].Action == BackingOff {
					assert.Positive(t, set.Result().RetryAfter)
					assert.LessOrEqual(t, set.Result().RetryAfter, unsteadyPause)
				} else {
					applied++
					assert.Equal(t, strconv.Itoa(value), l.server.objects[l.kind]["config"].(*corev1.ConfigMap).Data["value"])
				}
				for _, w := range set.Result().Warnings {
					assert.Contains(t, w, "ConfigMap "+chaosNamespace+"/config was asked for in another way more than 50 times within 10m0s")
					warnings++
				}
			}
			add(-1)
			applied = 0
			for round := range 2*changesExpected + 3 {
				c.between(l, func() { add(round - 1) })
				add(round)
				// A reconcile that changes nothing counts for nothing.
				require.NoError(t, l.try(l.set(), "other"))
				l.catchUp()
			}
			assert.Equal(t, c.told > 0, warnings > 0)
			if c.told > 0 {
				assert.GreaterOrEqual(t, warnings, changesExpected, "with each reconcile from then on")
			}
			assert.Equal(t, c.applied, applied)
			told := 0
			for len(recorder.Events) > 0 {
				if strings.Contains(<-recorder.Events, "Warning "+ReasonUnsteady) {
					told++
				}
			}
			assert.Equal(t, c.told, told)
		})
	}
}

// TestUnsteadyObjectOfAUser is applied at once when the owner's specification has changed.
func TestUnsteadyObjectOfAUser(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	var last *Set
	add := func(value int) Action {
		set := l.set()
		last = set
		_, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": strconv.Itoa(value)}})
		require.NoError(t, err)
		l.catchUp()
		return set.Result().Changes[0].Action
	}
	for i := range changesExpected + 2 {
		add(i)
	}
	require.Equal(t, BackingOff, add(-1))
	ready, err := last.Readiness()
	require.NoError(t, err)
	assert.False(t, ready[0].Ready, "it is not what was asked for")
	l.owner.Generation++
	assert.Equal(t, Configured, add(-2))
}

// TestUnsteadyObjectThatIsNotFollowed is held back like any other.
func TestUnsteadyObjectThatIsNotFollowed(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	l.applier.stores[l.kind] = empty{cacheMissing}
	applied := 0
	for i := range 2 * changesExpected {
		set := l.set()
		_, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": strconv.Itoa(i)}})
		require.NoError(t, err)
		if set.Result().Changes[0].Action != BackingOff {
			applied++
		}
	}
	assert.Equal(t, changesExpected+2, applied, "one creates it, and one is too much")
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// TestDeletionWithoutAnswer is believed to be on its way for a while, in which the object may go because of it. What is there
// later was not deleted: whoever deletes it then wants a new one that begins anew.
func TestDeletionWithoutAnswer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		meanwhile func(l *lone)
		begins    string
	}{
		"it arrives at last":     {func(*lone) {}, "first"},
		"it has never arrived":   {func(l *lone) { l.now = l.now.Add(trustOwnWrite) }, "second"},
		"it was for a past one":  {func(l *lone) { l.server.edit(l.kind, "config", func(o Object) { annotate(o, "a", "b") }) }, "second"},
		"somebody has made it":   {func(l *lone) { l.again("config") }, "second"},
		"it is kept, and mended": {func(l *lone) { l.now = l.now.Add(2 * DefaultResync) }, "second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var h *holder
			l := newLone(t, func(s *chaosServer) server { h = &holder{rival: &rival{chaosServer: s}}; return h })
			add := func(value, other string) (*corev1.ConfigMap, error) {
				config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value, "other": other}}
				return Add(t.Context(), l.set(), config, CreateOnce("data.value"), RecreateIfImmutable())
			}
			_, err := add("first", "a")
			require.NoError(t, err)
			l.catchUp()
			h.immutable = true
			h.deletion = func(*Kind, string) error { return errors.New("the connection broke") }
			_, err = add("second", "b")
			require.ErrorContains(t, err, "the connection broke")
			h.immutable = false
			c.meanwhile(l)
			l.catchUp()
			live, err := add("second", "a")
			require.NoError(t, err)
			require.Equal(t, "first", live.Data["value"], "it is still there")
			l.catchUp()
			l.server.erase(l.kind, l.server.objects[l.kind]["config"])
			l.catchUp()
			live, err = add("second", "a")
			require.NoError(t, err)
			assert.Equal(t, c.begins, live.Data["value"])
		})
	}
}

// TestOrphanThatWasToBeMadeAgain is nobody's predecessor: what is wanted later begins anew.
func TestOrphanThatWasToBeMadeAgain(t *testing.T) {
	t.Parallel()
	var h *holder
	l := newLone(t, func(s *chaosServer) server { h = &holder{rival: &rival{chaosServer: s}}; return h })
	add := func(value string) (*corev1.ConfigMap, error) {
		config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value, "other": value}}
		return Add(t.Context(), l.set(), config, CreateOnce("data.value"), RecreateIfImmutable())
	}
	_, err := add("first")
	require.NoError(t, err)
	l.catchUp()
	h.immutable = true
	h.deletion = func(*Kind, string) error { return errors.New("the connection broke") }
	_, err = add("second")
	require.ErrorContains(t, err, "the connection broke")
	h.immutable = false
	h.deletion = func(kind *Kind, name string) error {
		l.server.erase(kind, l.server.objects[kind][name])
		return nil
	}
	set := l.set()
	require.NoError(t, set.DeleteOrphans(t.Context()))
	require.Equal(t, 1, set.Result().Count(Deleted))
	l.catchUp()
	live, err := add("third")
	require.NoError(t, err)
	assert.Equal(t, "third", live.Data["value"])
}

// again has somebody delete an object and make it again as it was, field sets included.
func (l *lone) again(name string) {
	live := l.server.objects[l.kind][name]
	l.server.erase(l.kind, live)
	again := l.kind.copyOf(live)
	again.SetUID(l.server.newUID())
	l.server.store(l.kind, again)
}

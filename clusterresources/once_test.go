// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/client-go/tools/events"
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

// picky refuses to create an object with a value, or with any.
type picky struct {
	*holder
	value   string
	refusal error
	creates int
}

func (p *picky) patch(ctx context.Context, kind *Kind, namespace, name string, sent patch) (Object, error) {
	if p.objects[kind][name] == nil {
		p.creates++
		if p.refusal != nil && strings.Contains(string(sent.body), p.value) {
			return nil, p.refusal
		}
	}
	return p.holder.patch(ctx, kind, namespace, name, sent)
}

// TestInheritedValueThatIsRefused is not kept for ever: the new object begins anew if that is accepted. A refusal that may
// be about something else costs no password.
func TestInheritedValueThatIsRefused(t *testing.T) {
	t.Parallel()
	at := Ref{GroupVersionKind: corev1.SchemeGroupVersion.WithKind("ConfigMap"), Namespace: chaosNamespace, Name: "config"}
	configMaps := schema.GroupResource{Resource: "configmaps"}
	invalid := apierrors.NewInvalid(schema.GroupKind{Kind: "ConfigMap"}, "config", field.ErrorList{field.Invalid(field.NewPath("data"), "first", "no")})
	for name, c := range map[string]struct {
		refusal error
		value   string
		creates int
		begins  string
	}{
		"invalid":             {invalid, "first", 2, "second"},
		"a policy's denial":   {apierrors.NewForbidden(configMaps, "config", errors.New(`ValidatingAdmissionPolicy 'long' with binding 'long' denied request: no`)), "first", 2, "second"},
		"a lack of rights":    {apierrors.NewForbidden(configMaps, "config", errors.New(`User "operator" cannot patch resource "configmaps"`)), "first", 1, "first"},
		"a quota":             {apierrors.NewForbidden(configMaps, "config", errors.New("exceeded quota: few")), "first", 1, "first"},
		"a broken server":     {apierrors.NewInternalError(errors.New("etcd")), "first", 1, "first"},
		"something else, too": {invalid, "value", 2, "first"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p *picky
			l := newLone(t, func(s *chaosServer) server { p = &picky{holder: &holder{rival: &rival{chaosServer: s}}}; return p })
			recorder := events.NewFakeRecorder(10)
			add := func(value, other string) (*corev1.ConfigMap, *Set, error) {
				set := l.set()
				config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value, "other": other}}
				live, err := Add(t.Context(), set, config, CreateOnce("data.value"), RecreateIfImmutable())
				return live, set, err
			}
			_, _, err := add("first", "a")
			require.NoError(t, err)
			l.catchUp()
			p.immutable = true
			p.deletion = func(kind *Kind, name string) error {
				l.server.erase(kind, l.server.objects[kind][name])
				p.immutable = false
				return nil
			}
			p.refusal, p.value, p.creates = c.refusal, c.value, 0
			l.applier.events = recorder
			live, set, err := add("second", "b")
			assert.Equal(t, c.creates, p.creates)
			if c.begins == "first" {
				require.ErrorIs(t, err, c.refusal)
				p.refusal = nil
				l.now = l.now.Add(firstBackOff)
				live, set, err = add("second", "b")
				require.NoError(t, err)
				assert.Equal(t, "first", live.Data["value"])
				assert.Empty(t, set.Result().Warnings)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "second", live.Data["value"])
			assert.Equal(t, []Change{{Object: at, Action: Recreated}}, set.Result().Changes)
			assert.Equal(t, []string{at.String() + ": data.value: what the former object had was refused, so that it begins anew"}, set.Result().Warnings)
			assert.Contains(t, <-recorder.Events, "Warning ResourceReset ")
		})
	}
}

// again has somebody delete an object and make it again as it was, field sets included.
func (l *lone) again(name string) {
	live := l.server.objects[l.kind][name]
	l.server.erase(l.kind, live)
	again := l.kind.copyOf(live)
	again.SetUID(l.server.newUID())
	l.server.store(l.kind, again)
}

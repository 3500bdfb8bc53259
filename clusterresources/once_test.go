// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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
			l, h, add := newFrozen(t)
			h.deletion = func(*Kind, string) error { return errors.New("the connection broke") }
			_, err := add("second", "b")
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
	if p.objects[kind][name] == nil && !sent.dryRun && !strings.HasPrefix(name, "backup-") {
		p.creates++
		if p.refusal != nil && strings.Contains(string(sent.body), p.value) {
			return nil, p.refusal
		}
	}
	return p.holder.patch(ctx, kind, namespace, name, sent)
}

// TestInheritedValueThatIsRefused is not kept for ever: a field that the API server refuses by name begins anew, and no other
// one. Whatever else is refused, or by whom, costs nothing.
func TestInheritedValueThatIsRefused(t *testing.T) {
	t.Parallel()
	at := Ref{GroupVersionKind: corev1.SchemeGroupVersion.WithKind("ConfigMap"), Namespace: chaosNamespace, Name: "config"}
	configMaps := schema.GroupResource{Resource: "configmaps"}
	invalid := func(keys ...string) *apierrors.StatusError {
		var errs field.ErrorList
		for _, key := range keys {
			errs = append(errs, field.Invalid(field.NewPath("data").Key(key), "first", "no"))
		}
		return apierrors.NewInvalid(schema.GroupKind{Kind: "ConfigMap"}, "config", errs)
	}
	unnamed := func(code int32, message string) error {
		return &apierrors.StatusError{ErrStatus: metav1.Status{Status: metav1.StatusFailure, Code: code, Message: message}}
	}
	webhook := invalid("value")
	webhook.ErrStatus.Message = `admission webhook "strict" denied the request: no`
	const level, value = "first level", "first value"
	for name, c := range map[string]struct {
		refusal error
		// refused is what the server takes no object with.
		refused string
		creates int
		// lost are the fields that begin anew.
		lost []string
	}{
		"a field":                 {invalid("value"), value, 2, []string{"data.value"}},
		"another field":           {invalid("level"), level, 2, []string{"data.level"}},
		"both fields":             {invalid("value", "level"), value, 2, []string{"data.value", "data.level"}},
		"something else":          {invalid("other"), value, 1, nil},
		"something else, too":     {invalid("value", "other"), value, 1, nil},
		"what is around":          {apierrors.NewInvalid(schema.GroupKind{Kind: "ConfigMap"}, "config", field.ErrorList{field.TooLong(field.NewPath("data"), "", 9)}), value, 1, nil},
		"nothing":                 {apierrors.NewInvalid(schema.GroupKind{Kind: "ConfigMap"}, "config", nil), value, 1, nil},
		"by a webhook":            {webhook, value, 1, nil},
		"by a policy":             {apierrors.NewForbidden(configMaps, "config", errors.New(`ValidatingAdmissionPolicy 'long' with binding 'long' denied request: no`)), value, 1, nil},
		"for a lack of rights":    {apierrors.NewForbidden(configMaps, "config", errors.New(`User "operator" cannot patch resource "configmaps"`)), value, 1, nil},
		"by a quota":              {apierrors.NewForbidden(configMaps, "config", errors.New("status unknown for quota: few")), value, 1, nil},
		"too early":               {apierrors.NewForbidden(configMaps, "config", errors.New("not yet ready to handle request")), value, 1, nil},
		"by a broken server":      {apierrors.NewInternalError(errors.New("broken")), value, 1, nil},
		"by a store on the move":  {unnamed(http.StatusInternalServerError, "etcdserver: leader changed"), value, 1, nil},
		"by a store that is full": {unnamed(http.StatusInternalServerError, "etcdserver: mvcc: database space exceeded"), value, 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p *picky
			l := newLone(t, func(s *chaosServer) server { p = &picky{holder: &holder{rival: &rival{chaosServer: s}}}; return p })
			recorder := events.NewFakeRecorder(10)
			add := func(data map[string]string) (*corev1.ConfigMap, *Set, error) {
				set := l.set()
				config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: data}
				live, err := Add(t.Context(), set, config, CreateOnce("data.value", "data.level"), RecreateIfImmutable())
				return live, set, err
			}
			_, _, err := add(map[string]string{"value": value, "level": level, "other": "a"})
			require.NoError(t, err)
			l.catchUp()
			p.immutable = true
			p.deletion = func(kind *Kind, name string) error {
				l.server.erase(kind, l.server.objects[kind][name])
				p.immutable = false
				return nil
			}
			p.refusal, p.value, p.creates = c.refusal, c.refused, 0
			l.applier.events = recorder
			next := map[string]string{"value": "second value", "level": "second level", "other": "b"}
			live, set, err := add(next)
			assert.Equal(t, c.creates, p.creates)
			if c.lost == nil {
				require.ErrorIs(t, err, c.refusal)
				p.refusal = nil
				l.now = l.now.Add(firstBackOff)
				live, set, err = add(next)
			}
			require.NoError(t, err)
			want := map[string]string{"value": value, "level": level, "other": "b"}
			if c.lost != nil {
				assert.Contains(t, <-recorder.Events, "Normal ResourceDeleted ")
			}
			var warnings []string
			for _, p := range c.lost {
				key := strings.TrimPrefix(p, "data.")
				want[key] = next[key]
				warnings = append(warnings, at.String()+": "+p+": what the former object had was refused, so that it begins anew")
				assert.Contains(t, <-recorder.Events, "Warning ResourceReset ")
			}
			assert.Equal(t, want, live.Data)
			assert.Equal(t, []Change{{Object: at, Action: Recreated}}, set.Result().Changes)
			assert.Equal(t, warnings, set.Result().Warnings)
		})
	}
}

// TestKeyThatNobodyHas is refused when an object is made, or first looked at: a password under another key would be made anew
// each time.
func TestKeyThatNobodyHas(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	add := func(key string, once ...string) error {
		config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{key: "first"}}
		_, err := Add(t.Context(), l.set(), config, CreateOnce(once...))
		return err
	}
	var invalid *InvalidError
	require.ErrorAs(t, add("value", "data.valeu"), &invalid)
	assert.Equal(t, "data.valeu", invalid.Field)
	assert.Empty(t, l.server.objects[l.kind])
	require.NoError(t, add("value"))
	l.catchUp()
	require.ErrorAs(t, add("value", "data.valeu"), &invalid)
	require.NoError(t, add("value", "data.value"))
	l.catchUp()
	require.NoError(t, add("other", "data.value"), "the operator needs no value for what is there")
}

// again has somebody delete an object and make it again as it was, field sets included.
func (l *lone) again(name string) {
	live := l.server.objects[l.kind][name]
	l.server.erase(l.kind, live)
	again := l.kind.copyOf(live)
	again.SetUID(l.server.newUID())
	l.server.store(l.kind, again)
}

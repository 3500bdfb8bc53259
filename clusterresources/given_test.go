// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/stackabletech/operator-go/apis/overrides"
)

// giver gives an object to another owner just before it is deleted.
type giver struct{ *rival }

func (g *giver) delete(ctx context.Context, kind *Kind, namespace, name string, p metav1.Preconditions) error {
	g.edit(kind, name, func(o Object) {
		o.SetOwnerReferences([]metav1.OwnerReference{Owner{GroupVersionKind: chaosKind, Name: "foreign", UID: foreignUID}.Reference()})
	})
	return g.rival.delete(ctx, kind, namespace, name, p)
}

// TestRecreateWhatIsGivenAway deletes nothing: the object is another one's by then.
func TestRecreateWhatIsGivenAway(t *testing.T) {
	t.Parallel()
	var g *giver
	l := newLone(t, func(s *chaosServer) server { g = &giver{rival: &rival{chaosServer: s}}; return g })
	require.NoError(t, l.try(l.set(), "config"))
	l.catchUp()
	g.immutable = true
	before := l.server.objects[l.kind]["config"].GetUID()
	_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: "config", Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
	}, Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
	var foreign *ForeignError
	require.ErrorAs(t, err, &foreign)
	require.Contains(t, l.server.objects[l.kind], "config")
	assert.Equal(t, before, l.server.objects[l.kind]["config"].GetUID())
}

// holder refuses to change an object, and answers the deletion of it in a way of its own.
type holder struct {
	*rival
	deletion func(kind *Kind, name string) error
}

func (h *holder) delete(ctx context.Context, kind *Kind, namespace, name string, p metav1.Preconditions) error {
	if strings.HasPrefix(name, "backup-") {
		return h.rival.delete(ctx, kind, namespace, name, p)
	}
	return h.deletion(kind, name)
}

// newFrozen has a ConfigMap with a value that is set once, which the server refuses to change from then on. Add asks for another
// one of its name.
func newFrozen(t *testing.T) (l *lone, h *holder, add func(value, other string) (*corev1.ConfigMap, error)) {
	t.Helper()
	l = newLone(t, func(s *chaosServer) server { h = &holder{rival: &rival{chaosServer: s}}; return h })
	add = func(value, other string) (*corev1.ConfigMap, error) {
		config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value, "other": other}}
		return Add(t.Context(), l.set(), config, CreateOnce("data.value"), RecreateIfImmutable())
	}
	_, err := add("first", "a")
	require.NoError(t, err)
	l.catchUp()
	h.immutable = true
	return l, h, add
}

// TestRecreationThatFails has the next object of the name begin with what the former one had if we may have deleted that one,
// and anew if it was deleted by somebody else later.
func TestRecreationThatFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer  error
		deletes bool
		begins  string
	}{
		"denied":    {apierrors.NewForbidden(schema.GroupResource{Resource: "configmaps"}, "config", errors.New("no")), false, "second"},
		"conflict":  {apierrors.NewConflict(schema.GroupResource{Resource: "configmaps"}, "config", errors.New("it is at another one")), false, "second"},
		"no answer": {apierrors.NewTimeoutError("it takes too long", 1), true, "first"},
		"an answer of a store that may have done it": {
			&apierrors.StatusError{ErrStatus: metav1.Status{Status: metav1.StatusFailure, Code: http.StatusInternalServerError, Message: "etcdserver: request timed out"}}, true, "first",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, h, add := newFrozen(t)
			h.deletion = func(kind *Kind, name string) error {
				if c.deletes {
					l.server.erase(kind, l.server.objects[kind][name])
				}
				h.immutable = false
				return c.answer
			}
			_, err := add("second", "b")
			assert.Equal(t, apierrors.IsConflict(c.answer), err == nil, "what has changed is looked at again")
			if live := l.server.objects[l.kind]["config"]; live != nil {
				l.server.erase(l.kind, live)
			}
			l.catchUp()
			live, err := add("second", "a")
			require.NoError(t, err)
			assert.Equal(t, c.begins, live.Data["value"])
		})
	}
}

// TestPauseOfARecreation may take its time: the new object begins with what the former one had all the same.
func TestPauseOfARecreation(t *testing.T) {
	t.Parallel()
	var h *holder
	l := newLone(t, func(s *chaosServer) server { h = &holder{rival: &rival{chaosServer: s}}; return h })
	add := func(strategy Strategy, value string) (*corev1.ConfigMap, error) {
		set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: strategy})
		require.NoError(t, err)
		return Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value}}, CreateOnce("data.value"), RecreateIfImmutable())
	}
	_, err := add(Default, "first")
	require.NoError(t, err)
	l.catchUp()
	h.immutable = true
	h.deletion = func(kind *Kind, name string) error {
		l.server.erase(kind, l.server.objects[kind][name])
		h.immutable = false
		return errors.New("the connection broke")
	}
	l.now = l.now.Add(2 * DefaultResync)
	_, err = add(Default, "second")
	require.Error(t, err)
	l.catchUp()
	for range 5 {
		l.now = l.now.Add(DefaultResync)
		_, err = add(ReconciliationPaused, "third")
		require.True(t, apierrors.IsNotFound(err), err)
		l.applier.memos.sweep(l.now.Add(-2 * DefaultResync))
	}
	live, err := add(Default, "fourth")
	require.NoError(t, err)
	assert.Equal(t, "first", live.Data["value"])
}

// blind has objects that the operator may change, and not read.
type blind struct{ *rival }

func (*blind) get(_ context.Context, kind *Kind, _, name string) (Object, error) {
	return nil, apierrors.NewForbidden(resourceOf(kind), name, errors.New("no"))
}

// TestRecreationOfWhatCannotBeRead is done in one reconcile all the same.
func TestRecreationOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	var b *blind
	l := newLone(t, func(s *chaosServer) server { b = &blind{&rival{chaosServer: s}}; return b })
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.catchUp()
	b.immutable = true
	set := l.set()
	live, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
	require.NoError(t, err)
	assert.Equal(t, "new", live.Data["value"])
	assert.Equal(t, 1, set.Result().Count(Recreated))
}

// TestRecreationThatIsDenied is tried again after a pause, like all that is refused.
func TestRecreationThatIsDenied(t *testing.T) {
	t.Parallel()
	var h *holder
	l := newLone(t, func(s *chaosServer) server { h = &holder{rival: &rival{chaosServer: s}}; return h })
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.catchUp()
	denied := 0
	h.deletion = func(kind *Kind, name string) error {
		denied++
		return apierrors.NewForbidden(resourceOf(kind), name, errors.New("no"))
	}
	h.immutable, h.patches = true, 0
	for _, times := range []int{1, 1, 2} {
		if times > denied {
			l.now = l.now.Add(firstBackOff)
		}
		_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
		require.True(t, apierrors.IsForbidden(err), err)
		assert.Equal(t, times, denied)
		assert.Equal(t, 2*times, h.patches, "one to change it, and one to ask whether it could be created")
	}
}

// TestRecreationInTwoReconciles is one all the same, also for whoever reads what the second has done.
func TestRecreationInTwoReconciles(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r *rival
		l := newLone(t, func(s *chaosServer) server { r = &rival{chaosServer: s}; return r })
		require.Equal(t, Created, l.add(l.set(), "config"))
		l.server.edit(l.kind, "config", func(o Object) { o.SetFinalizers([]string{chaosHold}) })
		l.catchUp()
		r.immutable = true
		recreate := func() Action {
			set := l.set()
			_, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
			require.NoError(t, err)
			return set.Result().Changes[0].Action
		}
		assert.Equal(t, Terminating, recreate())
		l.server.edit(l.kind, "config", func(o Object) { o.SetFinalizers(nil) })
		l.catchUp()
		assert.Equal(t, Recreated, recreate())
	})
}

// TestNumbersThatAreTooLarge are no overrides: cut to what the type holds, they would stop a cluster.
func TestNumbersThatAreTooLarge(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	for text, path := range map[string]string{
		`{"replicas":4294967296}`: "spec.replicas",
		`{"replicas":1e30}`:       "spec.replicas",
		`{"replicas":2147483648}`: "spec.replicas",
		`{"replicas":1.5}`:        "spec.replicas",
		`{"template":{"spec":{"containers":[{"name":"a","ports":[{"containerPort":4294967376}]}]}}}`: "spec.template.spec.containers[0].ports[0].containerPort",
		`{"replicas":3.0}`: "",
	} {
		override := `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"s","namespace":"` + chaosNamespace + `"},"spec":` + text + `}`
		set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: NoApply, Overrides: overrides.ObjectOverrides{runtime.RawExtension{Raw: []byte(override)}}})
		require.NoError(t, err)
		got, err := Add(t.Context(), set, &appsv1.StatefulSet{
			ObjectMeta: metav1.ObjectMeta{Name: "s", Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()}},
			Spec:       appsv1.StatefulSetSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "a"}}}}},
		})
		if path == "" {
			require.NoError(t, err, text)
			assert.Equal(t, int32(3), *got.Spec.Replicas, text)
			continue
		}
		var wrong *OverrideError
		require.ErrorAs(t, err, &wrong, text)
		assert.Equal(t, path, wrong.Path, text)
	}
}

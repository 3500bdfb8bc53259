// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// rival is a server on which somebody else writes an object whenever it is about to be applied for the first time in a
// reconcile. A real rival is seldom that punctual.
type rival struct {
	*chaosServer
	writes  int
	patches int
	fresh   bool
	// immutable has everything refused that is applied to what is there.
	immutable bool
	// refusal is the answer to everything, if there is one.
	refusal error
}

func (r *rival) write(kind *Kind, name string) {
	r.writes++
	r.edit(kind, name, func(o Object) { o.(*corev1.ConfigMap).Data["value"] = fmt.Sprintf("theirs %d", r.writes) })
}

func (r *rival) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if r.fresh {
		r.fresh = false
		r.write(kind, name)
	}
	r.patches++
	if r.refusal != nil {
		return nil, r.refusal
	}
	live := r.objects[kind][name]
	applied := &metav1.PartialObjectMetadata{}
	if err := json.Unmarshal(p.body, applied); err != nil {
		return nil, err
	}
	if r.immutable && live != nil && applied.ResourceVersion == live.GetResourceVersion() {
		return nil, apierrors.NewInvalid(kind.GroupKind(), name, field.ErrorList{field.Forbidden(field.NewPath("data"), "field is immutable")})
	}
	return r.chaosServer.patch(ctx, kind, namespace, name, p)
}

// TestRepairsCountAcrossConflicts has somebody write an object before and during each repair: that is a contest, too, and
// has to end.
func TestRepairsCountAcrossConflicts(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server {
		r = &rival{chaosServer: s}
		return r
	})
	theirs := func() {
		r.write(l.kind, "config")
		l.catchUp()
	}
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.catchUp()
	for range repairsAllowed + 1 {
		theirs()
		r.fresh = true
		require.Equal(t, Configured, l.add(l.set(), "config"))
		require.False(t, r.fresh, "there was no conflict")
		l.now = l.now.Add(time.Second)
	}
	r.patches = 0
	for range 100 {
		theirs()
		require.Equal(t, BackingOff, l.add(l.set(), "config"))
	}
	assert.Zero(t, r.patches)
}

// TestRefusalAfterAConflict is remembered like any other.
func TestRefusalAfterAConflict(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server {
		r = &rival{chaosServer: s}
		return r
	})
	require.Equal(t, Created, l.add(l.set(), "config"))
	r.write(l.kind, "config")
	l.catchUp()
	r.fresh, r.immutable, r.patches = true, true, 0
	var immutable *ImmutableError
	for range 3 {
		require.ErrorAs(t, l.try(l.set(), "config"), &immutable)
	}
	assert.Equal(t, 2, r.patches, "one conflict, one refusal, and then nothing for some seconds")
	l.now = l.now.Add(firstBackOff)
	require.ErrorAs(t, l.try(l.set(), "config"), &immutable)
	assert.Equal(t, 3, r.patches)
}

// TestRefusals that would come again are not asked for in every reconcile; others are the caller's to try again.
func TestRefusals(t *testing.T) {
	t.Parallel()
	configMaps := schema.GroupResource{Resource: "configmaps"}
	invalid := apierrors.NewInvalid(schema.GroupKind{Kind: "ConfigMap"}, "config", field.ErrorList{field.Required(field.NewPath("data"), "")})
	for name, c := range map[string]struct {
		refusal error
		lasting bool
	}{
		"invalid":     {invalid, true},
		"forbidden":   {apierrors.NewForbidden(configMaps, "config", errors.New("no")), true},
		"bad request": {apierrors.NewBadRequest("no"), true},
		"schema":      {&apierrors.StatusError{ErrStatus: metav1.Status{Code: http.StatusInternalServerError, Message: "failed to create typed patch object (default/config; /v1, Kind=ConfigMap): .data: expected map"}}, true},
		"a webhook's conflict": {
			&apierrors.StatusError{ErrStatus: metav1.Status{Reason: metav1.StatusReasonConflict, Message: `admission webhook "a" denied the request: no`}}, true,
		},
		"a webhook's own object": {
			&apierrors.StatusError{ErrStatus: metav1.Status{Reason: metav1.StatusReasonAlreadyExists, Message: `admission webhook "a" denied the request: no`}}, true,
		},
		"a broken webhook": {apierrors.NewInternalError(errors.New(`failed calling webhook "a": no`)), false},
		"too much":         {apierrors.NewTooManyRequests("later", 1), false},
		"broken":           {apierrors.NewInternalError(errors.New("etcd")), false},
		"a proxy":          {&apierrors.StatusError{ErrStatus: metav1.Status{Code: http.StatusBadGateway}}, false},
		"no answer":        {errors.New("connection refused"), false},
		"not any longer":   {apierrors.NewTimeoutError("later", 1), false},
	} {
		for _, there := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, %t", name, there), func(t *testing.T) {
				t.Parallel()
				var r *rival
				l := newLone(t, func(s *chaosServer) server {
					r = &rival{chaosServer: s}
					return r
				})
				if there {
					require.Equal(t, Created, l.add(l.set(), "config"))
					r.write(l.kind, "config")
					l.catchUp()
				}
				r.refusal, r.patches = c.refusal, 0
				for range 5 {
					require.ErrorIs(t, l.try(l.set(), "config"), c.refusal)
				}
				if !c.lasting {
					assert.Equal(t, 5, r.patches)
					return
				}
				assert.Equal(t, 1, r.patches)
				l.now = l.now.Add(firstBackOff)
				for range 5 {
					require.ErrorIs(t, l.try(l.set(), "config"), c.refusal)
				}
				assert.Equal(t, 2, r.patches)
				l.now = l.now.Add(firstBackOff)
				require.Error(t, l.try(l.set(), "config"))
				assert.Equal(t, 2, r.patches, "the second pause is twice as long")
				r.refusal = nil
				l.now = l.now.Add(firstBackOff)
				require.NoError(t, l.try(l.set(), "config"))
				assert.Equal(t, 3, r.patches)
			})
		}
	}
}

// TestRefusalOfSomethingElse is none of what is wanted now.
func TestRefusalOfSomethingElse(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server {
		r = &rival{chaosServer: s}
		return r
	})
	r.refusal = apierrors.NewBadRequest("no")
	require.Error(t, l.try(l.set(), "config"))
	r.refusal = nil
	_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: "config", Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
	}, Data: map[string]string{"value": "mended"}})
	require.NoError(t, err)
}

// TestRefusalOfWhatCannotBeRead forgets not which object it is about: the uid is all that keeps an apply from another one.
func TestRefusalOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server {
		r = &rival{chaosServer: s}
		return r
	})
	l.applier.stores[l.kind] = empty{cacheMissing}
	require.NoError(t, l.try(l.set(), "config"))
	created := l.server.objects[l.kind]["config"]
	r.refusal = apierrors.NewBadRequest("no")
	l.now = l.now.Add(2 * DefaultResync)
	require.Error(t, l.try(l.set(), "config"))
	m, known := l.applier.memos.get(l.kind, refOf(l.kind, created).key())
	require.True(t, known)
	assert.Equal(t, created.GetUID(), m.uid)
}

// TestWhatIsRightIsNoFailure forgets a refusal once the object is seen to be as it should be.
func TestWhatIsRightIsNoFailure(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server {
		r = &rival{chaosServer: s}
		return r
	})
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.catchUp()
	at := refOf(l.kind, l.server.objects[l.kind]["config"]).key()
	m, _ := l.applier.memos.get(l.kind, at)
	m.failure, m.failures, m.quiet, m.doubted = errors.New("refused"), 3, l.now.Add(-time.Second), true
	l.applier.memos.put(l.kind, at, m)
	r.patches = 0
	for range 3 {
		require.Equal(t, Unchanged, l.add(l.set(), "config"))
	}
	assert.Zero(t, r.patches)
	m, _ = l.applier.memos.get(l.kind, at)
	require.NoError(t, m.failure)
	assert.Zero(t, m.failures)
}

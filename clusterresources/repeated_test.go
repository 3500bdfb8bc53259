// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
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

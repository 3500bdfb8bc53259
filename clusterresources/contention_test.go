// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// rollout is a server whose controllers write an object right before the first so many writes that ask for a revision.
type rollout struct {
	*rival
	writes int
	// before is called with each of them.
	before func()
}

func (r *rollout) disturb(kind *Kind, name string) {
	if r.writes == 0 {
		return
	}
	r.writes--
	r.write(kind, name)
	if r.before != nil {
		r.before()
	}
}

func (r *rollout) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	r.disturb(kind, name)
	return r.rival.patch(ctx, kind, namespace, name, p)
}

func (r *rollout) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	r.disturb(kind, name)
	return r.rival.delete(ctx, kind, namespace, name, preconditions)
}

// newRollout has an object that has changed since it was applied.
func newRollout(t *testing.T) (*lone, *rollout) {
	t.Helper()
	var r *rollout
	l := newLone(t, func(s *chaosServer) server {
		r = &rollout{rival: &rival{chaosServer: s}}
		return r
	})
	require.Equal(t, Created, l.add(l.set(), "config"))
	r.write(l.kind, "config")
	l.catchUp()
	r.patches = 0
	return l, r
}

// TestRollout has controllers write an object so often that the first writes are all refused.
func TestRollout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, r := newRollout(t)
		r.writes = 10
		require.Equal(t, Configured, l.add(l.set(), "config"))
		assert.Equal(t, "ours", l.server.objects[l.kind]["config"].(*corev1.ConfigMap).Data["value"])
		l.catchUp()
		r.writes = 10
		set := l.set()
		require.NoError(t, set.DeleteOrphans(t.Context()))
		assert.Equal(t, 1, set.Result().Count(Deleted))
	})
}

// TestRolloutThatDoesNotEnd is an error in the end, and is not waited for longer than the caller wants to.
func TestRolloutThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, r := newRollout(t)
		r.writes = 100
		err := l.try(l.set(), "config")
		require.ErrorContains(t, err, "ConfigMap "+chaosNamespace+"/config: it is changed by others whenever it is to be written: ")
		assert.True(t, apierrors.IsConflict(err))
		assert.Less(t, r.patches, 20)

		ctx, cancel := context.WithCancelCause(t.Context())
		enough := errors.New("enough")
		r.writes, r.patches, r.before = 100, 0, func() { cancel(enough) }
		require.ErrorIs(t, l.set().DeleteOrphans(ctx), enough)
		assert.Equal(t, 99, r.writes)
	})
}

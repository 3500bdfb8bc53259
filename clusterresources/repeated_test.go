// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// rival is a server on which somebody else writes an object whenever it is about to be applied for the first time in a
// reconcile. A real rival is seldom that punctual.
type rival struct {
	*chaosServer
	writes  int
	patches int
	fresh   bool
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

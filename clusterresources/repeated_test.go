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
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
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
	s, err := newScheme()
	require.NoError(t, err)
	table, err := newKinds(s, nil)
	require.NoError(t, err)
	kind := table.byGroup[schema.GroupKind{Kind: "ConfigMap"}]
	now := time.Unix(1_000_000_000, 0)
	clock := func() time.Time { return now }
	server, err := newChaosServer(table, []*Kind{kind}, clock)
	require.NoError(t, err)
	r := &rival{chaosServer: server}
	a, err := newApplier(Options{Operator: "operator", Controller: "test", App: "app"}, table, r)
	require.NoError(t, err)
	a.now = clock
	cache := newChaosCache(server, kind, a.manager, func(Object) {})
	a.stores[kind] = chaosStore{chaosCache: cache}
	owner := Owner{GroupVersionKind: chaosKind, Namespace: chaosNamespace, Name: "web", UID: "owner", Generation: 1}
	server.owners["web"] = chaosOwner{uid: owner.UID, generation: 1}

	add := func() Action {
		set, err := a.NewSet(owner, SetOptions{})
		require.NoError(t, err)
		_, err = Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
			Name: "config", Namespace: chaosNamespace, Labels: a.Labels(owner), OwnerReferences: []metav1.OwnerReference{owner.Reference()},
		}, Data: map[string]string{"value": "ours"}})
		require.NoError(t, err)
		cache.advance(len(server.log))
		return set.Result().Changes[0].Action
	}
	require.Equal(t, Created, add())
	for range repairsAllowed + 1 {
		r.write(kind, "config")
		cache.advance(len(server.log))
		r.fresh = true
		require.Equal(t, Configured, add())
		require.False(t, r.fresh, "there was no conflict")
		now = now.Add(time.Second)
	}
	r.patches = 0
	for range 100 {
		r.write(kind, "config")
		cache.advance(len(server.log))
		require.Equal(t, BackingOff, add())
	}
	assert.Zero(t, r.patches)
}

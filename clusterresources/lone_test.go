// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// lone is an operator with one owner and one kind, on a server in memory, with a cache that shows what the test wants it
// to show.
type lone struct {
	t       *testing.T
	server  *chaosServer
	cache   *chaosCache
	applier *Applier
	kind    *Kind
	owner   Owner
	now     time.Time
}

// newLone makes one of ConfigMaps. Requests go through what between makes of the server, if it is given.
func newLone(t *testing.T, between func(*chaosServer) server) *lone {
	t.Helper()
	return newLoneOf(t, schema.GroupKind{Kind: "ConfigMap"}, between)
}

func newLoneOf(t *testing.T, kind schema.GroupKind, between func(*chaosServer) server) *lone {
	t.Helper()
	s, err := newScheme()
	require.NoError(t, err)
	table, err := newKinds(s, nil)
	require.NoError(t, err)
	l := &lone{t: t, kind: table.byGroup[kind], now: time.Unix(1_000_000_000, 0)}
	clock := func() time.Time { return l.now }
	l.server, err = newChaosServer(table, slices.Compact([]*Kind{l.kind, table.byGroup[secrets]}), clock)
	require.NoError(t, err)
	to := server(l.server)
	if between != nil {
		to = between(l.server)
	}
	l.applier = newApplier(Options{Operator: "operator", Controller: "test", App: "app"}, table, to)
	require.NoError(t, err)
	l.applier.now = clock
	l.cache = newChaosCache(l.server, l.kind, l.applier.manager, func(gone Object) {
		l.applier.memos.drop(l.kind, refOf(l.kind, gone).key(), gone.GetUID())
	})
	for _, kind := range table.ordered {
		l.applier.stores[kind] = empty{cacheMissing}
	}
	l.applier.stores[l.kind] = chaosStore{chaosCache: l.cache}
	l.owner = Owner{GroupVersionKind: chaosKind, Namespace: chaosNamespace, Name: "web", UID: "owner", Generation: 1}
	l.server.owners["web"] = chaosOwner{uid: l.owner.UID, generation: 1}
	return l
}

// catchUp has the cache see all that there is.
func (l *lone) catchUp() { l.cache.advance(len(l.server.log)) }

func (l *lone) set() *Set {
	l.t.Helper()
	set, err := l.applier.NewSet(l.owner, SetOptions{})
	require.NoError(l.t, err)
	return set
}

// add adds a ConfigMap to a set, and returns what became of it.
func (l *lone) add(set *Set, name string) Action {
	l.t.Helper()
	require.NoError(l.t, l.try(set, name))
	changes := set.Result().Changes
	return changes[len(changes)-1].Action
}

func (l *lone) try(set *Set, name string) error {
	_, err := Add(l.t.Context(), set, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: name, Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
	}, Data: map[string]string{"value": "ours"}})
	return err
}

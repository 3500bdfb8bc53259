// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// theirs is an object that an owner has whom no operator of the test knows.
func (l *lone) theirs(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: chaosNamespace, OwnerReferences: anotherOwner()}}
}

func anotherOwner() []metav1.OwnerReference {
	return []metav1.OwnerReference{Owner{GroupVersionKind: chaosKind, Name: "foreign", UID: foreignUID}.Reference()}
}

// refused adds a ConfigMap that somebody else has.
func (l *lone) refused(name string) *ForeignError {
	l.t.Helper()
	var foreign *ForeignError
	require.ErrorAs(l.t, l.try(l.set(), name), &foreign)
	return foreign
}

// TestForeignObjectCostsLittle is asked for again after pauses that grow, until it is gone.
func TestForeignObjectCostsLittle(t *testing.T) {
	t.Parallel()
	l, w := newWitnessed(t)
	l.server.make(l.kind, l.theirs("config"))
	for _, pause := range []time.Duration{firstBackOff, 2 * firstBackOff, 4 * firstBackOff} {
		foreign := l.refused("config")
		assert.Equal(t, "Product foreign", foreign.Controller)
		assert.Equal(t, pause, foreign.RetryAfter)
		assert.Equal(t, []string{"patch config", "get config"}, w.asked)
		w.asked = nil
		l.now = l.now.Add(pause - time.Second)
		assert.Equal(t, time.Second, l.refused("config").RetryAfter)
		assert.Empty(t, w.asked)
		l.now = l.now.Add(time.Second)
	}
	l.server.erase(l.kind, l.server.objects[l.kind]["config"])
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.server.erase(l.kind, l.server.objects[l.kind]["config"])
	l.catchUp()
	l.server.make(l.kind, l.theirs("config"))
	assert.Equal(t, firstBackOff, l.refused("config").RetryAfter, "it was ours since")
	require.Len(t, l.applier.memos.refusals, 1)
	l.applier.memos.sweep(l.now.Add(time.Hour))
	assert.Empty(t, l.applier.memos.refusals)
}

// TestForeignObjectInTheCache is somebody else's as long as the cache says so, without a request.
func TestForeignObjectInTheCache(t *testing.T) {
	t.Parallel()
	l, w := newWitnessed(t)
	theirs := l.theirs("config")
	theirs.Labels = l.applier.Labels(l.owner)
	l.server.make(l.kind, theirs)
	assert.Equal(t, firstBackOff, l.refused("config").RetryAfter, "the cache does not have it yet")
	l.catchUp()
	w.asked = nil
	assert.Zero(t, l.refused("config").RetryAfter)
	assert.Empty(t, w.asked)
	l.server.edit(l.kind, "config", func(o Object) { o.SetOwnerReferences(nil) })
	l.catchUp()
	assert.Equal(t, Configured, l.add(l.set(), "config"), "it is free")
}

// TestContestedObjectThatIsGivenAway is left alone, and its owner is told why.
func TestContestedObjectThatIsGivenAway(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server { r = &rival{chaosServer: s}; return r })
	require.Equal(t, Created, l.add(l.set(), "config"))
	for range repairsAllowed + 1 {
		l.catchUp()
		r.write(l.kind, "config")
		l.catchUp()
		require.Equal(t, Configured, l.add(l.set(), "config"))
	}
	l.catchUp()
	r.write(l.kind, "config")
	l.catchUp()
	require.Equal(t, BackingOff, l.add(l.set(), "config"))
	l.server.edit(l.kind, "config", func(o Object) { o.SetOwnerReferences(anotherOwner()) })
	l.catchUp()
	assert.Equal(t, "Product foreign", l.refused("config").Controller)
}

// TestTwoOwnersOfAnUnlistedKind take nothing from each other, and cost nothing for long.
func TestTwoOwnersOfAnUnlistedKind(t *testing.T) {
	t.Parallel()
	l, w := newWitnessed(t)
	l.applier.stores[l.kind] = empty{cacheMissing}
	first, second := l.owner, l.owner
	second.Name, second.UID = "second", "another"
	require.Equal(t, Created, l.add(l.set(), "config"))
	w.asked = nil
	for range 100 {
		l.owner = second
		assert.Equal(t, "Product web", l.refused("config").Controller)
		l.owner = first
		require.Equal(t, Unchanged, l.add(l.set(), "config"))
	}
	assert.Equal(t, []string{"patch config", "get config"}, w.asked, "once, for the second")
}

// TestOwnObjectBehindAForeignOne is ours, though the cache still has the other one's.
func TestOwnObjectBehindAForeignOne(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	theirs := l.theirs("config")
	theirs.Labels = l.applier.Labels(l.owner)
	l.server.make(l.kind, theirs)
	assert.Equal(t, "Product foreign", l.refused("config").Controller)
	l.server.erase(l.kind, l.server.objects[l.kind]["config"])
	l.now = l.now.Add(firstBackOff)
	require.Equal(t, Created, l.add(l.set(), "config"))
	l.cache.advance(1)
	require.Equal(t, Unchanged, l.add(l.set(), "config"))
}

// swap is a server on which a Deployment is replaced by somebody else's while it is applied, whose strategy would have to be
// repaired first.
type swap struct {
	*chaosServer
	theirs  Object
	patches []types.PatchType
}

func (s *swap) get(context.Context, *Kind, string, string) (Object, error) { return s.theirs, nil }

func (s *swap) patch(_ context.Context, kind *Kind, _, name string, p patch) (Object, error) {
	s.patches = append(s.patches, p.kind)
	return nil, apierrors.NewInvalid(kind.GroupKind(), name, field.ErrorList{field.Forbidden(field.NewPath("spec", "strategy", "rollingUpdate"), "")})
}

// TestForeignStrategy is not repaired.
func TestForeignStrategy(t *testing.T) {
	t.Parallel()
	var s *swap
	l := newLone(t, func(c *chaosServer) server {
		s = &swap{chaosServer: c}
		return s
	})
	s.theirs = &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: "proxy", Namespace: chaosNamespace, UID: "theirs", OwnerReferences: anotherOwner()}}
	d := &appsv1.Deployment{ObjectMeta: l.metaOf("proxy")}
	d.Spec.Strategy.Type = appsv1.RecreateDeploymentStrategyType
	_, err := Add(t.Context(), l.set(), d)
	var foreign *ForeignError
	require.ErrorAs(t, err, &foreign)
	assert.Equal(t, []types.PatchType{types.ApplyPatchType}, s.patches)
}

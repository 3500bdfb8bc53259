// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// holding is a cache that has one object.
type holding struct {
	empty
	object Object
}

func (h holding) get(string, string) Object { return h.object }

// TestReplicasThatAreProposed are not by what another owner has, whether it is in the cache or remembered, but by what the
// StatefulSet had that is being made again.
func TestReplicasThatAreProposed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		owners []metav1.OwnerReference
		know   func(l *lone, sets *Kind, nodes Object)
		want   int32
	}{
		"in the cache": {anotherOwner(), func(l *lone, sets *Kind, nodes Object) {
			l.applier.stores[sets] = holding{empty{cacheReady}, nodes}
		}, 1},
		"remembered": {nil, func(l *lone, sets *Kind, nodes Object) {
			l.applier.memos.put(sets, refOf(sets, nodes).key(), memo{owner: foreignUID, uid: "theirs", revision: "9", answer: nodes})
		}, 1},
		"made again": {nil, func(l *lone, sets *Kind, nodes Object) {
			l.applier.memos.keep(place{sets, refOf(sets, nodes).key()}, predecessor{owner: l.owner.UID, object: nodes}, l.now)
		}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			sets := l.applier.kinds.byGroup[statefulSets]
			l.applier.stores[l.applier.kinds.byGroup[scalers]] = empty{cacheReady}
			l.applier.stores[sets] = empty{cacheReady}
			nodes := &appsv1.StatefulSet{ObjectMeta: l.metaOf("nodes"), Spec: appsv1.StatefulSetSpec{Replicas: new(int32(5))}}
			nodes.ResourceVersion, nodes.OwnerReferences = "9", c.owners
			c.know(l, sets, nodes)
			set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: NoApply})
			require.NoError(t, err)
			final, err := Add(t.Context(), set, &appsv1.StatefulSet{ObjectMeta: l.metaOf("nodes")},
				ReplicasGovernedBy("scaler", func(live *appsv1.StatefulSet, _ *v1alpha1.StackableScaler) (int32, error) {
					if live != nil {
						return *live.Spec.Replicas, nil
					}
					return 1, nil
				}))
			require.NoError(t, err)
			assert.Equal(t, c.want, *final.Spec.Replicas)
		})
	}
}

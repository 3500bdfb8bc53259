// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// ReplicasResolver says how many replicas a StatefulSet has to have: what its scaler authorizes, or those that it has, unless
// it has none since its cluster was stopped. Live is nil if there is no StatefulSet, and scaler if there is none; of a
// StatefulSet that is being made again, live is the former one. Neither may be changed. It is called several times in one Add,
// with what is cached and with what the API server has, and must not depend on anything else that is read.
type ReplicasResolver func(live *appsv1.StatefulSet, scaler *v1alpha1.StackableScaler) (int32, error)

// governor is who decides on the replicas of a StatefulSet.
type governor struct {
	scaler  string
	resolve ReplicasResolver
}

// governed reports whether a scaler decides on the replicas. A stopped cluster has none, whoever decides on them otherwise.
func (d *desired) governed() bool { return d.options.governor != nil && !d.stopped }

// checkGoverned refuses what no scaler can decide on.
func (d *desired) checkGoverned() error {
	invalid := func(reason string) error {
		return &InvalidError{Object: d.ref, Field: replicasPath.String(), Reason: "ReplicasGovernedBy: " + reason}
	}
	switch g := d.options.governor; {
	case g == nil:
		return nil
	case d.kind.GroupKind() != statefulSets:
		return invalid("only a StatefulSet has a scaler")
	case g.scaler == "" || g.resolve == nil:
		return invalid("name the scaler, and say what follows from it")
	case slices.ContainsFunc(d.once, func(p path) bool { return p.covers(replicasPath) }):
		return invalid("a scaler decides on the replicas each time, so that CreateOnce cannot leave them to others")
	}
	return nil
}

// propose sets the replicas by what is known without a request. It tells whether something has to be written, and is never
// written itself: what is cached may be older than what the scaler authorizes.
func (s *Set) propose(d *desired, see sight) error {
	store := s.applier.stores[s.applier.kinds.byGroup[scalers]]
	if store.state(d.ref.Namespace) != cacheReady {
		return fmt.Errorf("the replicas of %s are not known: there is no cache of its StackableScaler", d.ref)
	}
	live := see.live
	if m, known := s.memo(d); known && m.answer != nil && (live == nil || m.ahead(see)) {
		live = m.answer
	}
	if live != nil && s.mayTake(d, live) != nil {
		live = nil
	}
	return d.resolve(live, store.get(d.ref.Namespace, d.options.governor.scaler))
}

// decideReplicas sets the replicas that may be written to a StatefulSet that was just read, nil if there is none. The scaler is
// read later than the StatefulSet, and the write demands the revision that was read: whoever has written replicas since, by
// what the scaler has authorized since, is not overwritten.
func (s *Set) decideReplicas(ctx context.Context, d *desired, live Object) error {
	name := d.options.governor.scaler
	scaler, err := s.applier.server.get(ctx, s.applier.kinds.byGroup[scalers], d.ref.Namespace, name)
	if apierrors.IsNotFound(err) {
		scaler, err = nil, nil
	}
	if err != nil {
		return fmt.Errorf("read StackableScaler %s/%s: %w", d.ref.Namespace, name, err)
	}
	return d.resolve(live, scaler)
}

// resolve sets the replicas that follow from a StatefulSet and its scaler.
func (d *desired) resolve(live, scaler Object) error {
	if live == nil {
		live = d.predecessor
	}
	is, _ := live.(*appsv1.StatefulSet)
	by, _ := scaler.(*v1alpha1.StackableScaler)
	replicas, err := d.options.governor.resolve(is, by)
	if err != nil {
		return fmt.Errorf("resolve the replicas of %s: %w", d.ref, err)
	}
	object, ok := d.object.(*appsv1.StatefulSet)
	if !ok {
		return fmt.Errorf("%s is a %T", d.ref, d.object)
	}
	object.Spec.Replicas = &replicas
	d.final, d.tree, d.first = nil, nil, nil
	return nil
}

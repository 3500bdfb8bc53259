// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// createScaler creates a StackableScaler with its spec. Whoever writes the scale subresource owns that from then on, so
// that it is never part of what is applied.
func (s *Set) createScaler(ctx context.Context, d *desired, dryRun bool) (Object, error) {
	final, err := d.overridden()
	if err != nil {
		return nil, err
	}
	scaler, ok := final.(*v1alpha1.StackableScaler)
	if !ok {
		return nil, fmt.Errorf("%s is a %T", d.ref, final)
	}
	bare := &v1alpha1.StackableScaler{TypeMeta: scaler.TypeMeta, Spec: *scaler.Spec.DeepCopy()}
	// What it is found by, and no more: the creator would own it for ever, and nobody could take it away.
	bare.Name, bare.Namespace, bare.Labels = scaler.Name, scaler.Namespace, map[string]string{}
	for _, label := range s.identity.labels() {
		bare.Labels[label.key] = label.value
	}
	bare.OwnerReferences = slices.DeleteFunc(slices.Clone(scaler.OwnerReferences), func(o metav1.OwnerReference) bool { return o.UID != s.identity.owner.UID })
	if d.options.seed != "" {
		replicas, err := s.replicasOf(ctx, d.options.seed)
		if err != nil {
			return nil, err
		}
		if replicas != nil && *replicas > 0 { // nothing runs of a stopped cluster
			bare.Spec.Replicas = *replicas
		}
	}
	if bare.Spec.Replicas < 1 {
		return nil, &InvalidError{Object: d.ref, Field: "spec.replicas", Reason: "it is less than 1 when the scaler is created: nothing would run"}
	}
	if dryRun {
		bare.Annotations, bare.Labels, bare.OwnerReferences = scaler.Annotations, scaler.Labels, scaler.OwnerReferences // which the apply would add
	}
	created, err := s.applier.server.create(ctx, bare, d.kind, s.applier.creator(), dryRun)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", d.ref, err)
	}
	return created, nil
}

// replicasOf returns the replicas of a StatefulSet, nil if there is none.
func (s *Set) replicasOf(ctx context.Context, name string) (*int32, error) {
	kind := s.applier.kinds.byGroup[statefulSets]
	live, err := s.applier.server.get(ctx, kind, s.identity.owner.Namespace, name)
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the replicas of StatefulSet %s: %w", name, err)
	}
	return replicasIn(live), nil
}

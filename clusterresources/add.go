// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Add makes an object part of a set, and sees to it that it is as it should be; what it returns is the object as the API
// server has it, and belongs to the caller. Nothing is sent if nothing has changed.
//
// The object needs name, namespace (the owner's), the labels of [Applier.Labels] and an ownerReference to the owner. Its
// status is not looked at. It is not changed.
//
// Any error also keeps [Set.DeleteOrphans] from deleting: what could not be added must not be taken for an orphan.
func Add[T Object](ctx context.Context, s *Set, object T, options ...AddOption) (T, error) {
	var none T
	if s == nil {
		return none, &InvalidError{Reason: "the set is nil: make one with NewSet for each reconcile"}
	}
	result, err := s.add(ctx, object, options)
	if err != nil {
		s.fail()
		return none, err
	}
	typed, ok := result.(T)
	if !ok {
		s.fail()
		return none, fmt.Errorf("%s/%s was added as %T and read back as %T", object.GetNamespace(), object.GetName(), object, result)
	}
	return typed, nil
}

func (s *Set) add(ctx context.Context, given Object, options []AddOption) (Object, error) {
	var o addOptions
	for _, set := range options {
		set(&o)
	}
	kind, err := s.applier.kinds.of(given)
	if err != nil {
		return nil, err
	}
	ref := refOf(kind, given)
	if err := s.check(ref, given); err != nil {
		return nil, err
	}
	d := &desired{
		kind: kind, ref: ref, identity: s.identity, allowRBAC: s.options.AllowRBACOverrides, strategy: s.options.Strategy, options: o,
	}
	if d.runsForEver(given) {
		return nil, &InvalidError{Object: ref, Field: ttlPath, Reason: "the Job would be deleted once it has finished, and made again, for ever: leave it out, or add the Job with RunAgainAfterTTL"}
	}
	if err := d.checkOnce(); err != nil {
		return nil, err
	}
	if err := d.checkGoverned(); err != nil {
		return nil, err
	}
	if err := s.reserve(ref, d.hasOnce()); err != nil {
		return nil, err
	}
	object := kind.wanted(given)
	if o.keep {
		annotations := object.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[AnnotationKeep] = "true"
		object.SetAnnotations(annotations)
	}
	if secret, ok := object.(*corev1.Secret); ok {
		secret.Data, secret.StringData = dataOf(secret.Data, secret.StringData), nil
	}
	s.warn(resourceWarnings(ref, object))
	d.stopped = s.options.Strategy.mutate(object)
	d.object, d.overrides = object, s.overridesOf(ref)
	d.predecessor = s.applier.memos.predecessorOf(place{kind, ref.key()}, s.identity.owner.UID, s.applier.now())
	s.warn(d.onceWarnings())
	send := s.put
	switch {
	case s.options.Strategy == ReconciliationPaused:
		send = s.paused
	case s.options.Strategy == NoApply:
		send = s.withhold
	case s.options.DryRun:
		send = s.preview
	}
	live, action, err := send(ctx, d)
	if err != nil {
		err = speakable(ref, len(d.overrides), err)
		if ctx.Err() == nil && s.options.Strategy.sends() && !s.options.DryRun {
			s.applier.metrics.adds.WithLabelValues(ref.Kind, "failed").Inc()
			if !errors.Is(err, ErrOwnerChanged) { // the next reconcile is for what it is now
				s.event(corev1.EventTypeWarning, ReasonApplyFailed, "Apply", ref, fieldOf(err), "%v", err)
			}
		}
		return nil, err
	}
	s.warn(s.idleWarnings(d, action))
	if s.options.Strategy.sends() && !s.options.DryRun && (action == Unchanged || action == Configured) {
		s.sweepBackup(ctx, d)
	}
	s.note(ref, action)
	return live, nil
}

const ttlPath = "spec.ttlSecondsAfterFinished"

// runsForEver reports whether an object is a Job that is deleted once it has finished, so that it is missing, and is made
// again.
func (d *desired) runsForEver(object Object) bool {
	job, ok := object.(*batchv1.Job)
	return ok && job.Spec.TTLSecondsAfterFinished != nil && !d.options.runAgain
}

// check refuses what could not be found again.
func (s *Set) check(ref Ref, object Object) error {
	switch {
	case ref.Name == "":
		return &InvalidError{Object: ref, Field: "metadata.name", Reason: "it is empty"}
	case ref.Namespace == "":
		return &InvalidError{Object: ref, Field: "metadata.namespace", Reason: "it is empty, and objects of a cluster are namespaced"}
	case ref.Namespace != s.identity.owner.Namespace:
		return &InvalidError{Object: ref, Field: "metadata.namespace", Reason: "it is not the owner's, " + s.identity.owner.Namespace}
	}
	return s.identity.check(ref, object)
}

// paused returns what is there.
func (s *Set) paused(ctx context.Context, d *desired) (Object, Action, error) {
	if _, err := d.build(); err != nil {
		return nil, "", err // the user learns it now, and not when the cluster goes on
	}
	see := s.cached(d)
	live := see.live
	if live == nil && see.state == cacheReady {
		absent := apierrors.NewNotFound(schema.GroupResource{Group: d.kind.Group, Resource: d.kind.Resource}, d.ref.Name)
		return nil, "", fmt.Errorf("%s is not there, and the reconciliation is paused: %w", d.ref, absent)
	}
	if live == nil {
		var err error
		if live, err = s.applier.server.get(ctx, d.kind, d.ref.Namespace, d.ref.Name); err != nil {
			return nil, "", fmt.Errorf("%s cannot be read, and the reconciliation is paused: %w", d.ref, err)
		}
	}
	if foreign := s.mayTake(d, live); foreign != nil {
		return nil, "", foreign
	}
	return d.kind.copyOf(live), Skipped, nil
}

// withhold returns what would be applied.
func (s *Set) withhold(_ context.Context, d *desired) (Object, Action, error) {
	if d.governed() {
		if err := s.propose(d, s.cached(d)); err != nil {
			return nil, "", err
		}
	}
	if _, err := d.build(); err != nil {
		return nil, "", err
	}
	final, err := d.overridden()
	return final, Skipped, err
}

// wanted returns a copy of what an operator asks for, without what only the API server writes: an object that was read,
// changed and added is not another one each time its status moves.
func (k *Kind) wanted(given Object) Object {
	object := k.copyOf(given)
	object.SetUID("")
	object.SetResourceVersion("")
	object.SetGeneration(0)
	object.SetCreationTimestamp(metav1.Time{})
	object.SetDeletionTimestamp(nil)
	object.SetDeletionGracePeriodSeconds(nil)
	object.SetManagedFields(nil)
	if status := reflect.ValueOf(object).Elem().FieldByName("Status"); status.IsValid() {
		status.SetZero()
	}
	return object
}

// copyOf returns a copy of a cached object, with its kind, that its user may change.
func (k *Kind) copyOf(cached Object) Object {
	object := cached.DeepCopyObject().(Object)
	object.GetObjectKind().SetGroupVersionKind(k.GroupVersionKind)
	return object
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

var (
	statefulSets = schema.GroupKind{Group: appsv1.GroupName, Kind: "StatefulSet"}
	deployments  = schema.GroupKind{Group: appsv1.GroupName, Kind: "Deployment"}
	daemonSets   = schema.GroupKind{Group: appsv1.GroupName, Kind: "DaemonSet"}
	secrets      = schema.GroupKind{Kind: "Secret"}
	jobs         = schema.GroupKind{Group: "batch", Kind: "Job"}
	scalers      = v1alpha1.GroupVersion.WithKind("StackableScaler").GroupKind()
)

// strategyFields are where workloads say how they are rolled out.
var strategyFields = map[schema.GroupKind]string{statefulSets: "updateStrategy", deployments: "strategy", daemonSets: "updateStrategy"}

func replicasIn(object Object) *int32 {
	switch o := object.(type) {
	case *appsv1.StatefulSet:
		return o.Spec.Replicas
	case *appsv1.Deployment:
		return o.Spec.Replicas
	}
	return nil
}

// causes are what a 422 answer names.
func causes(err error) []metav1.StatusCause {
	var status apierrors.APIStatus
	if !apierrors.IsInvalid(err) || !errors.As(err, &status) {
		return nil
	}
	return causesOf(status.Status())
}

// causesOf are what an answer names, whatever its code.
func causesOf(answer metav1.Status) []metav1.StatusCause {
	if answer.Details == nil {
		return nil
	}
	return answer.Details.Causes
}

// repairer is the manager of repairs. What it owns for a moment is taken from it with the next apply.
func (a *Applier) repairer() string { return a.manager + repairSuffix }

const repairSuffix = "-repair"

// isRepair reports whether an entry is of a repair, also of one under a former name of the operator.
func (a *Applier) isRepair(e metav1.ManagedFieldsEntry) bool {
	return slices.Contains(a.named(repairSuffix), e.Manager)
}

// leftover returns where parameters of a rolling update are that the server filled in, belong to nobody, and must not be
// there with another strategy: the name of a field of the spec, and the strategy. It is empty if a refusal is not about
// that, or the operator itself asks for both.
func (d *desired) leftover(refused error) (field string, strategy any, err error) {
	field, ok := strategyFields[d.kind.GroupKind()]
	if !ok {
		return "", nil, nil
	}
	wanted := "spec." + field + ".rollingUpdate"
	if !slices.ContainsFunc(causes(refused), func(c metav1.StatusCause) bool { return c.Field == wanted }) {
		return "", nil, nil
	}
	tree, err := d.build()
	if err != nil {
		return "", nil, err
	}
	spec, _ := tree["spec"].(map[string]any)
	rollout, _ := spec[field].(map[string]any)
	if _, given := rollout["rollingUpdate"]; given || rollout["type"] == nil {
		return "", nil, nil
	}
	return field, rollout["type"], nil
}

// repairStrategy removes such a leftover. It reports whether there was something to repair.
func (s *Set) repairStrategy(ctx context.Context, d *desired, live Object, refused error) (bool, error) {
	field, strategy, err := d.leftover(refused)
	if err != nil || field == "" {
		return false, err
	}
	body, err := repairOf(live, field, strategy)
	if err != nil {
		return false, fmt.Errorf("%s: %w", d.ref, err)
	}
	_, err = s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.MergePatchType, body: body, manager: s.applier.repairer(),
	})
	return err == nil, err
}

// repairOf is the merge patch that repairs a strategy.
func repairOf(live Object, field string, strategy any) ([]byte, error) {
	return json.Marshal(map[string]any{
		"metadata": map[string]any{"uid": live.GetUID(), "resourceVersion": live.GetResourceVersion()},
		"spec":     map[string]any{field: map[string]any{"type": strategy, "rollingUpdate": nil}},
	})
}

// immutableSays are the words by which the API server refuses to change a field, tried with 1.37. They end the message: the
// value that was refused stands before them, or at the end in quotes, and may have any words in it.
var immutableSays = regexp.MustCompile("(?s): ((\\S+ )?field is immutable( when `immutable` is set)?\\.?|may not change once set|cannot change roleRef)$" +
	"|^Forbidden: updates to statefulset spec for fields other than .* are forbidden$")

// immutable returns the fields that a refusal is about if all of it is about such that cannot be changed.
func immutable(refused error) []string {
	var fields []string
	for _, c := range causes(refused) {
		if !immutableSays.MatchString(c.Message) {
			return nil
		}
		fields = append(fields, c.Field)
	}
	return fields
}

// How long, and in which steps, it is waited for a deleted object to be gone.
const (
	goneStep  = 50 * time.Millisecond
	goneAfter = 10 * time.Second
)

// mayRecreate returns nil if an object may be deleted to be created again: its author wants that, it is the owner's by all
// that orphans are known by, no volumes go with it, and the API server would create it.
func (s *Set) mayRecreate(ctx context.Context, d *desired, live Object, fields []string, refused error) error {
	failure := &ImmutableError{Object: d.ref, Fields: fields, Overrides: len(d.overrides), err: refused}
	// Of a kind whose spec is others', nothing is applied that could not be changed.
	if !d.options.recreate || d.kind.scaled || !s.identity.has(live) || s.identity.foreign(d.ref, live) != nil {
		return failure
	}
	if failure.Because = losesVolumes(live); failure.Because != "" {
		return failure
	}
	if failure.Because = s.recreatedOften(d); failure.Because != "" {
		return failure
	}
	refusal, err := s.tryCreation(ctx, d, live)
	switch {
	case err != nil:
		return err
	case refusal != nil:
		failure.refusal = speakable(d.ref, 0, refusal) // the failure itself tells of overrides
		failure.Because = "it could not be created: " + failure.refusal.Error()
		return failure
	}
	return nil
}

// recreatedOften says that an object was made again and again while the specification of its owner stayed the same, empty if it was
// not. Nothing ends that but a limit: each time it is another object.
func (s *Set) recreatedOften(d *desired) string {
	o := s.identity.owner
	if s.applier.memos.recreated(claim{o.UID, place{d.kind, d.ref.key()}}, o.Generation, s.applier.now()) < repairsAllowed {
		return ""
	}
	return fmt.Sprintf("it was %d times within %s while the specification of %s %s was the same: it may be asked for in another way each time, as by a list that is built by ranging over a map",
		repairsAllowed, repairWindow, o.Kind, o.Name)
}

// losesVolumes says why a StatefulSet that is deleted would take its volumes with it, empty if it would not: its claims are
// collected like its pods if whenDeleted says so, and belong to it until its controller has seen that it does not any more.
func losesVolumes(live Object) string {
	set, is := live.(*appsv1.StatefulSet)
	if !is || len(set.Spec.VolumeClaimTemplates) == 0 {
		return ""
	}
	policy := set.Spec.PersistentVolumeClaimRetentionPolicy
	switch {
	case policy != nil && policy.WhenDeleted == appsv1.DeletePersistentVolumeClaimRetentionPolicyType:
		return "its volumes would be deleted with it: set spec.persistentVolumeClaimRetentionPolicy.whenDeleted to Retain first"
	case set.Status.ObservedGeneration < set.Generation:
		return "its controller has not seen its last change, so that its volumes might be deleted with it"
	}
	return ""
}

// notCarriedOut reports whether an answer says that a request has had no effect: somebody refused it before it was carried
// out, or it could not be.
func notCarriedOut(err error) bool {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return false
	}
	code := status.Status().Code
	return !isOwn(err) || code >= http.StatusBadRequest && code < http.StatusInternalServerError && code != http.StatusRequestTimeout
}

// remove deletes an object that is to be created again, and reports whether it is gone. Like an orphan, it is deleted only as
// long as it, and the owner on the API server, are what was looked at.
func (s *Set) remove(ctx context.Context, d *desired, live Object) (bool, error) {
	if err := s.checkOwner(ctx); err != nil {
		return false, fmt.Errorf("recreate %s: %w", d.ref, err)
	}
	written, err := s.backUp(ctx, d, live)
	if err != nil {
		return false, fmt.Errorf("recreate %s: %w", d.ref, err)
	}
	uid, revision := live.GetUID(), live.GetResourceVersion()
	err = s.applier.server.delete(ctx, d.kind, d.ref.Namespace, d.ref.Name, metav1.Preconditions{UID: &uid, ResourceVersion: &revision})
	at := place{d.kind, d.ref.key()}
	if notCarriedOut(err) && (!apierrors.IsNotFound(err) || !isOwn(err)) {
		// There is one, and we have not deleted it: whoever does that later wants none that begins with what it has.
		d.predecessor = nil
		s.applier.memos.release(at)
		s.dropBackup(ctx, d.ref, written)
		return false, fmt.Errorf("recreate %s: %w", d.ref, err)
	}
	// Without an answer, or with one that the server is broken, it may be gone as well.
	d.predecessor = live
	s.applier.memos.keep(at, predecessor{owner: s.identity.owner.UID, generation: s.identity.owner.Generation, object: live, backup: written}, s.applier.now())
	if err == nil {
		s.tellRemoved(d)
	}
	if err != nil && (!apierrors.IsNotFound(err) || !isOwn(err)) {
		return false, fmt.Errorf("recreate %s: %w", d.ref, err)
	}
	s.applier.memos.drop(d.kind, d.ref.key(), uid)
	err = wait.PollUntilContextTimeout(ctx, goneStep, goneAfter, true, func(ctx context.Context) (bool, error) {
		there, err := s.applier.server.get(ctx, d.kind, d.ref.Namespace, d.ref.Name)
		// Whoever may not read it is told by the next look, which asks in another way, too.
		if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) || err == nil && there.GetUID() != uid {
			return true, nil
		}
		return false, err
	})
	if wait.Interrupted(err) && ctx.Err() == nil {
		return false, nil
	}
	return err == nil, err
}

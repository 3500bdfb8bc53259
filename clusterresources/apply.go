// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// apply sends the object, and remembers the answer.
func (s *Set) apply(ctx context.Context, d *desired, hash ownership.Hash, m memo, known bool, see sight) (Object, Action, error) {
	a := s.applier
	live, err := s.prepare(ctx, d, see.live)
	if err != nil {
		return nil, "", err
	}
	to := preconditionOf(m, known, see, live)
	var answer Object
	if to.uid == "" {
		answer, err = s.create(ctx, d, to)
	} else {
		answer, err = s.send(ctx, d, to, false)
	}
	if err != nil {
		return nil, "", err
	}
	// The object is there, so that nobody needs what was written down of the one before.
	left := a.memos.release(place{d.kind, d.ref.key()})
	if d.backup != nil {
		left = d.backup
	}
	s.dropBackup(ctx, d.ref, left)
	next, err := a.remember(d, hash, m, see.live, answer)
	if err != nil {
		return nil, "", err
	}
	if taken := s.identity.check(d.ref, answer); taken != nil {
		next.failure = &TakenError{Object: d.ref, Field: identityField(taken), RetryAfter: next.backOff(a.now())}
		a.memos.put(d.kind, d.ref.key(), next)
		return nil, "", next.failure
	}
	next.failures = 0
	if !next.quiet.IsZero() && see.live != nil {
		s.event(corev1.EventTypeWarning, ReasonContested, "Apply", d.ref, "", "%s is changed again and again, last by %s: it is left alone until %s",
			d.ref, lastOther(see.live, a.manager), next.quiet.Format(time.RFC3339))
	}
	if see.live != nil && m.uid != answer.GetUID() && !ownedBy(see.live, s.identity.owner.UID) {
		s.event(corev1.EventTypeNormal, ReasonAdopted, "Apply", d.ref, "", "adopted %s, which nobody controlled; besides this operator, %s wrote it last", d.ref, lastOther(see.live, a.manager))
	}
	s.tellUnsteady(d, &next)
	a.memos.put(d.kind, d.ref.key(), next)
	switch {
	case to.revision == absentRevision, see.live == nil && d.kind.scaled:
		return d.kind.copyOf(answer), Created, nil
	case see.live != nil && see.live.GetResourceVersion() == answer.GetResourceVersion(), known && m.revision == answer.GetResourceVersion():
		return d.kind.copyOf(answer), Unchanged, nil
	}
	return d.kind.copyOf(answer), Configured, nil
}

// absentRevision is one that no object has: a store begins to count behind it. An apply with it creates an object, and is
// refused where there is one by then. Tried with Kubernetes 1.37.
const absentRevision = "1"

// preconditionOf binds an apply to what it was decided on: what was seen, our own last write where the cache cannot have it
// yet or there is none, or that there is no object. The uid alone would not do: somebody may have taken the object for another
// owner since.
func preconditionOf(m memo, known bool, see sight, live Object) precondition {
	switch {
	case known && m.uid != "" && !see.fromServer && (see.state == cacheMissing || m.ahead(see)):
		return precondition{uid: m.uid, revision: m.revision}
	case live != nil:
		return precondition{uid: live.GetUID(), revision: live.GetResourceVersion()}
	}
	return precondition{revision: absentRevision}
}

// prepare makes an object ready to be applied: with its field sets in order, and with the fields that are set once in other
// hands.
func (s *Set) prepare(ctx context.Context, d *desired, live Object) (Object, error) {
	if live == nil {
		if !d.kind.scaled {
			return nil, nil
		}
		created, err := s.createScaler(ctx, d, false)
		if err != nil {
			return nil, err
		}
		return s.handOver(ctx, d, created)
	}
	live, err := s.restore(ctx, d, live)
	if err != nil || len(d.oncePaths()) == 0 {
		return live, err
	}
	return s.handOver(ctx, d, live)
}

// create applies an object that is not there, and hands over the fields that are set once.
func (s *Set) create(ctx context.Context, d *desired, to precondition) (Object, error) {
	answer, err := s.begin(ctx, d, func() (Object, error) { return s.send(ctx, d, to, true) })
	if err != nil || len(d.oncePaths()) == 0 {
		return answer, err
	}
	if answer, err = s.handOver(ctx, d, answer); err != nil {
		return nil, err
	}
	return s.send(ctx, d, precondition{uid: answer.GetUID(), revision: answer.GetResourceVersion()}, false)
}

// send applies the object, with the fields that are set once if it is the first time.
func (s *Set) send(ctx context.Context, d *desired, to precondition, first bool) (Object, error) {
	body, err := d.body(to, first)
	if err != nil {
		return nil, err
	}
	return s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: s.applier.manager, force: true,
	})
}

// mend does what can be done about a refusal to change the object that was meant; no uid is any. It reports whether the
// object can be looked at again; else it is on its way out.
func (s *Set) mend(ctx context.Context, d *desired, hash ownership.Hash, m memo, see sight, meant types.UID, refused error) (again bool, err error) {
	fields := immutable(refused)
	leftover, _, err := d.leftover(refused)
	switch {
	case err != nil:
		return false, err
	case leftover == "" && fields == nil:
		if isLasting(refused) {
			s.remind(d, hash, m, see, refused)
		}
		return false, refused
	}
	// What is in the cache may be older than what the server has refused to change.
	if see, err = s.look(ctx, d, see); err != nil {
		return false, err
	}
	switch {
	case see.live == nil:
		return false, refused
	case s.mayTake(d, see.live) != nil:
		return true, nil
	case meant != "" && meant != see.live.GetUID():
		return true, nil // somebody else has made it again, and nobody has refused to change this one
	case leftover != "":
		again, err = s.repairStrategy(ctx, d, see.live, refused)
	default:
		if err = s.mayRecreate(ctx, d, see.live, fields, refused); err == nil {
			again, err = s.remove(ctx, d, see.live)
		}
	}
	if isLasting(err) {
		s.remind(d, hash, m, see, err)
	}
	return again, err
}

// remind has a failure remembered, so that what fails is not sent again and again.
func (s *Set) remind(d *desired, hash ownership.Hash, m memo, see sight, failure error) {
	uid, revision := m.uid, m.revision
	switch {
	case see.live != nil:
		uid, revision = see.live.GetUID(), see.live.GetResourceVersion()
	case see.fromServer || see.state != cacheMissing:
		uid, revision = "", "" // there is none
	}
	if m.uid != uid || m.due.IsZero() {
		m = memo{owner: s.identity.owner.UID, uid: uid, due: s.applier.nextResync()}
	}
	m.desired, m.failure, m.doubted = hash, failure, false
	m.revision, m.answer = revision, nil
	m.entry, m.live = ownership.Hash{}, ownership.Hash{} // it is not as it should be
	m.backOff(s.applier.now())
	s.applier.memos.put(d.kind, d.ref.key(), m)
}

// isGoneOrReplaced reports whether the API server has another object than the one that was meant, or none.
func isGoneOrReplaced(err error) bool {
	return isOwn(err) && (apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) || slices.ContainsFunc(causes(err), func(c metav1.StatusCause) bool { return c.Field == "metadata.uid" }))
}

// identityField is the field by which an object cannot be found any more.
func identityField(err error) string {
	if label := (*LabelError)(nil); errors.As(err, &label) {
		return "metadata.labels[" + label.Label + "]"
	}
	return "metadata.ownerReferences"
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// attempts is how often an object is looked at again when somebody writes, deletes or replaces it in between. Statuses of
// a workload that is being rolled out move many times a second.
const attempts = 8

// put sees to it that an object is as it should be.
func (s *Set) put(ctx context.Context, d *desired) (Object, Action, error) {
	a := s.applier
	hash, err := d.hash()
	if err != nil {
		return nil, "", err
	}
	store := a.stores[d.kind]
	k := d.ref.key()
	see := sight{
		live: store.get(d.ref.Namespace, d.ref.Name), state: store.state(d.ref.Namespace), revision: store.revision(d.ref.Namespace),
	}
	var conflict error
	for range attempts {
		m, known := a.memos.get(d.kind, k)
		if known && m.owner != s.identity.owner.UID {
			m, known = memo{}, false // what another owner has of it says nothing
		}
		var seen observation
		verdict, err := decide(a.now(), hash, m, known, see, func(live Object, cold bool) (observation, error) {
			var err error
			seen, err = a.observe(d, live, cold)
			return seen, err
		})
		if err != nil {
			return nil, "", err
		}
		switch verdict {
		case verdictSkip:
			switch {
			case see.fromServer:
				m.answered, m.answer = a.now(), see.live // the cache may take longer yet
				a.memos.put(d.kind, k, m)
			case m.answer != nil && see.live != nil && !m.ahead(see):
				m.answer = nil // the cache has it by now
				a.memos.put(d.kind, k, m)
			}
			return d.current(m, see), Unchanged, nil
		case verdictRemember:
			a.memos.put(d.kind, k, m.confirmed(a, d, hash, see, seen))
			return d.current(m, see), Unchanged, nil
		case verdictWait:
			if m.failure != nil && a.now().Before(m.quiet) {
				return nil, "", m.failure
			}
			if see.live != nil && see.live.GetDeletionTimestamp() != nil {
				return d.current(m, see), Terminating, nil
			}
			return d.current(m, see), BackingOff, nil
		case verdictLook:
			if see, err = s.look(ctx, d, see); err != nil {
				return nil, "", err
			}
			continue
		}
		if !see.fromServer && (len(d.oncePaths()) > 0 || d.options.neverAdopt && see.live == nil && !known) {
			// What is set once must not be set again, or fall back to its default, and what is not ours not be taken,
			// because a cache is old or missing.
			if see, err = s.look(ctx, d, see); err != nil {
				return nil, "", err
			}
			continue
		}
		live, action, err := s.apply(ctx, d, hash, m, known, see)
		if err == nil {
			return live, action, nil
		}
		conflict = err
		if !isGoneOrReplaced(err) {
			switch again, err := s.mend(ctx, d, hash, m, see, err); {
			case err != nil && !isGoneOrReplaced(err):
				return nil, "", err
			case err == nil && !again:
				return d.current(m, see), Terminating, nil
			}
		}
		a.memos.drop(d.kind, k, "")
		if see, err = s.look(ctx, d, see); err != nil {
			return nil, "", err
		}
	}
	return nil, "", fmt.Errorf("%s changed hands %d times in a row: %w", d.ref, attempts, conflict)
}

// look asks the API server for the object.
func (s *Set) look(ctx context.Context, d *desired, see sight) (sight, error) {
	live, err := s.applier.server.get(ctx, d.kind, d.ref.Namespace, d.ref.Name)
	see.live, see.fromServer = live, true
	if apierrors.IsNotFound(err) {
		see.live, err = nil, nil
	}
	if err != nil {
		return see, fmt.Errorf("read %s: %w", d.ref, err)
	}
	return see, nil
}

// current is the object that a caller gets when nothing was sent.
func (d *desired) current(m memo, see sight) Object {
	switch {
	case see.live != nil && (m.answer == nil || see.fromServer || !newer(m.revision, see.live.GetResourceVersion())):
		return d.kind.copyOf(see.live)
	case m.answer != nil:
		return d.kind.copyOf(m.answer)
	}
	return d.object
}

// observe reads what a live object says about what we own of it.
func (a *Applier) observe(d *desired, live Object, cold bool) (observation, error) {
	entry, found := ownership.Of(live, a.manager)
	if !found {
		return observation{wiped: len(live.GetManagedFields()) == 0}, nil
	}
	tree, err := treeOf(live)
	if err != nil {
		return observation{}, fmt.Errorf("%s: %w", d.ref, err)
	}
	seen := observation{entry: entry.Hash()}
	if seen.live, err = entry.Project(tree); err != nil {
		return observation{}, fmt.Errorf("%s: %w", d.ref, err)
	}
	if cold {
		seen.matches, err = d.matches(entry, tree)
	}
	return seen, err
}

// apply sends the object, and remembers the answer.
func (s *Set) apply(ctx context.Context, d *desired, hash ownership.Hash, m memo, known bool, see sight) (Object, Action, error) {
	a := s.applier
	live, err := s.prepare(ctx, d, see.live)
	if err != nil {
		return nil, "", err
	}
	to := preconditionOf(m, known, see, live)
	answer, err := s.send(ctx, d, to, to.uid == "" && !d.kind.scaled)
	if err != nil {
		return nil, "", err
	}
	if to.uid == "" && len(d.oncePaths()) > 0 && !d.kind.scaled {
		if answer, err = s.handOver(ctx, d, answer); err != nil {
			return nil, "", err
		}
		if answer, err = s.send(ctx, d, precondition{uid: answer.GetUID(), revision: answer.GetResourceVersion()}, false); err != nil {
			return nil, "", err
		}
	}
	next, err := a.remember(d, hash, m, known, answer)
	if err != nil {
		return nil, "", err
	}
	if taken := s.identity.check(d.ref, answer); taken != nil {
		next.failure = &TakenError{Object: d.ref, Field: fieldOf(taken), RetryAfter: next.backOff(a.now())}
		a.memos.put(d.kind, d.ref.key(), next)
		return nil, "", next.failure
	}
	next.failures = 0
	if !next.quiet.IsZero() && see.live != nil {
		s.event(corev1.EventTypeWarning, ReasonContested, "Apply", "%s is changed again and again, last by %s: it is left alone until %s",
			d.ref, lastOther(see.live, a.manager), next.quiet.Format(time.RFC3339))
	}
	a.memos.put(d.kind, d.ref.key(), next)
	switch {
	case to.revision == absentRevision, see.live == nil && d.kind.scaled:
		return d.kind.copyOf(answer), Created, nil
	case see.live != nil && see.live.GetResourceVersion() == answer.GetResourceVersion():
		return d.kind.copyOf(answer), Unchanged, nil
	}
	return d.kind.copyOf(answer), Configured, nil
}

// absentRevision is one that no object has: a store begins to count behind it. An apply with it creates an object, and is
// refused where there is one by then. Tried with Kubernetes 1.37.
const absentRevision = "1"

// preconditionOf binds an apply to what it was decided on. The uid alone would not do: somebody may have taken the object
// for another owner since it was seen.
func preconditionOf(m memo, known bool, see sight, live Object) precondition {
	switch {
	case known && !see.fromServer && see.state == cacheMissing:
		return precondition{uid: m.uid} // the kind cannot be read, so that nobody could look again after a conflict
	case known && !see.fromServer && m.ahead(see):
		return precondition{uid: m.uid, revision: m.revision}
	case live == nil && (see.fromServer || see.state == cacheReady):
		return precondition{revision: absentRevision}
	case live != nil:
		return precondition{uid: live.GetUID(), revision: live.GetResourceVersion()}
	}
	return precondition{}
}

// prepare makes an object ready to be applied: nobody else's, with its field sets in order, and with the fields that are
// set once in other hands.
func (s *Set) prepare(ctx context.Context, d *desired, live Object) (Object, error) {
	if live == nil {
		if d.kind.scaled {
			return s.createScaler(ctx, d)
		}
		return nil, nil
	}
	if err := s.mayTake(d, live); err != nil {
		return nil, err
	}
	live, err := s.restore(ctx, d, live)
	if err != nil || len(d.oncePaths()) == 0 {
		return live, err
	}
	return s.handOver(ctx, d, live)
}

// mayTake refuses objects that are not ours to change.
func (s *Set) mayTake(d *desired, live Object) error {
	if err := s.identity.foreign(d.ref, live); err != nil {
		return err
	}
	if d.options.neverAdopt && !ownedBy(live, s.identity.owner.UID) {
		return &ForeignError{Object: d.ref}
	}
	return nil
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

// mend does what can be done about a refusal. It reports whether the object can be looked at again; else it is on its way
// out.
func (s *Set) mend(ctx context.Context, d *desired, hash ownership.Hash, m memo, see sight, refused error) (again bool, err error) {
	if len(causes(refused)) == 0 {
		return false, refused
	}
	// What is in the cache may be older than what the server has refused to change.
	if see, err = s.look(ctx, d, see); err != nil {
		return false, err
	}
	if see.live == nil {
		return false, refused
	}
	if repaired, err := s.repairStrategy(ctx, d, see.live, refused); repaired || err != nil {
		return repaired, err
	}
	fields := immutable(refused)
	if fields == nil {
		return false, refused
	}
	if d.options.recreate {
		return s.remove(ctx, d, see.live)
	}
	failure := &ImmutableError{Object: d.ref, Fields: fields, err: refused}
	if m.uid != see.live.GetUID() {
		m = memo{owner: s.identity.owner.UID, uid: see.live.GetUID(), due: s.applier.nextResync()}
	}
	m.desired, m.failure = hash, failure
	m.revision, m.answer = see.live.GetResourceVersion(), nil
	m.entry, m.live = ownership.Hash{}, ownership.Hash{} // it is not as it should be
	m.backOff(s.applier.now())
	s.applier.memos.put(d.kind, d.ref.key(), m)
	return false, failure
}

// remember makes the memo of an answer.
func (a *Applier) remember(d *desired, hash ownership.Hash, m memo, known bool, answer Object) (memo, error) {
	now := a.now()
	next := memo{
		owner: d.identity.owner.UID, uid: answer.GetUID(), desired: hash, revision: answer.GetResourceVersion(), answered: now, answer: answer,
		due: a.nextResync(), failures: m.failures,
	}
	if entry, found := ownership.Of(answer, a.manager); found {
		tree, err := treeOf(answer)
		if err != nil {
			return memo{}, fmt.Errorf("%s: %w", d.ref, err)
		}
		next.entry = entry.Hash()
		if next.live, err = entry.Project(tree); err != nil {
			return memo{}, fmt.Errorf("%s: %w", d.ref, err)
		}
	}
	if known && m.uid == next.uid && m.desired == hash && now.Before(m.due) {
		next.repaired(m, now)
		a.metrics.repairs.WithLabelValues(d.ref.Kind).Inc()
	}
	return next, nil
}

// repaired notes that the same was applied again since somebody had changed it, and pauses if it happens too often.
func (m *memo) repaired(before memo, now time.Time) {
	for _, at := range before.repairs {
		if now.Sub(at) < repairWindow {
			m.repairs = append(m.repairs, at)
		}
	}
	m.repairs = append(m.repairs, now)
	if len(m.repairs) > repairsAllowed {
		m.quiet = now.Add(repairPause)
	}
}

// The time that a failure is kept for doubles from one to the other.
const (
	firstBackOff = 5 * time.Second
	lastBackOff  = 5 * time.Minute
)

// backOff notes a failure, and returns how long nothing is sent because of it.
func (m *memo) backOff(now time.Time) time.Duration {
	delay := min(firstBackOff<<min(m.failures, 10), lastBackOff)
	m.failures++
	m.quiet = now.Add(delay)
	return delay
}

// confirmed is the memo of an object that was seen to be as it should be.
func (m memo) confirmed(a *Applier, d *desired, hash ownership.Hash, see sight, seen observation) memo {
	next := m
	if m.uid != see.live.GetUID() {
		next = memo{due: a.nextResync()}
	}
	next.owner = d.identity.owner.UID
	next.uid, next.desired, next.entry, next.live = see.live.GetUID(), hash, seen.entry, seen.live
	next.revision, next.answer = see.live.GetResourceVersion(), nil
	next.repairs = slices.Clone(m.repairs)
	if see.fromServer {
		next.answered, next.answer = a.now(), see.live
	}
	return next
}

// isGoneOrReplaced reports whether the API server has another object than the one that was meant, or none.
func isGoneOrReplaced(err error) bool {
	return apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) || slices.ContainsFunc(causes(err), func(c metav1.StatusCause) bool { return c.Field == "metadata.uid" })
}

func fieldOf(err error) string {
	if label := (*LabelError)(nil); errors.As(err, &label) {
		return "metadata.labels[" + label.Label + "]"
	}
	return "metadata.ownerReferences"
}

func treeOf(object Object) (map[string]any, error) {
	return runtime.DefaultUnstructuredConverter.ToUnstructured(object)
}

func unstructuredOf(tree map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: tree}
}

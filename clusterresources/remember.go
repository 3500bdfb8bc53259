// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// observe reads what a live object says about what we own of it.
func (a *Applier) observe(d *desired, live Object, cold bool) (observation, error) {
	entry, found := ownership.Of(live, a.manager)
	if !found || slices.ContainsFunc(live.GetManagedFields(), a.isRepair) {
		// What a repair has set is not applied yet, and may not be wanted any more.
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
	// What is there under a former name is not taken over yet.
	if cold && !slices.ContainsFunc(live.GetManagedFields(), a.isFormerEntry) {
		seen.matches, err = d.matches(entry, tree)
	}
	return seen, err
}

// remember makes the memo of an answer. Before is the object as it was, nil if that is not known.
func (a *Applier) remember(d *desired, hash ownership.Hash, m memo, before, answer Object) (memo, error) {
	now := a.now()
	next := memo{
		owner: d.identity.owner.UID, uid: answer.GetUID(), desired: hash, revision: answer.GetResourceVersion(), answered: now, answer: answer,
		due: a.nextResync(), failures: m.failures, generation: d.identity.owner.Generation,
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
	if m.uid == next.uid && m.generation == next.generation && m.generation > 0 {
		next.changed(m, now)
	}
	if m.uid == next.uid && m.desired == hash && m.failure == nil && now.Before(m.due) {
		next.repaired(m, now)
		a.log.Info("applied again what somebody had changed", "object", d.ref.String(), "changedBy", lastOther(before, a.manager))
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
	// Whoever goes on after a pause has not stopped because of it.
	goesOn := !before.quiet.IsZero() && len(m.repairs) > 1
	if len(m.repairs) > repairsAllowed || goesOn {
		m.quiet = now.Add(repairPause)
	}
}

// The time that a failure is kept for doubles from one to the other.
const (
	firstBackOff = 5 * time.Second
	lastBackOff  = 5 * time.Minute
)

// backOff returns how long nothing is sent after a failure that so many have gone before.
func backOff(failures int) time.Duration { return min(firstBackOff<<min(failures, 10), lastBackOff) }

// backOff notes a failure, and returns how long nothing is sent because of it.
func (m *memo) backOff(now time.Time) time.Duration {
	delay := backOff(m.failures)
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
	if m.doubted {
		next.doubted, next.due = false, a.nextResync()
	}
	next.failure, next.failures, next.quiet = nil, 0, time.Time{}
	next.owner = d.identity.owner.UID
	next.uid, next.desired, next.entry, next.live = see.live.GetUID(), hash, seen.entry, seen.live
	next.revision, next.answer = see.live.GetResourceVersion(), nil
	next.repairs = slices.Clone(m.repairs)
	if see.fromServer {
		next.answered, next.answer = a.now(), see.live
	}
	return next
}

func treeOf(object Object) (map[string]any, error) {
	return runtime.DefaultUnstructuredConverter.ToUnstructured(object)
}

func unstructuredOf(tree map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: tree}
}

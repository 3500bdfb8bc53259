// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/stackabletech/operator-go/apis/overrides"
)

// SetOptions say how one reconcile goes.
type SetOptions struct {
	// Strategy is how far it may go; the zero value applies and deletes.
	Strategy Strategy
	// DryRun changes nothing: objects are sent to the API server for it to say what would become of them, and
	// Result.Diffs has what would change. Overrides and strategies count as they do otherwise.
	DryRun bool
	// Overrides are the user's, merged into the objects that they name.
	Overrides overrides.ObjectOverrides
	// AllowRBACOverrides lets users override Roles and RoleBindings, too. Whoever may write the owner can then grant any
	// right that the operator has.
	AllowRBACOverrides bool
}

// Set is what one owner should have, in one reconcile: everything is added to it, and then what was not is deleted. It is
// safe for concurrent use.
type Set struct {
	applier  *Applier
	identity identity
	options  SetOptions
	// overrides are the user's, and used says which have matched an object.
	overrides []override

	mu sync.Mutex
	// added are the objects that were asked for, whatever became of them.
	added map[key]bool
	// backups are the names of the backups that those may have.
	backups  map[string]bool
	used     []bool
	failed   bool
	finished bool
	result   Result
}

// NewSet begins a reconcile of an owner. It fails unless the owner has name, namespace and uid, and a name that can be
// the value of a label, and on overrides that could never match.
func (a *Applier) NewSet(owner Owner, options SetOptions) (*Set, error) {
	id := identity{owner: owner, manager: a.manager, app: a.app, former: a.former}
	if err := id.validate(); err != nil {
		return nil, fmt.Errorf("owner %q in namespace %q cannot own objects: %w", owner.Name, owner.Namespace, err)
	}
	if options.Strategy < Default || options.Strategy > NoApply {
		return nil, fmt.Errorf("there is no %s", options.Strategy)
	}
	if len(a.namespaces) > 0 && !slices.Contains(a.namespaces, owner.Namespace) {
		return nil, fmt.Errorf("owner %q in namespace %q cannot own objects: the namespace is none of Options.Namespaces", owner.Name, owner.Namespace)
	}
	parsed, refused := a.kinds.parseOverrides(options.Overrides)
	s := &Set{
		applier: a, identity: id, options: options, overrides: parsed, used: make([]bool, len(parsed)), added: map[key]bool{}, backups: map[string]bool{},
	}
	if len(refused) > 0 {
		if options.Strategy.sends() && !options.DryRun {
			s.tellRefused(refused)
		}
		return nil, errors.Join(refused...)
	}
	return s, nil
}

// tellRefused tells of overrides that could never match.
func (s *Set) tellRefused(refused []error) {
	for _, err := range refused {
		var about *OverrideError
		if errors.As(err, &about) {
			s.event(corev1.EventTypeWarning, ReasonApplyFailed, "Override", about.Object, about.Path, "%v", err)
		}
	}
}

// Result returns what was done so far.
func (s *Set) Result() Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.result
	r.Changes, r.Warnings, r.Diffs = slices.Clone(r.Changes), slices.Clone(r.Warnings), slices.Clone(r.Diffs)
	return r
}

// reserve notes that an object is part of the set.
func (s *Set) reserve(ref Ref, once bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.finished {
		return ErrFinished
	}
	if s.added[ref.key()] {
		return &InvalidError{Object: ref, Reason: "it was added twice in one reconcile"}
	}
	s.added[ref.key()] = true
	if once {
		s.backups[s.backupRef(ref).Name] = true
	}
	return nil
}

// record adds what became of an object to the result.
func (s *Set) record(ref Ref, action Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Changes = append(s.result.Changes, Change{Object: ref, Action: action})
	if action == Terminating {
		s.result.again(waitForGone)
	}
}

// note records what became of an object, and tells it to whoever wants to know. They may take their time, and look at the
// set.
func (s *Set) note(ref Ref, action Action) {
	s.record(ref, action)
	if s.options.DryRun {
		return
	}
	if action == Created || action == Recreated || action == Configured || action == Deleted {
		s.applier.log.V(1).Info(string(action), "object", ref.String())
	}
	switch action {
	case Deleted:
		s.applier.metrics.orphans.WithLabelValues(ref.Kind).Inc()
		s.event(corev1.EventTypeNormal, ReasonDeleted, "Delete", ref, "", "deleted %s, which is not needed any more", ref)
		return
	case Created:
		s.event(corev1.EventTypeNormal, ReasonCreated, "Create", ref, "", "created %s", ref)
	case Recreated:
		s.event(corev1.EventTypeNormal, ReasonRecreated, "Create", ref, "", "created %s again, since it could not be changed", ref)
	}
	s.applier.metrics.adds.WithLabelValues(ref.Kind, string(action)).Inc()
}

// tellRemoved tells of an object that was deleted to be created again. That may take long, or be refused after all.
func (s *Set) tellRemoved(d *desired) {
	s.applier.log.V(1).Info("deleted to be created again", "object", d.ref.String())
	s.event(corev1.EventTypeNormal, ReasonDeleted, "Delete", d.ref, "", "deleted %s to create it again, since it cannot be changed", d.ref)
}

func (s *Set) warn(warnings []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Warnings = append(s.result.Warnings, warnings...)
}

func (s *Set) fail() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = true
}

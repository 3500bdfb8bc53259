// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"slices"
	"sync"
)

// SetOptions say how one reconcile goes.
type SetOptions struct {
	// Strategy is how far it may go; the zero value applies and deletes.
	Strategy Strategy
}

// Set is what one owner should have, in one reconcile: everything is added to it, and then what was not is deleted. It is
// safe for concurrent use.
type Set struct {
	applier  *Applier
	identity identity
	options  SetOptions

	mu sync.Mutex
	// added are the objects that were asked for, whatever became of them.
	added    map[key]bool
	failed   bool
	finished bool
	result   Result
}

// NewSet begins a reconcile of an owner. It fails unless the owner has name, namespace and uid, and a name that can be
// the value of a label.
func (a *Applier) NewSet(owner Owner, options SetOptions) (*Set, error) {
	id := identity{owner: owner, manager: a.manager, app: a.app}
	if err := id.validate(); err != nil {
		return nil, fmt.Errorf("%s %s/%s cannot own objects: %w", owner.Kind, owner.Namespace, owner.Name, err)
	}
	if options.Strategy < Default || options.Strategy > NoApply {
		return nil, fmt.Errorf("there is no strategy %d", int(options.Strategy))
	}
	return &Set{applier: a, identity: id, options: options, added: map[key]bool{}}, nil
}

// Result returns what was done so far.
func (s *Set) Result() Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.result
	r.Changes, r.Warnings = slices.Clone(r.Changes), slices.Clone(r.Warnings)
	return r
}

// reserve notes that an object is part of the set.
func (s *Set) reserve(ref Ref) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.finished {
		return ErrFinished
	}
	if s.added[ref.key()] {
		return &InvalidError{Object: ref, Reason: "it was added twice in one reconcile"}
	}
	s.added[ref.key()] = true
	return nil
}

// note records what became of an object.
func (s *Set) note(ref Ref, action Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Changes = append(s.result.Changes, Change{Object: ref, Action: action})
}

func (s *Set) fail() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = true
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"time"

	"k8s.io/apimachinery/pkg/types"
)

// claim is an object that an owner wants, and that is somebody else's.
type claim struct {
	owner types.UID
	place place
}

// refusal is what became of a claim the last time, and after how many others. Until quiet, it counts without a request.
type refusal struct {
	foreign  ForeignError
	failures int
	quiet    time.Time
}

// mayTake refuses objects that are not ours to change. It returns nil if an object is.
func (s *Set) mayTake(d *desired, live Object) *ForeignError {
	foreign := s.identity.foreign(d.ref, live)
	if foreign == nil && d.options.neverAdopt && !ownedBy(live, s.identity.owner.UID) {
		foreign = &ForeignError{Object: d.ref}
	}
	if foreign != nil {
		foreign.Terminating = live.GetDeletionTimestamp() != nil
	}
	return foreign
}

// refuse returns, as an error, that an object is somebody else's. What the cache shows counts at once, and costs nothing; what
// only the API server can tell is not asked for again for some time.
func (s *Set) refuse(d *desired, m memo, known bool, see sight) error {
	at, now := claim{s.identity.owner.UID, place{d.kind, d.ref.key()}}, s.applier.now()
	switch {
	case known && !see.fromServer && m.ahead(see):
		return nil // it is ours since
	case see.live != nil && (see.fromServer || see.state == cacheReady):
		foreign := s.mayTake(d, see.live)
		switch {
		case foreign == nil:
			return nil
		case see.fromServer:
			foreign.RetryAfter = s.applier.memos.refuse(at, *foreign, now)
		}
		return foreign
	case see.fromServer:
		return nil
	}
	last := s.applier.memos.refused(at)
	adoptable := last.foreign.Controller == "" && !d.options.neverAdopt // it was not to be adopted then
	if adoptable || !now.Before(last.quiet) {
		return nil
	}
	last.foreign.RetryAfter = last.quiet.Sub(now)
	return &last.foreign
}

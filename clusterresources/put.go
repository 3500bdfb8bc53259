// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
)

// put sees to it that an object is as it should be.
func (s *Set) put(ctx context.Context, d *desired) (Object, Action, error) {
	a := s.applier
	k := d.ref.key()
	see := s.cached(d)
	unresolved := d.governed() && s.propose(d, see) != nil
	contention := newContention()
	for {
		hash, err := d.hash()
		if err != nil {
			return nil, "", err
		}
		m, known := s.memo(d)
		known = known && !m.doubted
		if !known || m.desired != hash {
			// What is wrong with an override is said before anything is sent.
			if _, err := d.build(); err != nil {
				return nil, "", err
			}
		}
		if err := s.refuse(d, m, known, see); err != nil {
			return nil, "", err
		}
		if unresolved {
			unresolved = false
			if see, err = s.look(ctx, d, see); err != nil {
				return nil, "", err
			}
			continue
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
		if d.predecessor != nil && !see.fromServer && (verdict == verdictSkip || verdict == verdictRemember) {
			verdict = verdictLook // it was to be deleted, and the cache may not know whether it was
		}
		switch verdict {
		case verdictSkip:
			switch {
			case see.fromServer:
				m.answered, m.answer = a.now(), see.live // the cache may take longer yet
				a.memos.put(d.kind, k, m)
			case m.answer != nil && see.live != nil && !m.ahead(see):
				a.compare(d.kind, see, m.answer)
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
			s.retry(m.quiet.Sub(a.now()))
			return d.current(m, see), BackingOff, nil
		case verdictLook:
			if see, err = s.look(ctx, d, see); err != nil {
				return nil, "", err
			}
			continue
		}
		if left := m.held(s.identity.owner.Generation, a.now()); left > 0 && known && m.desired != hash && m.isOf(see) {
			s.warn([]string{s.unsteady(d)})
			s.retry(left)
			return d.current(m, see), BackingOff, nil
		}
		if !see.fromServer && (len(d.oncePaths()) > 0 || d.governed() || d.options.neverAdopt && see.live == nil && !known) {
			// What is set once must not be set again, or fall back to its default, replicas not be written that a scaler has
			// not authorized, and what is not ours not be taken, because a cache is old or missing.
			if see, err = s.look(ctx, d, see); err != nil {
				return nil, "", err
			}
			continue
		}
		live, action, err := s.apply(ctx, d, hash, m, known, see)
		if err == nil {
			if d.predecessor != nil && action == Created {
				action = Recreated
			}
			return live, action, nil
		}
		refused := err
		if !isGoneOrReplaced(refused) {
			switch again, err := s.mend(ctx, d, hash, m, see, preconditionOf(m, known, see, see.live).uid, refused); {
			case isGoneOrReplaced(err):
				refused = err
			case err != nil:
				return nil, "", err
			case !again:
				return d.current(m, see), Terminating, nil
			}
		}
		if err := contention.pause(ctx, refused); err != nil {
			return nil, "", fmt.Errorf("%s: %w", d.ref, err)
		}
		a.memos.doubt(d.kind, k, s.identity.owner.UID)
		if see, err = s.look(ctx, d, see); err != nil {
			return nil, "", err
		}
	}
}

// memo is what is remembered of an object for the owner: what another one has of it says nothing.
func (s *Set) memo(d *desired) (memo, bool) {
	m, known := s.applier.memos.get(d.kind, d.ref.key())
	if m.owner != s.identity.owner.UID {
		return memo{}, false
	}
	return m, known
}

// retry has the caller come back after some time.
func (s *Set) retry(after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.again(after)
}

// cached is what the cache has of the object.
func (s *Set) cached(d *desired) sight {
	store := s.applier.stores[d.kind]
	// The revision is read first: a cache that moves on in between is taken for an older one, which is safe.
	see := sight{state: store.state(d.ref.Namespace), revision: store.revision(d.ref.Namespace)}
	see.live = store.get(d.ref.Namespace, d.ref.Name)
	if see.live != nil && see.live.GetDeletionTimestamp() == nil && s.applier.memos.isGone(see.live.GetUID()) {
		see.live, see.state = nil, cacheFailing // we have deleted it, and what is there now the cache does not know
	}
	return see
}

// look asks the API server for the object, and for what its scaler authorizes then.
func (s *Set) look(ctx context.Context, d *desired, see sight) (sight, error) {
	live, err := s.read(ctx, d.kind, d.ref)
	if err != nil {
		return see, fmt.Errorf("read %s: %w", d.ref, err)
	}
	s.applier.compare(d.kind, see, live)
	see.live, see.fromServer = live, true
	there := live != nil && live.GetDeletionTimestamp() == nil
	if there && d.predecessor != nil && !s.options.DryRun {
		if gone, left := s.applier.memos.outlived(place{d.kind, d.ref.key()}, live, s.applier.now()); gone {
			d.predecessor = nil
			s.dropBackup(ctx, d.ref, left)
		}
	}
	if d.governed() && (live == nil || s.mayTake(d, live) == nil) {
		return see, s.decideReplicas(ctx, d, live)
	}
	return see, nil
}

// read returns an object as the API server has it, nil if it has none.
func (s *Set) read(ctx context.Context, kind *Kind, ref Ref) (Object, error) {
	live, err := s.applier.server.get(ctx, kind, ref.Namespace, ref.Name)
	if apierrors.IsForbidden(err) {
		// An operator that may apply objects, and not read them, is told by a patch that changes nothing.
		live, err = s.applier.server.patch(ctx, kind, ref.Namespace, ref.Name, patch{
			kind: types.MergePatchType, body: []byte("{}"), manager: s.applier.manager, dryRun: true,
		})
	}
	if apierrors.IsNotFound(err) && isOwn(err) {
		return nil, nil
	}
	return live, err
}

// compare looks at a cache that somebody else runs in the light of what the API server has.
func (a *Applier) compare(kind *Kind, see sight, live Object) {
	if b, ok := a.stores[kind].(*borrowed); ok {
		b.compare(see, live)
	}
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

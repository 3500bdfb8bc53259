// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// LabelScalerOperation is on the Jobs that run the hooks of a scaler's operation. They are the scaler's to delete.
const LabelScalerOperation = "autoscaling.stackable.tech/operation"

// DeleteOrphans ends a reconcile: it deletes what carries the three labels and belongs to the owner, and was not added to
// the set. What is found, and in which order it is deleted, goes by the table of kinds; kinds that the operator may not
// list are left out.
//
// It deletes nothing if an Add failed (ErrIncomplete), and nothing if the owner is not, on the API server, what the set was
// made for (ErrOwnerChanged). Failures to delete single objects do not keep it from deleting others; they are joined.
// Result.Waiting says that it stopped at objects that take time to be gone, or could not see all objects: call it again in
// another reconcile, after Result.RetryAfter.
func (s *Set) DeleteOrphans(ctx context.Context) error {
	s.mu.Lock()
	failed, finished := s.failed, s.finished
	s.finished = true
	s.mu.Unlock()
	switch {
	case finished:
		return ErrFinished
	case failed && s.options.Strategy.sends():
		return ErrIncomplete
	case !failed:
		s.warnUnused()
	}
	if !s.options.Strategy.sends() {
		return nil
	}
	checked := false
	var errs []error
	for _, kind := range s.applier.kinds.ordered {
		orphans, sure := s.orphans(kind)
		if !sure {
			s.wait()
		}
		// Nothing that comes later may be deleted while there may be objects that have to be gone before.
		waiting := !sure && kind.drains
		for _, orphan := range orphans {
			if orphan.GetDeletionTimestamp() != nil || s.applier.memos.buried(orphan.GetUID(), s.applier.now()) {
				waiting = waiting || kind.drains
				continue
			}
			if !checked {
				if err := s.checkOwner(ctx); err != nil {
					return errors.Join(append(errs, err)...)
				}
				checked = true
			}
			if s.options.DryRun {
				s.would(Diff{Object: refOf(kind, orphan), Action: Deleted})
				s.note(refOf(kind, orphan), Deleted)
				continue
			}
			there, err := s.delete(ctx, kind, orphan)
			if err != nil {
				ref := refOf(kind, orphan)
				errs = append(errs, fmt.Errorf("delete an orphan: %w", speakable(ref, 0, fmt.Errorf("%s: %w", ref, err))))
			}
			waiting = waiting || kind.drains && (there || err != nil)
		}
		if waiting {
			s.wait()
			break
		}
	}
	return errors.Join(errs...)
}

func (s *Set) wait() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Waiting = true
	s.result.again(waitForGone)
}

// orphans returns what there is of a kind that should not be, and whether that is all: a cache that is not filled, or does
// not follow, knows of none.
func (s *Set) orphans(kind *Kind) (orphans []Object, sure bool) {
	store, namespace, owner := s.applier.stores[kind], s.identity.owner.Namespace, s.identity.owner.UID
	see := sight{state: store.state(namespace), revision: store.revision(namespace)}
	if see.state != cacheReady {
		return nil, see.state == cacheMissing
	}
	found := store.ownedBy(namespace, owner)
	// What was applied a moment ago, for an older specification, may not be in the cache, or only a former object of its name is.
	// Nobody might come back for it.
	for _, m := range s.applier.memos.answers(kind, owner) {
		if cached := store.get(namespace, m.answer.GetName()); (cached == nil || cached.GetUID() != m.uid) && m.ahead(see) {
			found = append(found, m.answer)
		}
	}
	slices.SortFunc(found, func(a, b Object) int { return cmp.Compare(a.GetName(), b.GetName()) })
	for _, object := range found {
		if s.isOrphan(kind, object) && !s.applier.memos.isSpared(object) {
			orphans = append(orphans, object)
		}
	}
	return orphans, true
}

func (s *Set) isOrphan(kind *Kind, object Object) bool {
	if !s.identity.has(object) || object.GetAnnotations()[AnnotationKeep] == "true" {
		return false
	}
	if _, hook := object.GetLabels()[LabelScalerOperation]; hook && kind.GroupKind() == jobs {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.added[refOf(kind, object).key()] && !s.holdsBackup(kind, object)
}

// checkOwner asks the API server whether the owner is still what the set was made for: a reconcile from a stale cache
// would delete what a newer specification wants.
func (s *Set) checkOwner(ctx context.Context) error {
	owner := s.identity.owner
	live, err := s.applier.server.owner(ctx, owner)
	switch {
	case apierrors.IsNotFound(err):
		return fmt.Errorf("%w: %s %s is gone", ErrOwnerChanged, owner.Kind, owner.Name)
	case err != nil:
		return fmt.Errorf("read the owner %s %s: %w", owner.Kind, owner.Name, err)
	case live.UID != owner.UID:
		return fmt.Errorf("%w: %s %s was deleted and created again", ErrOwnerChanged, owner.Kind, owner.Name)
	case live.DeletionTimestamp != nil:
		return fmt.Errorf("%w: %s %s is being deleted", ErrOwnerChanged, owner.Kind, owner.Name)
	case live.Generation != owner.Generation:
		return fmt.Errorf("%w: %s %s is at generation %d, and this reconcile is for %d", ErrOwnerChanged, owner.Kind, owner.Name, live.Generation, owner.Generation)
	}
	return nil
}

// delete deletes an orphan, and reports whether it may still be there. Each attempt is bound to the very revision that was
// found to be an orphan; the uid alone would not tell that somebody has just taken the object.
func (s *Set) delete(ctx context.Context, kind *Kind, orphan Object) (there bool, err error) {
	ref := refOf(kind, orphan)
	uid, cached := orphan.GetUID(), orphan
	contention := newContention()
	for {
		revision := orphan.GetResourceVersion()
		err := s.applier.server.delete(ctx, kind, ref.Namespace, ref.Name, metav1.Preconditions{UID: &uid, ResourceVersion: &revision})
		switch {
		case apierrors.IsNotFound(err) && isOwn(err):
			s.bury(ctx, kind, ref, uid)
			return false, nil
		case err == nil:
			s.bury(ctx, kind, ref, uid)
			s.note(ref, Deleted)
			return len(orphan.GetFinalizers()) > 0, nil
		case !apierrors.IsConflict(err) || !isOwn(err):
			return true, err
		}
		if err := contention.pause(ctx, err); err != nil {
			return true, err
		}
		live, err := s.applier.server.get(ctx, kind, ref.Namespace, ref.Name)
		switch {
		case apierrors.IsNotFound(err):
			return false, nil
		case err != nil:
			return true, err
		case live.GetUID() != uid, !s.isOrphan(kind, live):
			s.applier.memos.spare(cached, s.applier.now())
			return false, nil // it is somebody else's by now
		case live.GetDeletionTimestamp() != nil:
			return true, nil
		}
		orphan = live
	}
}

// bury forgets an orphan that is gone, with what it had: another one of its name begins anew.
func (s *Set) bury(ctx context.Context, kind *Kind, ref Ref, uid types.UID) {
	s.dropBackup(ctx, ref, s.applier.memos.bury(kind, ref.key(), uid, s.applier.now()))
}

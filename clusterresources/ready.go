// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/util/wait"
)

// Readiness is how far an object is, by the rules of kstatus:
// https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md.
type Readiness struct {
	Object Ref
	// Ready says that the controllers have made of the object what it asks for.
	Ready bool
	// Failed says that it will not become ready by itself.
	Failed bool
	// Message says what is missing.
	Message string
}

// ReadinessOf tells how far an object is from its own status. The object needs its apiVersion and kind, as objects that
// [Add] returns have.
func ReadinessOf(object Object) (Readiness, error) {
	tree, err := treeOf(object)
	if err != nil {
		return Readiness{}, err
	}
	ref := Ref{GroupVersionKind: object.GetObjectKind().GroupVersionKind(), Namespace: object.GetNamespace(), Name: object.GetName()}
	result, err := status.Compute(unstructuredOf(tree))
	if err != nil {
		return Readiness{}, fmt.Errorf("tell how far %s is: %w", ref, err)
	}
	return Readiness{
		Object: ref, Ready: result.Status == status.CurrentStatus, Failed: result.Status == status.FailedStatus, Message: result.Message,
	}, nil
}

// ErrNotAdded says that a set is not ready, since not everything could be added to it.
var ErrNotAdded = errors.New("not ready: not everything could be added")

// Readiness tells how far the objects are that were added to the set, by what the cache has of them. It sends nothing.
// Objects whose kind cannot be listed are left out. So are those that could not be added; the error is ErrNotAdded then, with
// the others beside it.
func (s *Set) Readiness() ([]Readiness, error) {
	s.mu.Lock()
	changes := slices.Clone(s.result.Changes)
	s.mu.Unlock()
	var all []Readiness
	for _, c := range changes {
		if c.Action == Deleted {
			continue
		}
		if c.Action == BackingOff {
			all = append(all, Readiness{Object: c.Object, Message: "it is left alone for some time, and is not what was asked for"})
			continue
		}
		kind := s.applier.kinds.byGroup[c.Object.GroupKind()]
		store := s.applier.stores[kind]
		see := sight{state: store.state(c.Object.Namespace), revision: store.revision(c.Object.Namespace)}
		if see.state == cacheMissing {
			continue
		}
		see.live = store.get(c.Object.Namespace, c.Object.Name)
		if m, known := s.applier.memos.get(kind, c.Object.key()); see.live == nil || known && m.ahead(see) {
			all = append(all, Readiness{Object: c.Object, Message: "the cache does not have what was applied"})
			continue
		}
		one, err := ReadinessOf(kind.copyOf(see.live))
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	if s.hasFailed() {
		return all, ErrNotAdded
	}
	return all, nil
}

func (s *Set) hasFailed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// lookAgain is how often the cache is looked at while it is waited for objects to be ready.
const lookAgain = 100 * time.Millisecond

// WaitReady waits until all objects that were added to the set are ready. It looks into the cache, and sends nothing. The
// error names what is not ready when the context ends, or what has failed. It is ErrNotAdded, at once, if an Add failed, and an
// error as well for a dry run, which has applied nothing.
func (s *Set) WaitReady(ctx context.Context) error {
	if s.options.DryRun {
		return errors.New("not ready: what a dry run has not applied cannot be waited for")
	}
	var missing []string
	err := wait.PollUntilContextCancel(ctx, lookAgain, true, func(context.Context) (bool, error) {
		all, err := s.Readiness()
		if err != nil {
			return false, err
		}
		missing = nil
		for _, r := range all {
			if r.Failed {
				return false, fmt.Errorf("%s has failed: %s", r.Object, r.Message)
			}
			if !r.Ready {
				missing = append(missing, fmt.Sprintf("%s (%s)", r.Object, r.Message))
			}
		}
		return len(missing) == 0, nil
	})
	if wait.Interrupted(err) {
		return fmt.Errorf("not ready: %s: %w", strings.Join(missing, ", "), context.Cause(ctx))
	}
	return err
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// probeAgain is how often it is looked whether a kind that could not be listed now can.
const probeAgain = 5 * time.Minute

// probePause is how long it takes at least to look again.
const probePause = 5 * time.Second

// notInstalled is a reason that a kind cannot be listed, of an operator that may not need it.
const notInstalled = "it is not installed"

// clusterScoped is a reason that a kind cannot be listed, which no kind of an operator should have.
const clusterScoped = "objects of a cluster are namespaced, and this kind is cluster-scoped: leave it out of Options.Kinds"

// feed is where a runner has its informers from: it makes them, or borrows them.
type feed interface {
	// open returns an informer of the kind, which can be listed.
	open(ctx context.Context) (*informer, error)
	// keep has an informer follow until the context ends, or the informer cannot follow any more, and calls filled once it can
	// be relied on.
	keep(ctx context.Context, i *informer, filled func())
}

// prober says whether a kind can be listed and watched, and if not, why.
type prober func(ctx context.Context, kind *Kind, namespace string) (reason string, err error)

// newProbe asks the API server. An informer of a kind that is forbidden or not installed would fail again and again.
func newProbe(config *rest.Config) (prober, error) {
	c, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	d := discovery.ToDiscoveryInterfaceWithContext(c.Discovery())
	return func(ctx context.Context, kind *Kind, namespace string) (string, error) {
		resources, err := d.ServerResourcesForGroupVersionWithContext(ctx, kind.GroupVersion().String())
		if err != nil && !apierrors.IsNotFound(err) {
			return "", fmt.Errorf("look for %s: %w", kind.GroupVersion(), err)
		}
		if err != nil {
			return notInstalled, nil
		}
		i := slices.IndexFunc(resources.APIResources, func(r metav1.APIResource) bool { return r.Name == kind.Resource })
		switch {
		case i < 0:
			return notInstalled, nil
		case !resources.APIResources[i].Namespaced:
			return clusterScoped, nil
		}
		for _, verb := range []string{"list", "watch"} {
			review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
				ResourceAttributes: &authorizationv1.ResourceAttributes{
					Namespace: namespace, Verb: verb, Group: kind.Group, Version: kind.Version, Resource: kind.Resource,
				},
			}}
			answer, err := c.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
			if err != nil {
				return "", fmt.Errorf("ask whether %s may be listed: %w", kind.Resource, err)
			}
			if !answer.Status.Allowed {
				return "the operator may not " + verb + " it", nil
			}
		}
		return "", nil
	}, nil
}

// runner runs an informer while its kind can be listed, and is the store of what it has. Kinds come and go: definitions are
// installed and removed, and rights are granted and revoked.
type runner struct {
	kind      *Kind
	namespace string
	// feed is asked for an informer each time that the kind comes, or the last informer has ended: that cannot run again.
	feed  feed
	memos *memos
	probe prober
	log   logr.Logger
	// refuse ends the applier, because of a kind that is none for it.
	refuse func(error)
	// pause is how long it takes at least from one probe to the next.
	pause time.Duration

	// informer is the one that runs; nil if there is none.
	informer atomic.Pointer[informer]
	// failure is why there is no informer, nil if that is not known.
	failure atomic.Pointer[error]
	// unlisted says that the kind may not be listed, or does not exist, so that there is nothing to see.
	unlisted atomic.Bool
	// settled is closed once the cache is filled, or it is known that it cannot be.
	settled chan struct{}
	once    sync.Once
}

func (r *runner) store() store {
	if r.unlisted.Load() {
		return empty{cacheMissing}
	}
	if i := r.informer.Load(); i != nil {
		return i
	}
	return empty{cacheFailing}
}

func (r *runner) get(namespace, name string) Object { return r.store().get(namespace, name) }

func (r *runner) ownedBy(namespace string, owner types.UID) []Object {
	return r.store().ownedBy(namespace, owner)
}
func (r *runner) revision(namespace string) string  { return r.store().revision(namespace) }
func (r *runner) state(namespace string) cacheState { return r.store().state(namespace) }

// run follows the kind until the context ends.
func (r *runner) run(ctx context.Context) {
	for r.await(ctx) && r.follow(ctx) {
	}
}

// await makes an informer as soon as the kind can be listed. It returns false if the context ends before.
func (r *runner) await(ctx context.Context) bool {
	said := ""
	// Rights are often granted a moment after the operator was started.
	missing := wait.Backoff{Duration: r.pause, Factor: 2, Steps: 8, Cap: probeAgain}
	retry := wait.Backoff{Duration: time.Second, Factor: 2, Jitter: 0.2, Steps: 8, Cap: probeAgain}
	for {
		reason, err := r.probe(ctx, r.kind, r.namespace)
		if ctx.Err() != nil {
			return false
		}
		// One that is installed later does not end an operator that runs.
		if reason == clusterScoped && !r.isSettled() {
			err := fmt.Errorf("%s: %s", r.kind.GroupKind(), reason)
			r.failure.Store(&err)
			r.refuse(err)
			return false
		}
		if err == nil && reason == "" {
			var i *informer
			if i, err = r.feed.open(ctx); err == nil {
				if said != "" {
					r.log.Info("the kind can be listed now")
					r.memos.dropKind(r.kind) // what was refused for want of it is tried at once
				}
				r.informer.Store(i)
				r.unlisted.Store(false)
				return true
			}
		}
		var delay time.Duration
		if err != nil {
			delay = retry.Step()
			r.failure.Store(&err)
			r.log.Error(err, "the kind is not followed: it is not known whether it can be listed, or there is no informer", "retryAfter", delay)
		} else {
			r.unlisted.Store(true)
			r.settle()
			if reason != said {
				// An operator need not use all kinds, but lacks rights by mistake.
				if reason == notInstalled {
					r.log.V(1).Info("the kind is not followed", "reason", reason)
				} else {
					r.log.Error(errors.New(reason), "the kind is applied, but orphans of it are not deleted, and changes are not seen: see Rights and Options.Namespaces")
				}
				said = reason
			}
			delay = wait.Jitter(missing.Step(), 0.2)
		}
		if !sleep(ctx, delay) {
			return false
		}
	}
}

// follow runs the informer until its kind cannot be listed any more, or the informer has ended by itself. It returns false if
// the context ends before.
func (r *runner) follow(ctx context.Context) bool {
	i := r.informer.Load()
	running, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	group.Go(func() {
		defer stop()
		r.feed.keep(running, i, r.settle)
	})
	for r.isListed(running, i) {
		// A definition that was removed is still told of for a moment: the informer comes with its doubts again.
		if !sleep(running, r.pause) {
			break
		}
	}
	if running.Err() == nil {
		// Readers must see no kind rather than what was left of it, which nothing brings up to date.
		r.unlisted.Store(true)
	}
	stop()
	group.Wait()
	if ctx.Err() != nil {
		return false
	}
	r.informer.Store(nil)
	r.memos.dropKind(r.kind)
	return sleep(ctx, r.pause)
}

// isListed waits for doubts that a kind can be listed, and reports whether they are without reason, or it is not known.
func (r *runner) isListed(ctx context.Context, i *informer) bool {
	select {
	case <-ctx.Done():
		return false
	case <-i.doubted:
	}
	reason, err := r.probe(ctx, r.kind, r.namespace)
	if err != nil && ctx.Err() == nil {
		r.log.Error(err, "it is not known whether the kind can still be listed")
	}
	return err != nil || reason == ""
}

// isSettled reports whether it was known once what there is of the kind.
func (r *runner) isSettled() bool {
	select {
	case <-r.settled:
		return true
	default:
		return false
	}
}

// pending says why it is not known what there is of the kind.
func (r *runner) pending() error {
	err := errors.New("it is being looked for")
	if i := r.informer.Load(); i != nil {
		err = i.pending()
	} else if failure := r.failure.Load(); failure != nil {
		err = *failure
	}
	if r.namespace == metav1.NamespaceAll {
		return fmt.Errorf("%s: %w", r.kind.Kind, err)
	}
	return fmt.Errorf("%s in namespace %s: %w", r.kind.Kind, r.namespace, err)
}

func (r *runner) settle() { r.once.Do(func() { close(r.settled) }) }

// everywhere is a probe of several namespaces: a kind that cannot be listed in one of them cannot be listed.
func (p prober) everywhere(namespaces []string) prober {
	return func(ctx context.Context, kind *Kind, _ string) (string, error) {
		for _, namespace := range namespaces {
			if reason, err := p(ctx, kind, namespace); err != nil || reason != "" {
				return reason, err
			}
		}
		return "", nil
	}
}

// sleep waits, and reports whether the context is still alive.
func sleep(ctx context.Context, delay time.Duration) bool {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// namespacedStores are the stores of a kind by namespace; the empty namespace stands for all.
type namespacedStores map[string]store

func (n namespacedStores) of(namespace string) store {
	if all, ok := n[metav1.NamespaceAll]; ok {
		return all
	}
	if one, ok := n[namespace]; ok {
		return one
	}
	return empty{cacheMissing}
}

func (n namespacedStores) get(namespace, name string) Object {
	return n.of(namespace).get(namespace, name)
}

func (n namespacedStores) ownedBy(namespace string, owner types.UID) []Object {
	return n.of(namespace).ownedBy(namespace, owner)
}

func (n namespacedStores) revision(namespace string) string {
	return n.of(namespace).revision(namespace)
}

func (n namespacedStores) state(namespace string) cacheState { return n.of(namespace).state(namespace) }

// empty is the store of what cannot be listed, or not yet.
type empty struct{ is cacheState }

func (empty) get(string, string) Object          { return nil }
func (empty) ownedBy(string, types.UID) []Object { return nil }
func (empty) revision(string) string             { return "" }
func (e empty) state(string) cacheState          { return e.is }

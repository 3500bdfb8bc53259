// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
)

// borrowed is a store of the informers that somebody else runs, and has its runner take them.
//
// Whether such an informer still follows has to be found out from outside: its handler of watch errors was set before it
// was started, and HasSynced stays true. What tells is the revision of its store, which moves with every event, and on most
// API servers with a bookmark a minute. Where it stays, nothing has happened, or the watch is broken; the difference is
// looked up on the API server. Until then, a broken watch cannot be told from a quiet one.
type borrowed struct {
	runner *runner
	kind   *Kind
	source InformerSource
	// objects reads metadata from the API server.
	objects metadata.Getter
	applier *Applier
	// period is how often it is looked whether the informer moves, and patience how long it may take to have what the API
	// server has.
	period, patience time.Duration
	// refused says that an informer turned out not to be good for it, which ends the applier.
	refused atomic.Bool
}

const (
	borrowedPeriod   = 2 * time.Minute
	borrowedPatience = 10 * time.Second
	// borrowedPause is the time from one look at an object to the next.
	borrowedPause = 250 * time.Millisecond
)

func (b *borrowed) store() store {
	if b.refused.Load() {
		return empty{cacheFailing}
	}
	return b.runner
}

func (b *borrowed) get(namespace, name string) Object { return b.store().get(namespace, name) }

func (b *borrowed) ownedBy(namespace string, owner types.UID) []Object {
	return b.store().ownedBy(namespace, owner)
}
func (b *borrowed) revision(namespace string) string  { return b.store().revision(namespace) }
func (b *borrowed) state(namespace string) cacheState { return b.store().state(namespace) }

// errStopped says that an informer has nothing to tell any more: it cannot run again. Its source is asked for another one.
var errStopped = errors.New("the informer that was handed in has stopped: hand in one that runs")

func (b *borrowed) open(ctx context.Context) (*informer, error) {
	shared, err := b.source.InformerFor(ctx, b.kind.copyOf(b.kind.New()))
	switch {
	case err != nil && !b.runner.isSettled():
		b.refuse(err)
	case err == nil && shared.IsStopped():
		err = errStopped
	case err == nil:
		err = index(shared)
	}
	if err != nil {
		return nil, fmt.Errorf("informer for %s: %w", b.kind.Kind, err)
	}
	return &informer{
		kind: b.kind, shared: shared, unproven: true, doubted: make(chan struct{}, 1),
		back: func() { b.applier.memos.dropKind(b.kind) },
	}, nil
}

// index has an informer find objects by their owners. Another applier of the process may have put the index there, or be
// about to.
func index(shared cache.SharedIndexInformer) error {
	err := shared.AddIndexers(cache.Indexers{byOwner: ownersOf})
	if err != nil {
		if _, missing := shared.GetIndexer().ByIndex(byOwner, ""); missing == nil {
			return nil
		}
	}
	return err
}

// keep relies on an informer once it has what the API server has, and for as long as it follows; it returns when the
// informer has stopped. At the end it takes back what was added to the informer, which may go on; the index stays, since
// another applier of the process may use it.
func (b *borrowed) keep(ctx context.Context, i *informer, filled func()) {
	for {
		err := b.check(ctx, i)
		if b.refused.Load() || ctx.Err() != nil {
			return
		}
		if err == nil {
			break
		}
		b.runner.log.Error(err, "an informer that was handed in is not used yet")
		i.fail(err)
		if errors.Is(err, errStopped) {
			return
		}
		i.doubt()
		if !sleep(ctx, b.runner.pause) {
			return
		}
	}
	handler, err := i.tell(b.applier)
	if err != nil {
		b.runner.log.Error(err, "an informer that was handed in is not used") // it has stopped just now
		return
	}
	defer func() {
		if err := cache.ShutDownEventHandler(i.shared, handler); err != nil {
			b.runner.log.Error(err, "an informer still calls the applier, which does not use it any more")
		}
	}()
	i.prove()
	filled()
	b.watch(ctx, i)
}

// watch looks now and then whether an informer still follows, until it has stopped.
func (b *borrowed) watch(ctx context.Context, i *informer) {
	before := i.revision("")
	for sleep(ctx, wait.Jitter(b.period, 0.2)) {
		now := i.revision("")
		moved := now != before
		before = now
		if moved {
			continue
		}
		err := b.check(ctx, i)
		switch {
		case b.refused.Load() || ctx.Err() != nil:
			return
		case err == nil:
			i.prove() // nothing had happened
		default:
			b.runner.log.Error(err, "an informer that was handed in does not follow, objects are read one by one")
			i.fail(err)
			b.applier.memos.dropKind(b.kind)
			if errors.Is(err, errStopped) {
				return
			}
			i.doubt()
		}
	}
}

// check compares an informer with a list of the objects that the operator has, and returns why it cannot be relied on. It
// refuses an informer that never can.
func (b *borrowed) check(ctx context.Context, i *informer) error {
	if i.shared.IsStopped() {
		return errStopped
	}
	filling, stop := context.WithTimeout(ctx, b.patience)
	defer stop()
	if !cache.WaitForCacheSync(filling.Done(), i.shared.HasSynced) {
		return errors.New("it is not filled")
	}
	for _, namespace := range b.applier.everywhere() {
		list, err := b.objects.Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: b.applier.selector()})
		if err != nil {
			return fmt.Errorf("list objects to compare it with: %w", err)
		}
		for _, there := range list.Items {
			if err := b.wait(ctx, i, there.Namespace, there.Name, there.ResourceVersion, list.ResourceVersion); err != nil {
				return err
			}
			if cached := i.get(there.Namespace, there.Name); cached != nil {
				if err := b.defect(cached, there.ManagedFields); err != nil {
					b.refuse(err)
					return err
				}
			}
		}
		if err := b.waitForGone(ctx, i, namespace, list); err != nil {
			return err
		}
	}
	return nil
}

// waitForGone waits until an informer lacks what a list lacks.
func (b *borrowed) waitForGone(ctx context.Context, i *informer, namespace string, list *metav1.PartialObjectMetadataList) error {
	there := map[types.UID]bool{}
	for _, object := range list.Items {
		there[object.UID] = true
	}
	for _, one := range i.shared.GetIndexer().List() {
		cached, ok := one.(Object)
		if !ok || there[cached.GetUID()] || !b.applier.isOurs(cached) || namespace != metav1.NamespaceAll && cached.GetNamespace() != namespace {
			continue
		}
		if err := b.wait(ctx, i, cached.GetNamespace(), cached.GetName(), "", list.ResourceVersion); err != nil {
			return err
		}
	}
	return nil
}

// wait waits until an informer knows as much of an object as a list does that has the object at a revision, empty if it
// lacks it. It refuses an informer that will never have the object.
func (b *borrowed) wait(ctx context.Context, i *informer, namespace, name, revision, listed string) error {
	err := wait.PollUntilContextTimeout(ctx, borrowedPause, b.patience, true, func(ctx context.Context) (bool, error) {
		// The revision is read first: see compare.
		see := sight{state: cacheReady, revision: i.revision(namespace)}
		see.live = i.get(namespace, name)
		switch {
		case see.live == nil && revision == "":
			return true, nil
		case see.live != nil:
			return !newer(listed, see.revision) || revision != "" && !newer(revision, see.live.GetResourceVersion()), nil
		}
		live, err := b.objects.Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return true, nil // it was deleted since
		}
		if err != nil {
			return false, fmt.Errorf("read %s/%s to compare it with: %w", namespace, name, err)
		}
		b.compare(see, live)
		return b.refused.Load() || !b.applier.isOurs(live), nil
	})
	if wait.Interrupted(err) {
		return fmt.Errorf("it has not seen the last change of %s/%s", namespace, name)
	}
	return err
}

// compare refuses an informer whose objects are not what the API server has. When the applier started there may have been
// no object to see it by.
func (b *borrowed) compare(see sight, live Object) {
	if see.fromServer || see.state != cacheReady || live == nil {
		return
	}
	var err error
	switch {
	case see.live != nil && (see.live.GetUID() != live.GetUID() || see.live.GetResourceVersion() != live.GetResourceVersion()):
		return // somebody has written it in between
	case see.live != nil:
		err = b.defect(see.live, live.GetManagedFields())
	// It has not been written since a revision that the informer knows of.
	case !newer(live.GetResourceVersion(), see.revision) && b.applier.isOurs(live):
		err = fmt.Errorf("it lacks %s/%s: it must follow all objects with %s", live.GetNamespace(), live.GetName(), LabelManagedBy)
	}
	if err != nil {
		b.refuse(err)
	}
}

// refuse ends the applier because of an informer.
func (b *borrowed) refuse(err error) {
	if b.refused.CompareAndSwap(false, true) {
		b.applier.refuse(fmt.Errorf("informer for %s: %w", b.kind.Kind, err))
	}
}

// defect says what is wrong with an object of an informer that has managedFields on the API server.
func (b *borrowed) defect(cached Object, fields []metav1.ManagedFieldsEntry) error {
	switch {
	case reflect.TypeOf(cached) != reflect.TypeOf(b.kind.New()):
		return fmt.Errorf("it keeps %T, not %T", cached, b.kind.New())
	case len(cached.GetManagedFields()) == 0 && len(fields) > 0:
		return errors.New("its objects lack metadata.managedFields: do not remove them by a transform")
	}
	return nil
}

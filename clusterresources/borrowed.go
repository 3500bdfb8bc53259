// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync/atomic"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
)

// borrowed is a store of an informer that somebody else runs, once it is known to be good for it.
type borrowed struct {
	informer atomic.Pointer[informer]
	// unlisted says that the kind may not be listed, or does not exist, so that there is no informer.
	unlisted atomic.Bool
	// refused says that the informer turned out not to be good for it.
	refused atomic.Bool
	// refuse is told why.
	refuse func(error)
	kind   *Kind
	// managers are the values of the label by which the informer must find objects.
	managers []string
}

func (b *borrowed) store() store {
	if i := b.informer.Load(); i != nil && !b.refused.Load() {
		return i
	}
	if b.unlisted.Load() {
		return empty{cacheMissing}
	}
	return empty{cacheFailing}
}

func (b *borrowed) get(namespace, name string) Object { return b.store().get(namespace, name) }

func (b *borrowed) ownedBy(namespace string, owner types.UID) []Object {
	return b.store().ownedBy(namespace, owner)
}
func (b *borrowed) revision(namespace string) string  { return b.store().revision(namespace) }
func (b *borrowed) state(namespace string) cacheState { return b.store().state(namespace) }

// compare refuses an informer whose objects are not what the API server has. When the applier started there may have been
// no object to see it by.
func (b *borrowed) compare(see sight, live Object) {
	if see.fromServer || see.state != cacheReady || live == nil {
		return
	}
	var err error
	switch {
	case see.live != nil:
		err = b.defect(see.live, live.GetManagedFields())
		if see.live.GetUID() != live.GetUID() || see.live.GetResourceVersion() != live.GetResourceVersion() {
			return // somebody has written it in between
		}
	// It has not been written since a revision that the informer knows of.
	case !newer(live.GetResourceVersion(), see.revision) && slices.Contains(b.managers, live.GetLabels()[LabelManagedBy]):
		err = fmt.Errorf("it lacks %s/%s: it must follow all objects with %s", live.GetNamespace(), live.GetName(), LabelManagedBy)
	}
	if err != nil && b.refused.CompareAndSwap(false, true) {
		b.refuse(fmt.Errorf("informer for %s: %w", b.kind.Kind, err))
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

// borrower takes an informer from a source when the applier starts.
type borrower struct {
	kind     *Kind
	source   InformerSource
	into     *borrowed
	probe    prober
	objects  metadata.Interface
	selector string
	// namespaces are those that the operator works in.
	namespaces []string
	applier    *Applier
	// shared is what was taken; nil if there is nothing to take.
	shared cache.SharedIndexInformer
	// handler is what was added to it; nil if nothing was.
	handler cache.ResourceEventHandlerRegistration
}

// borrowedPatience is how long a borrowed informer may take to have what the API server has.
const borrowedPatience = 10 * time.Second

// borrow takes the informer, if its kind can be listed.
func (b *borrower) borrow(ctx context.Context) error {
	for _, namespace := range b.namespaces {
		reason, err := b.probe(ctx, b.kind, namespace)
		if err != nil {
			return err
		}
		if reason != "" {
			b.into.unlisted.Store(true)
			return nil // an informer of the kind would never be filled
		}
	}
	var err error
	if b.shared, err = b.source.InformerFor(ctx, b.kind.copyOf(b.kind.New())); err != nil {
		return fmt.Errorf("informer for %s: %w", b.kind.Kind, err)
	}
	// Another applier of the process may have put the index there, or be about to.
	if err := b.shared.AddIndexers(cache.Indexers{byOwner: ownersOf}); err != nil {
		if _, missing := b.shared.GetIndexer().ByIndex(byOwner, ""); missing != nil {
			return fmt.Errorf("informer for %s: %w", b.kind.Kind, err)
		}
	}
	return nil
}

// accept waits for the informer to be filled, and refuses it unless it has what the API server has.
func (b *borrower) accept(ctx context.Context) error {
	if b.shared == nil {
		return nil
	}
	if !cache.WaitForCacheSync(ctx.Done(), b.shared.HasSynced) {
		return fmt.Errorf("informer for %s: it was not filled: %w", b.kind.Kind, context.Cause(ctx))
	}
	i := &informer{kind: b.kind, shared: b.shared, back: func() { b.applier.memos.dropKind(b.kind) }}
	if err := b.verify(ctx, i); err != nil {
		return fmt.Errorf("informer for %s: %w", b.kind.Kind, err)
	}
	var err error
	if b.handler, err = i.tell(b.applier); err != nil {
		return err
	}
	b.into.informer.Store(i)
	return nil
}

// release takes back what was added to the informer, which goes on without the applier. The index stays: another applier
// of the process may use it.
func (b *borrower) release() {
	if b.handler == nil {
		return
	}
	if err := cache.ShutDownEventHandler(b.shared, b.handler); err != nil {
		b.applier.log.Error(err, "an informer still calls the applier, which has ended", "kind", b.kind.Kind)
	}
}

// verify compares the informer with a list of the objects that the operator has.
func (b *borrower) verify(ctx context.Context, i *informer) error {
	for _, namespace := range b.namespaces {
		resource := b.kind.GroupVersion().WithResource(b.kind.Resource)
		list, err := b.objects.Resource(resource).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: b.selector})
		if err != nil {
			return fmt.Errorf("list objects to compare it with: %w", err)
		}
		for _, there := range list.Items {
			var cached Object
			err := wait.PollUntilContextTimeout(ctx, lookAgain, borrowedPatience, true, func(context.Context) (bool, error) {
				cached = i.get(there.Namespace, there.Name)
				return cached != nil, nil
			})
			if err != nil {
				return fmt.Errorf("it lacks %s/%s: it must follow all objects with %s", there.Namespace, there.Name, b.selector)
			}
			if err := b.into.defect(cached, there.ManagedFields); err != nil {
				return err
			}
		}
	}
	return nil
}

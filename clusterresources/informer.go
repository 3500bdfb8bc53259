// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
)

// byOwner is the index of objects by the uids in their ownerReferences.
const byOwner = "clusterresources/owner"

// InformerSource hands in informers that somebody else runs, such as those in the cache of a controller-runtime manager,
// so that objects need not be kept twice. They must follow all objects with the operator's label
// app.kubernetes.io/managed-by in all namespaces that the operator works in, as the Go types of the objects and with
// their managedFields; [Applier.Start] fails if they do not.
//
// They cannot tell an Applier when their watch breaks, or their kind is gone. It finds that out by itself, which takes up
// to five minutes; until then, what others change is not seen, and put back later.
type InformerSource interface {
	// InformerFor returns the informer for objects of the given one's type, apiVersion and kind. It must see to it that the
	// informer runs, and need not wait for it. [Applier.Start] calls it, with a context that ends with its own, once for each
	// of the table of kinds that is installed and may be listed, and again for a kind that was gone and has come back; it may
	// return the same informer then. It is called from several goroutines. At the start, Start fails with its error; later,
	// it is called again after some time. So it is when the informer has stopped, at the start, too: objects are read one by
	// one until it returns one that runs.
	InformerFor(ctx context.Context, object Object) (cache.SharedIndexInformer, error)
}

// informer is the cache of one kind in one namespace, or in all of them.
type informer struct {
	kind   *Kind
	shared cache.SharedIndexInformer
	// doubted has an entry once there is reason to think that the kind is not there, or may not be listed.
	doubted chan struct{}

	mu sync.Mutex
	// unproven says that it is not known whether a borrowed informer has what it should.
	unproven bool
	// failure is why the watch broke last, or was not begun, nil if it never did.
	failure error
	// failedAt is the revision at which the watch broke; the cache is relied on again once it has a newer one.
	failed   bool
	failedAt string
	// newest is the last revision that was seen, and back is called when there is an older one.
	newest string
	back   func()
}

// listWatch lists and watches the objects that a label selector finds.
func listWatch(c *client, kind *Kind, namespace, selector string) cache.ListerWatcher {
	selected := func(options metav1.ListOptions) metav1.ListOptions {
		options.LabelSelector = selector
		return options
	}
	return &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			return c.list(ctx, kind, namespace, selected(options))
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			return c.watch(ctx, kind, namespace, selected(options))
		},
	}
}

// newInformer makes a cache of what is listed. What is deleted, and a broken watch, are told to the applier's memos.
func newInformer(source cache.ListerWatcher, kind *Kind, namespace string, a *Applier) (*informer, error) {
	i := &informer{kind: kind, back: func() { a.memos.dropKind(kind) }, doubted: make(chan struct{}, 1)}
	i.shared = cache.NewSharedIndexInformerWithOptions(source, kind.New(), cache.SharedIndexInformerOptions{
		Indexers:          cache.Indexers{byOwner: ownersOf},
		ObjectDescription: kind.GroupVersionKind.String(),
	})
	if err := i.shared.SetWatchErrorHandlerWithContext(func(_ context.Context, _ *cache.Reflector, err error) {
		if isOrdinary(err) {
			return
		}
		a.log.Error(err, "the cache does not follow, objects are read one by one", "kind", kind.Kind, "namespace", namespace)
		i.fail(err)
		a.memos.dropKind(kind)
		if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) {
			i.doubt()
		}
	}); err != nil {
		return nil, fmt.Errorf("watch %s: %w", kind.Kind, err)
	}
	_, err := i.tell(a)
	return i, err
}

// own makes the informers of a kind, and runs them.
type own struct {
	source    cache.ListerWatcher
	kind      *Kind
	namespace string
	applier   *Applier
}

func (o own) open(context.Context) (*informer, error) {
	return newInformer(o.source, o.kind, o.namespace, o.applier)
}

func (o own) keep(ctx context.Context, i *informer, filled func()) {
	var group sync.WaitGroup
	group.Go(func() {
		if cache.WaitForCacheSync(ctx.Done(), i.shared.HasSynced) {
			filled()
		}
	})
	i.shared.RunWithContext(ctx)
	group.Wait()
}

// tell has the memos drop what is deleted, and somebody reconcile the owners of what has changed.
func (i *informer) tell(a *Applier) (cache.ResourceEventHandlerRegistration, error) {
	kind := i.kind
	changed := func(object any) {
		if o, ok := object.(Object); ok && a.changed != nil && a.isOurs(o) {
			if owner := metav1.GetControllerOf(o); owner != nil {
				a.changed(o.GetNamespace(), *owner)
			}
		}
	}
	registration, err := i.shared.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: changed,
		UpdateFunc: func(before, after any) {
			// Owners may have changed, too, and both have to know. What is listed again is the same.
			old, isObject := before.(Object)
			if now, ok := after.(Object); isObject && ok && old.GetResourceVersion() == now.GetResourceVersion() {
				return
			}
			if now, ok := after.(Object); isObject && (!ownedAlike(old, after) || ok && !a.isOurs(now)) {
				changed(before)
			}
			changed(after)
		},
		DeleteFunc: func(gone any) {
			if unknown, ok := gone.(cache.DeletedFinalStateUnknown); ok {
				gone = unknown.Obj
			}
			if object, ok := gone.(Object); ok {
				a.memos.drop(kind, refOf(kind, object).key(), object.GetUID())
			}
			changed(gone)
		},
	})
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", kind.Kind, err)
	}
	return registration, nil
}

// isOurs reports whether an object is one that the operator follows: borrowed informers have other ones, too.
func (a *Applier) isOurs(object Object) bool {
	return slices.Contains(a.managers(), object.GetLabels()[LabelManagedBy]) &&
		(len(a.namespaces) == 0 || slices.Contains(a.namespaces, object.GetNamespace()))
}

// ownedAlike reports whether two states of an object have the same controlling owner.
func ownedAlike(before Object, after any) bool {
	now, ok := after.(Object)
	if !ok {
		return false
	}
	a, b := metav1.GetControllerOf(before), metav1.GetControllerOf(now)
	return a == nil || b != nil && a.UID == b.UID
}

// isOrdinary reports whether a watch ended as watches do: they are closed now and then, and forget what is long ago.
func isOrdinary(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || apierrors.IsResourceExpired(err) || apierrors.IsGone(err)
}

func ownersOf(object any) ([]string, error) {
	o, ok := object.(metav1.Object)
	if !ok {
		return nil, fmt.Errorf("%T has no metadata", object)
	}
	var uids []string
	for _, reference := range o.GetOwnerReferences() {
		uids = append(uids, string(reference.UID))
	}
	return uids, nil
}

// doubt has somebody find out whether the kind can still be listed.
func (i *informer) doubt() {
	select {
	case i.doubted <- struct{}{}:
	default: // it is doubted already
	}
}

func (i *informer) fail(err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.failure, i.failed, i.failedAt = err, true, i.shared.GetIndexer().LastStoreSyncResourceVersion()
}

// pending says why the informer is not filled.
func (i *informer) pending() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.failure != nil {
		return i.failure
	}
	return errors.New("its objects are being listed")
}

// prove notes that the informer has what the API server has.
func (i *informer) prove() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.unproven, i.failed = false, false
}

func (i *informer) state(string) cacheState {
	if !i.shared.HasSynced() {
		return cacheFailing
	}
	// Whoever reads the revision first must also be the first to compare it: else one of two readers takes the cache for
	// gone back.
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.unproven {
		return cacheFailing
	}
	return i.stateAt(i.shared.GetIndexer().LastStoreSyncResourceVersion())
}

// stateAt is the state at a revision of the cache. If that has gone back, the API server was restored from a backup, and
// what is remembered is of a past that has not happened. It needs the lock.
func (i *informer) stateAt(revision string) cacheState {
	if i.newest != "" && revision != "" && i.newest != revision && newer(i.newest, revision) {
		i.back()
	}
	i.newest = revision
	if i.failed && revision == i.failedAt {
		return cacheFailing
	}
	i.failed = false
	return cacheReady
}

func (i *informer) revision(string) string {
	return i.shared.GetIndexer().LastStoreSyncResourceVersion()
}

func (i *informer) get(namespace, name string) Object {
	found, ok, err := i.shared.GetIndexer().GetByKey(namespace + "/" + name)
	if err != nil || !ok {
		return nil // an error of a store in memory cannot be, and would mean the same
	}
	object, _ := found.(Object)
	return object
}

func (i *informer) ownedBy(namespace string, owner types.UID) []Object {
	found, err := i.shared.GetIndexer().ByIndex(byOwner, string(owner))
	if err != nil {
		return nil // the index is there since the informer was made
	}
	var objects []Object
	for _, one := range found {
		if object, ok := one.(Object); ok && object.GetNamespace() == namespace {
			objects = append(objects, object)
		}
	}
	return objects
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// chaosOperator is one process of the operator: with its own memory, and its own view of the server.
type chaosOperator struct {
	world   *chaosWorld
	applier *Applier
	// release is which one of the operator it is.
	release int
	caches  map[*Kind]*chaosCache
	// owners are the custom resources as this process has read them.
	owners map[string]chaosOwner
	// life ends the process after so many requests; negative is never. Nothing that a dead one sends arrives.
	life int
	dead bool
	// reconciling is the owner of the reconcile that goes on, as known says what it wants, and asked what the server said
	// of it last.
	reconciling Owner
	known       chaosOwner
	asked       *chaosOwner
	// adding says that objects are added, and not yet deleted.
	adding   bool
	requests int
	// scalers are those of the owner that the cache has shown when orphans were looked for.
	scalers []Object
	// looked is how far the server was when an object was last read from it in this reconcile.
	looked map[chaosName]int64
	// dues are when objects are to be applied again.
	dues map[place]time.Time
}

// errCrash ends a process in the middle of a reconcile.
var errCrash = errors.New("the process was killed")

// newChaosOperator starts a process. It begins with what another one has seen, if there is one.
func newChaosOperator(w *chaosWorld, like *chaosOperator) *chaosOperator {
	o := &chaosOperator{
		world: w, release: w.release, caches: map[*Kind]*chaosCache{}, owners: map[string]chaosOwner{}, life: -1, dues: map[place]time.Time{},
	}
	a := newApplier(Options{Operator: "operator", Controller: "test", App: "app"}, w.kinds, chaosLink{operator: o})
	a.now = w.clock
	for _, kind := range w.kinds.ordered {
		a.stores[kind] = empty{cacheMissing}
	}
	for _, kind := range w.used {
		cache := newChaosCache(w.server, kind, a.manager, func(gone Object) { a.memos.drop(kind, refOf(kind, gone).key(), gone.GetUID()) })
		if like != nil {
			cache.behindLike(like.caches[kind])
		}
		o.caches[kind], a.stores[kind] = cache, chaosStore{chaosCache: cache, operator: o}
	}
	o.applier = a
	o.readOwners()
	return o
}

func (o *chaosOperator) readOwners() { o.owners = maps.Clone(o.world.server.owners) }

// catchUp has a process know all that there is.
func (o *chaosOperator) catchUp() {
	o.readOwners()
	for _, kind := range o.world.used {
		o.caches[kind].recover()
		o.caches[kind].advance(len(o.world.server.log))
	}
}

// reconcile makes the objects of an owner as this process knows it.
func (o *chaosOperator) reconcile(name string) error {
	o.requests, o.scalers, o.looked = 0, nil, map[chaosName]int64{}
	known, ok := o.owners[name]
	if !ok || known.terminated {
		return nil
	}
	o.known = known
	o.reconciling = Owner{
		GroupVersionKind: chaosKind, Namespace: chaosNamespace, Name: name, UID: known.uid, Generation: known.generation,
	}
	strategy := known.strategy
	if lie := o.world.mutant.strategy; lie != nil {
		strategy = lie(strategy)
	}
	set, err := o.applier.NewSet(o.reconciling, SetOptions{Strategy: strategy})
	if err != nil {
		return err
	}
	defer o.punctual()
	var errs []error
	for _, wanted := range sortedNames(o.world.used, known.wants) {
		o.asked, o.adding = nil, true
		object, options := o.object(wanted, known.wants[wanted])
		live, err := Add(context.Background(), set, object, options...)
		errs = append(errs, err)
		if changes := set.Result().Changes; err == nil && (changes[len(changes)-1].Action == Created || changes[len(changes)-1].Action == Recreated) {
			o.world.judgeCreated(object, live)
		}
	}
	o.asked, o.adding = nil, false
	errs = append(errs, set.DeleteOrphans(context.Background()))
	return errors.Join(errs...)
}

// punctual takes the chance out of when objects are applied again, so that a world can be had again by its seed.
func (o *chaosOperator) punctual() {
	for kind, memos := range o.applier.memos.byKind {
		for k, one := range memos {
			if at := (place{kind, k}); one.due != o.dues[at] {
				one.due = o.world.time.Add(DefaultResync)
				memos[k], o.dues[at] = one, one.due
			}
		}
	}
}

func sortedNames(used []*Kind, wants map[chaosName]chaosWant) []chaosName {
	return slices.SortedFunc(maps.Keys(wants), func(a, b chaosName) int {
		return cmp.Or(cmp.Compare(slices.Index(used, a.kind), slices.Index(used, b.kind)), cmp.Compare(a.name, b.name))
	})
}

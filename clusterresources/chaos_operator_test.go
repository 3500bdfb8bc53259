// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// chaosOperator is one process of the operator: with its own memory, and its own view of the server.
type chaosOperator struct {
	world   *chaosWorld
	applier *Applier
	caches  map[*Kind]*chaosCache
	// owners are the custom resources as this process has read them.
	owners map[string]chaosOwner
	// life ends the process after so many requests; negative is never.
	life int
	// reconciling is the owner of the reconcile that goes on, and asked what the server said of it.
	reconciling Owner
	asked       *chaosOwner
	requests    int
}

// errCrash ends a process in the middle of a reconcile.
var errCrash = errors.New("the process was killed")

// chaosLink is the way to the server: on it, the world changes before every request, the process may end before and
// after, and what it asks for is judged.
type chaosLink struct {
	operator *chaosOperator
	// lie, if set, is a defect that was put in on purpose.
	lie mutant
}

func (l chaosLink) before() error {
	l.operator.world.meddle(l.operator)
	l.operator.requests++
	if l.operator.life == 0 {
		panic(errCrash)
	}
	l.operator.life--
	return nil
}

// after ends the process between a request and what it would have made of the answer.
func (l chaosLink) after() {
	if l.operator.life == 0 && l.operator.world.random.IntN(2) == 0 {
		panic(errCrash)
	}
}

func (l chaosLink) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	if err := l.before(); err != nil {
		return nil, err
	}
	defer l.after()
	l.operator.world.say("  GET %s %s", kind.Kind, name)
	return l.operator.world.server.get(ctx, kind, namespace, name)
}

func (l chaosLink) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if err := l.before(); err != nil {
		return nil, err
	}
	defer l.after()
	w := l.operator.world
	live := w.server.objects[kind][name]
	object, err := w.server.patch(ctx, kind, namespace, name, p)
	w.say("  PATCH %s %s: %v", kind.Kind, name, err)
	if err == nil && live != nil {
		if c := metav1.GetControllerOf(live); c != nil && c.UID != l.operator.reconciling.UID && w.alive(c.UID) {
			w.wrong("%s %s is controlled by %s, and was applied for %s", kind.Kind, name, c.UID, l.operator.reconciling.UID)
		}
	}
	return object, err
}

func (l chaosLink) create(ctx context.Context, object Object, kind *Kind, manager string, dryRun bool) (Object, error) {
	return l.operator.world.server.create(ctx, object, kind, manager, dryRun)
}

func (l chaosLink) owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	if l.lie == ownerNotChecked {
		return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Name: owner.Name, UID: owner.UID, Generation: owner.Generation}}, nil
	}
	if err := l.before(); err != nil {
		return nil, err
	}
	defer l.after()
	w := l.operator.world
	answer, err := w.server.owner(ctx, owner)
	w.say("  GET owner %s: %v", owner.Name, err)
	if live, ok := w.server.owners[owner.Name]; ok {
		l.operator.asked = &live
	}
	return answer, err
}

func (l chaosLink) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	l.operator.world.touch(kind, name)
	if err := l.before(); err != nil {
		return err
	}
	defer l.after()
	w := l.operator.world
	live := w.server.objects[kind][name]
	sent := preconditions
	switch {
	case l.lie == nothingDemanded:
		sent = metav1.Preconditions{}
	case l.lie == namesCompared && live != nil:
		uid := live.GetUID()
		sent = metav1.Preconditions{UID: &uid}
	}
	err := w.server.delete(ctx, kind, namespace, name, sent)
	w.say("  DELETE %s %s: %v", kind.Kind, name, err)
	if err == nil {
		w.judge(l.operator, kind, live, preconditions)
	}
	return err
}

// chaosStore is a cache that may lie.
type chaosStore struct {
	*chaosCache
	lie mutant
}

func (s chaosStore) revision(namespace string) string {
	if s.lie == cacheTrusted {
		return "999999999999"
	}
	return s.chaosCache.revision(namespace)
}

func (s chaosStore) get(namespace, name string) Object {
	object := s.chaosCache.get(namespace, name)
	if s.lie == cacheTrusted && object != nil {
		object = s.kind.copyOf(object)
		object.SetResourceVersion("999999999999")
	}
	return object
}

// newChaosOperator starts a process. It begins with what another one has seen, if there is one.
func newChaosOperator(w *chaosWorld, like *chaosOperator) *chaosOperator {
	o := &chaosOperator{world: w, caches: map[*Kind]*chaosCache{}, owners: map[string]chaosOwner{}, life: -1}
	a := newApplier(Options{Operator: "operator", Controller: "test", App: "app"}, w.kinds, chaosLink{operator: o, lie: w.mutant})
	a.now = w.clock
	for _, kind := range w.kinds.ordered {
		a.stores[kind] = empty{cacheMissing}
	}
	for _, kind := range w.used {
		cache := newChaosCache(w.server, kind, a.manager, func(gone Object) { a.memos.drop(kind, refOf(kind, gone).key(), gone.GetUID()) })
		if like != nil {
			cache.behindLike(like.caches[kind])
		}
		o.caches[kind] = cache
		a.stores[kind] = chaosStore{chaosCache: cache, lie: w.mutant}
	}
	o.applier = a
	o.readOwners()
	return o
}

func (o *chaosOperator) readOwners() {
	o.owners = map[string]chaosOwner{}
	for name, owner := range o.world.server.owners {
		o.owners[name] = owner
	}
}

// reconcile makes the objects of an owner as this process knows it. It reports whether the process survived.
func (o *chaosOperator) reconcile(name string) (alive bool, err error) {
	o.asked, o.requests = nil, 0
	known, ok := o.owners[name]
	if !ok || known.terminated {
		return true, nil
	}
	defer func() {
		if r := recover(); r != nil {
			if r != errCrash { //nolint:errorlint // it is the very value that was thrown
				panic(r)
			}
			o.world.say("  crash")
			alive = false
		}
	}()
	o.reconciling = Owner{
		GroupVersionKind: chaosKind, Namespace: chaosNamespace, Name: name, UID: known.uid, Generation: known.generation,
	}
	set, err := o.applier.NewSet(o.reconciling, SetOptions{})
	if err != nil {
		return true, err
	}
	var errs []error
	for _, wanted := range sortedNames(o.world.used, known.wants) {
		_, err := Add(context.Background(), set, o.world.object(wanted, known.wants[wanted], o.reconciling))
		errs = append(errs, err)
	}
	errs = append(errs, set.DeleteOrphans(context.Background()))
	return true, errors.Join(errs...)
}

// judge says whether a deletion was one that should not have been.
func (w *chaosWorld) judge(o *chaosOperator, kind *Kind, gone Object, preconditions metav1.Preconditions) {
	owner := o.reconciling
	name := chaosName{kind: kind, name: gone.GetName()}
	switch {
	case preconditions.UID == nil || *preconditions.UID != gone.GetUID():
		w.wrong("%s %s: another one than was seen was deleted", kind.Kind, gone.GetName())
	case !ownedBy(gone, owner.UID):
		w.wrong("%s %s does not belong to %s, and was deleted for it", kind.Kind, gone.GetName(), owner.UID)
	case gone.GetLabels()[LabelManagedBy] != o.applier.manager:
		w.wrong("%s %s does not carry the label, and was deleted", kind.Kind, gone.GetName())
	}
	// Nothing is atomic over two objects: what counts is the owner at the moment in which the process asked for it.
	live, there := w.server.owners[owner.Name]
	if o.asked != nil {
		live, there = *o.asked, true
	}
	if _, wanted := live.wants[name]; there && live.uid == owner.UID && wanted {
		w.wrong("%s %s is wanted at generation %d, and was deleted by a reconcile for %d", kind.Kind, gone.GetName(), live.generation, owner.Generation)
	}
}

// alive reports whether an owner exists.
func (w *chaosWorld) alive(uid types.UID) bool {
	if uid == foreignUID {
		return true
	}
	for _, owner := range w.server.owners {
		if owner.uid == uid {
			return true
		}
	}
	return false
}

func (w *chaosWorld) wrong(format string, args ...any) {
	if w.verdict == "" {
		w.verdict = fmt.Sprintf(format, args...)
		w.say("WRONG: %s", w.verdict)
	}
}

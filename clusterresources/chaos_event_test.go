// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// meddle changes the world before a request of a process, now and then.
func (w *chaosWorld) meddle(o *chaosOperator) {
	if w.calm || w.random.IntN(3) > 0 {
		return
	}
	if w.random.IntN(10) == 0 && o == w.workers[0] {
		// Another process that believes to be the leader does all of its work right now.
		w.say("  meanwhile, the other process")
		_ = w.reconcile(1, w.anyOwner(), -1) // errors are part of it
		return
	}
	w.disturb()
}

// touch is what happens to an object just before it is deleted: often something.
func (w *chaosWorld) touch(kind *Kind, name string) {
	live := w.server.objects[kind][name]
	if w.calm || live == nil {
		return
	}
	switch w.random.IntN(6) {
	case 0, 1, 2, 3:
		w.say("  %s %s: annotated", kind.Kind, name)
		w.server.edit(kind, name, func(o Object) { annotate(o, "a", fmt.Sprint(w.random.IntN(1000))) })
	case 4:
		w.say("  %s %s: made anew by a user", kind.Kind, name)
		copied := kind.copyOf(live)
		w.server.erase(kind, live)
		copied.SetFinalizers(nil)
		copied.SetDeletionTimestamp(nil)
		w.server.make(kind, copied)
		w.wiped[w.server.objects[kind][name].GetUID()] = true
	}
}

// chaosHappening is something that the operator has no hand in.
type chaosHappening struct {
	// weight is how often it happens, compared with others.
	weight int
	happen func(w *chaosWorld)
}

var chaosEvents = []chaosHappening{
	{9, (*chaosWorld).cachesAdvance},
	{4, func(w *chaosWorld) { w.workers[w.random.IntN(2)].readOwners() }},
	{3, (*chaosWorld).ownerEdited},
	{2, (*chaosWorld).ownerStopped},
	{1, (*chaosWorld).ownerDeleted},
	{3, (*chaosWorld).ownerCreated},
	{1, (*chaosWorld).ownerTerminates},
	{2, func(w *chaosWorld) { w.say("garbage is collected"); w.server.collect() }},
	{2, (*chaosWorld).userEdits},
	{1, (*chaosWorld).userTakesLabel},
	{1, (*chaosWorld).userTakesOwners},
	{1, (*chaosWorld).userWipes},
	{1, (*chaosWorld).userDeletes},
	{1, (*chaosWorld).userMakes},
	{2, (*chaosWorld).userHolds},
	{1, (*chaosWorld).userTakesKeep},
	{3, (*chaosWorld).autoscalerScales},
	{4, (*chaosWorld).scalersDrain},
	{4, (*chaosWorld).scalersAuthorize},
	{1, (*chaosWorld).upgraded},
	{1, (*chaosWorld).rightsTaken},
	{4, (*chaosWorld).rightsGiven},
	{1, (*chaosWorld).cacheBreaks},
	{5, (*chaosWorld).cachesRecover},
	{2, func(w *chaosWorld) { w.time = w.time.Add(time.Duration(w.random.IntN(20)) * time.Second) }},
	{2, func(w *chaosWorld) { w.time = w.time.Add(time.Duration(w.random.IntN(20)) * time.Minute) }},
}

// disturb does one thing that the operator has no hand in.
func (w *chaosWorld) disturb() {
	all := 0
	for _, e := range chaosEvents {
		all += e.weight
	}
	at := w.random.IntN(all)
	for _, e := range chaosEvents {
		if at -= e.weight; at < 0 {
			e.happen(w)
			return
		}
	}
}

func (w *chaosWorld) cachesAdvance() {
	i := w.random.IntN(2)
	for _, kind := range w.used {
		w.workers[i].caches[kind].advance(w.random.IntN(6))
	}
	w.say("caches of %d advance", i)
}

func (w *chaosWorld) cacheBreaks() {
	i, kind := w.random.IntN(2), w.used[w.random.IntN(len(w.used))]
	w.workers[i].caches[kind].broken = true
	w.workers[i].applier.memos.dropKind(kind) // as an informer does it
	w.say("the cache of %d for %s is broken", i, kind.Kind)
}

// cachesRecover has a process look what became of the caches that are broken.
func (w *chaosWorld) cachesRecover() {
	i := w.random.IntN(2)
	for _, kind := range w.used {
		if cache := w.workers[i].caches[kind]; cache.broken || cache.missing {
			cache.recover()
			w.say("the cache of %d for %s is there again, or missing: %t", i, kind.Kind, cache.missing)
		}
	}
}

// changeOwner makes a new generation of an owner, if it is there.
func (w *chaosWorld) changeOwner(change func(name string, o *chaosOwner)) {
	name := w.anyOwner()
	owner, ok := w.server.owners[name]
	if !ok {
		return
	}
	owner.generation++
	w.count("owners edited")
	change(name, &owner)
	w.server.owners[name] = owner
	w.say("%s wants %d objects at generation %d, %s", name, len(owner.wants), owner.generation, owner.strategy)
}

// ownerEdited has an owner want other objects, or, as most edits do, some of them otherwise, or no more.
func (w *chaosWorld) ownerEdited() {
	w.changeOwner(func(name string, o *chaosOwner) {
		before := o.wants
		o.wants = w.anyWants(name)
		if w.random.IntN(4) == 0 {
			return
		}
		for _, name := range sortedNames(w.used, before) {
			switch w.random.IntN(5) {
			case 0:
				delete(o.wants, name)
			case 1:
				o.wants[name] = w.anyWant()
			default:
				o.wants[name] = before[name]
			}
		}
	})
}

func (w *chaosWorld) ownerStopped() {
	w.changeOwner(func(_ string, o *chaosOwner) { o.strategy = w.anyStrategy() })
}

func (w *chaosWorld) ownerDeleted() {
	if owner := w.anyOwner(); w.random.IntN(2) == 0 {
		delete(w.server.owners, owner)
		w.say("%s is deleted", owner)
	}
}

func (w *chaosWorld) ownerCreated() {
	owner := w.anyOwner()
	if _, exists := w.server.owners[owner]; !exists || w.random.IntN(4) == 0 {
		w.createOwner(owner)
	}
}

func (w *chaosWorld) createOwner(owner string) {
	w.server.owners[owner] = chaosOwner{uid: w.server.newUID(), generation: 1, strategy: w.anyStrategy(), wants: w.anyWants(owner)}
	w.say("%s is created, maybe again", owner)
}

func (w *chaosWorld) ownerTerminates() {
	name := w.anyOwner()
	if owner, exists := w.server.owners[name]; exists && w.random.IntN(2) == 0 {
		owner.terminated = true
		w.server.owners[name] = owner
		w.say("%s terminates", name)
	}
}

// edit has a user change some object.
func (w *chaosWorld) edit(what string, change func(Object)) {
	name := w.anyObject()
	w.say("user %s %s %s", what, name.kind.Kind, name.name)
	w.server.edit(name.kind, name.name, change)
}

func (w *chaosWorld) userEdits() {
	w.edit("edits", func(o Object) {
		secret, ok := o.(*corev1.Secret)
		switch w.random.IntN(4) {
		case 0:
			annotate(o, chaosOnce, "user")
		case 1:
			annotate(o, chaosOnce, "")
			if ok {
				delete(secret.Data, chaosPassword)
			}
		default:
			setValue(o, "user")
		}
	})
}

func (w *chaosWorld) userTakesLabel() {
	w.edit("takes a label of", func(o Object) {
		labels := maps.Clone(o.GetLabels())
		delete(labels, []string{LabelManagedBy, LabelInstance, LabelName}[w.random.IntN(3)])
		o.SetLabels(labels)
	})
}

func (w *chaosWorld) userTakesOwners() {
	w.edit("takes the owners of", func(o Object) { o.SetOwnerReferences(nil) })
}

func (w *chaosWorld) userTakesKeep() {
	w.edit("lets go", func(o Object) { annotate(o, AnnotationKeep, "") })
}

func (w *chaosWorld) userHolds() {
	w.edit("holds or lets go", func(o Object) {
		held := []string{chaosHold}
		if w.random.IntN(4) > 0 || len(o.GetFinalizers()) > 0 {
			held = nil
		}
		o.SetFinalizers(held)
	})
}

func (w *chaosWorld) userWipes() {
	name := w.anyObject()
	w.say("user wipes managedFields of %s %s", name.kind.Kind, name.name)
	if object := w.server.objects[name.kind][name.name]; object != nil {
		wiped := name.kind.copyOf(object)
		wiped.SetManagedFields(nil)
		w.server.store(name.kind, wiped)
		w.wiped[object.GetUID()] = true
		w.count("field sets wiped")
	}
}

func (w *chaosWorld) userDeletes() {
	name := w.anyObject()
	if object := w.server.objects[name.kind][name.name]; object != nil {
		w.say("user deletes %s %s", name.kind.Kind, name.name)
		w.count("deletions by users")
		w.server.remove(name.kind, object)
	}
}

func (w *chaosWorld) userMakes() {
	// Of this owner: two owners that have each other's objects block each other until somebody clears them away.
	owner := w.anyOwner()
	name := w.anyName(owner)
	w.say("user makes %s %s", name.kind.Kind, name.name)
	made := Owner{Name: owner, UID: w.server.owners[owner].uid, GroupVersionKind: chaosKind}
	metadata := metav1.ObjectMeta{Labels: w.workers[0].applier.Labels(made)}
	switch w.random.IntN(3) {
	case 0:
		metadata.OwnerReferences = []metav1.OwnerReference{made.Reference()}
	case 1:
		if w.random.IntN(2) == 0 {
			metadata.OwnerReferences = []metav1.OwnerReference{foreignOwner()}
		}
	}
	if w.server.refuses[name.kind] != nil {
		return
	}
	object, _ := chaosObject(name, chaosWant{value: "user"}, metadata, w.random.IntN(2), w.madeUp())
	annotate(object, chaosExtra, "")
	w.server.make(name.kind, object)
	delete(w.recreated, name)
}

// autoscalerScales writes the scale subresource of something that has replicas: what has none is left alone.
func (w *chaosWorld) autoscalerScales() {
	name := w.anyObject()
	live := w.server.objects[name.kind][name.name]
	if live == nil || chaosReplicas(live) == nil || *chaosReplicas(live) == 0 {
		return
	}
	replicas := w.random.Int32N(5) + 1
	w.say("autoscaler gives %s %s %d replicas", name.kind.Kind, name.name, replicas)
	w.count("writes of /scale")
	if err := w.server.scale(name.kind, live, replicas); err != nil {
		w.wrong("%s %s cannot be scaled: %v", name.kind.Kind, name.name, err)
	}
}

// scalersDrain is what those do who look after scalers: each gets a finalizer, and loses it some time after it was deleted.
func (w *chaosWorld) scalersDrain() {
	kind := w.used[0]
	for _, name := range sortedKeys(w.server.objects[kind]) {
		switch live := w.server.objects[kind][name]; {
		case live.GetDeletionTimestamp() == nil:
			w.server.edit(kind, name, func(o Object) { o.SetFinalizers([]string{chaosDrain}) })
		case w.random.IntN(6) == 0:
			w.say("%s %s is drained", kind.Kind, name)
			w.count("scalers drained")
			w.server.edit(kind, name, func(o Object) { o.SetFinalizers(nil) })
		}
	}
}

// upgraded replaces a process by one of another release; the other one goes on for a while.
func (w *chaosWorld) upgraded() {
	i := w.random.IntN(2)
	w.release = 1 - w.release
	w.workers[i].dead = true
	w.restart(i)
	w.count("upgrades")
	w.say("%d is of release %d", i, w.release)
}

// rightsTaken takes the rights on a kind, or its definition.
func (w *chaosWorld) rightsTaken() {
	kind := w.used[w.random.IntN(len(w.used))]
	switch {
	case len(w.server.refuses) > 0, w.random.IntN(2) == 0:
	case kind.drains && w.random.IntN(2) == 0:
		w.say("%s is not there any more", kind.Kind)
		w.count("definitions removed")
		for _, name := range sortedKeys(w.server.objects[kind]) {
			w.server.erase(kind, w.server.objects[kind][name])
		}
		w.server.refuses[kind] = apierrors.NewGenericServerResponse(http.StatusNotFound, "PATCH", resourceOf(kind), "", "", 0, true)
	default:
		w.say("%s is forbidden", kind.Kind)
		w.count("rights taken")
		w.server.refuses[kind] = apierrors.NewForbidden(resourceOf(kind), "", errors.New(`User "operator" cannot do it`))
	}
}

func (w *chaosWorld) rightsGiven() {
	for kind := range w.server.refuses {
		w.say("%s is there again", kind.Kind)
	}
	clear(w.server.refuses)
}

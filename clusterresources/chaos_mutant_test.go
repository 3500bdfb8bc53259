// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/base64"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// mutant is a defect put in on purpose, to see that it is found: it makes something else of what passes between a process
// and the rest of the world. What is nil is as it should be.
type mutant struct {
	// demanded are the preconditions of a deletion that are sent.
	demanded func(o *chaosOperator, live Object, p metav1.Preconditions) metav1.Preconditions
	// unasked reports whether nobody asks for the owner.
	unasked func(o *chaosOperator) bool
	// seen is what a cache, whose revision is muchLater, has of an object.
	seen func(kind *Kind, object Object) Object
	// deaf caches do not hear of deletions, so that what is remembered outlives the object.
	deaf bool
	// owned are the objects of an owner in the cache.
	owned func(kind *Kind, objects []Object) []Object
	// read is what the server answers when an object is read.
	read func(o *chaosOperator, kind *Kind, live Object) Object
	// applied changes what is applied.
	applied func(a chaosApply)
	// strategy is how far a reconcile goes.
	strategy func(Strategy) Strategy
}

// chaosApply is an apply, before it is sent.
type chaosApply struct {
	by      *chaosOperator
	name    chaosName
	live    Object
	manager string
	tree    map[string]any
}

// is reports whether it is by a manager, and of an object of a kind.
func (a chaosApply) is(manager, kind string) bool {
	return a.manager == manager && a.name.kind.Kind == kind
}

// setReplicas applies the replicas that something begins with, and setPassword another password.
func (a chaosApply) setReplicas() {
	spec, ok := a.tree["spec"].(map[string]any)
	if !ok {
		spec = map[string]any{}
		a.tree["spec"] = spec
	}
	spec["replicas"] = chaosInitial
}

func (a chaosApply) setPassword() {
	if data, ok := a.tree["data"].(map[string]any); ok {
		data[chaosPassword] = base64.StdEncoding.EncodeToString([]byte(a.by.world.madeUp()))
	}
}

// muchLater is a resourceVersion after all others.
const muchLater = "999999999999"

var mutants = map[string]mutant{
	// To leave out the uid alone does no harm here, nor does it on etcd: a resourceVersion is never given twice.
	"deletions demand nothing": {demanded: func(*chaosOperator, Object, metav1.Preconditions) metav1.Preconditions { return metav1.Preconditions{} }},
	"names are compared without uid": {demanded: func(_ *chaosOperator, live Object, _ metav1.Preconditions) metav1.Preconditions {
		uid := live.GetUID()
		return metav1.Preconditions{UID: &uid}
	}},
	"recreations demand nothing": {demanded: func(o *chaosOperator, _ Object, p metav1.Preconditions) metav1.Preconditions {
		if o.adding {
			return metav1.Preconditions{}
		}
		return p
	}},
	"the owner is not checked":                   {unasked: func(*chaosOperator) bool { return true }},
	"the owner is not checked before recreation": {unasked: func(o *chaosOperator) bool { return o.adding }},
	"the cache is trusted after an own write": {seen: func(kind *Kind, object Object) Object {
		object = kind.copyOf(object)
		object.SetResourceVersion(muchLater)
		return object
	}},
	"what is deleted is remembered": {deaf: true},
	"backups are not read": {read: func(_ *chaosOperator, kind *Kind, live Object) Object {
		if _, is := live.GetAnnotations()[AnnotationBackupOf]; is {
			live = kind.copyOf(live)
			annotate(live, AnnotationBackupOf, "")
		}
		return live
	}},
	"what is to be kept is deleted": {owned: func(kind *Kind, objects []Object) []Object {
		unmarked := slices.Clone(objects)
		for i, object := range objects {
			unmarked[i] = kind.copyOf(object)
			annotate(unmarked[i], AnnotationKeep, "")
		}
		return unmarked
	}},
	"nobody waits for scalers": {owned: func(kind *Kind, objects []Object) []Object {
		return slices.DeleteFunc(slices.Clone(objects), func(object Object) bool { return kind.drains && object.GetDeletionTimestamp() != nil })
	}},
	"the spec of a scaler is applied": {applied: func(a chaosApply) {
		if a.is(a.by.applier.manager, "StackableScaler") {
			a.setReplicas()
		}
	}},
	"a scaler is read from the cache": {read: func(o *chaosOperator, kind *Kind, live Object) Object {
		if cached := o.caches[kind].objects[live.GetName()]; kind.scaled && cached != nil {
			return cached
		}
		return live
	}},
	"no scaler decides on a StatefulSet": {applied: func(a chaosApply) {
		if a.is(a.by.applier.manager, "StatefulSet") && a.by.known.strategy == Default {
			a.setReplicas()
		}
	}},
	"replicas are applied each time": {applied: func(a chaosApply) {
		if a.is(a.by.applier.manager, "Deployment") && a.by.known.strategy == Default {
			a.setReplicas()
		}
	}},
	"a password is made up each time": {applied: func(a chaosApply) {
		if a.is(a.by.applier.manager, "Secret") {
			a.setPassword()
		}
	}},
	"a password is made up when a Secret is made again": {applied: func(a chaosApply) {
		if a.is(a.by.applier.manager, "Secret") && a.live == nil {
			a.setPassword()
		}
	}},
	"nothing is handed over": {applied: func(a chaosApply) {
		if a.manager == a.by.applier.creator() {
			delete(a.tree, "data")
			delete(a.tree, "spec")
		}
	}},
	// This is what ADR 013 is about.
	"only what is new is handed over": {applied: func(a chaosApply) {
		if a.is(a.by.applier.creator(), "Secret") && onceValues(a.live)[chaosOnce] == "" {
			delete(a.tree, "data")
		}
	}},
	"a pause is not noticed": {strategy: func(Strategy) Strategy { return Default }},
}

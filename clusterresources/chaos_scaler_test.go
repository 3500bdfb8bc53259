// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/utils/ptr"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// scalerOf is the scaler that decides on the replicas of a StatefulSet, and begins with those that it has.
func (w *chaosWorld) scalerOf(name chaosName) chaosName { return chaosName{w.used[0], name.name} }

// chaosAuthorized is the rule of scalers: what the scaler authorizes, else what there is. What has no replicas since it was
// stopped begins again.
func chaosAuthorized(live *appsv1.StatefulSet, scaler *v1alpha1.StackableScaler) (int32, error) {
	switch {
	case scaler != nil && scaler.Status.AuthorizedReplicas != nil:
		return *scaler.Status.AuthorizedReplicas, nil
	case live != nil && *live.Spec.Replicas > 0:
		return *live.Spec.Replicas, nil
	}
	return chaosInitial, nil
}

// scalersAuthorize is what those do who look after scalers: they drain what has to be drained, and authorize then what was
// asked for.
func (w *chaosWorld) scalersAuthorize() {
	kind := w.used[0]
	for _, name := range sortedKeys(w.server.objects[kind]) {
		scaler, ok := w.server.objects[kind][name].DeepCopyObject().(*v1alpha1.StackableScaler)
		if !ok || scaler.DeletionTimestamp != nil || w.random.IntN(2) == 0 {
			continue
		}
		w.say("%s %s authorizes %d replicas", kind.Kind, name, scaler.Spec.Replicas)
		w.count("replicas authorized")
		scaler.Status.AuthorizedReplicas = new(scaler.Spec.Replicas)
		w.server.store(kind, scaler)
	}
}

// hidesScaler reports whether a process has yet to see what the scaler of a StatefulSet that it knows of authorizes. One that
// authorizes what a StatefulSet begins with is not the same as none, with which the StatefulSet keeps the replicas that it has.
func (w *chaosWorld) hidesScaler(o *chaosOperator) bool {
	authorized := func(object Object) *int32 {
		scaler, ok := object.(*v1alpha1.StackableScaler)
		if !ok {
			return nil
		}
		return scaler.Status.AuthorizedReplicas
	}
	for name := range o.known.wants {
		scaler := w.scalerOf(name)
		if !ptr.Equal(authorized(o.caches[scaler.kind].objects[name.name]), authorized(w.server.objects[scaler.kind][name.name])) {
			return true
		}
	}
	return false
}

// since are the states that an object was in since the process has read another one; nil is one of them if it was not there.
func (w *chaosWorld) since(o *chaosOperator, read, of chaosName) []Object {
	from, ok := o.looked[read]
	if !ok {
		w.wrong("%s %s: %s %s was not read before", of.kind.Kind, of.name, read.kind.Kind, read.name)
	}
	states := []Object{nil}
	for _, event := range w.server.log {
		switch {
		case event.kind != of.kind || event.object.GetName() != of.name:
			continue
		case event.revision <= from:
			states = nil
		}
		if event.deleted {
			states = append(states, nil)
		} else {
			states = append(states, event.object)
		}
	}
	return states
}

// judgeGoverned says whether a StatefulSet got replicas that its scaler has not authorized since the StatefulSet was read:
// nothing is atomic over two objects. Before is nil if it is new.
func (w *chaosWorld) judgeGoverned(o *chaosOperator, name chaosName, before, after Object) {
	live, _ := before.(*appsv1.StatefulSet)
	is := *chaosReplicas(after)
	switch {
	case live != nil && is == *live.Spec.Replicas:
		return
	case o.known.strategy == ClusterStopped:
		if is != 0 {
			w.wrong("StatefulSet %s is stopped, and got %d replicas", name.name, is)
		}
		return
	}
	w.count("StatefulSets scaled as authorized")
	authorizes := func(state Object) bool {
		scaler, _ := state.(*v1alpha1.StackableScaler)
		replicas, err := chaosAuthorized(live, scaler)
		return err == nil && replicas == is
	}
	if !slices.ContainsFunc(w.since(o, name, w.scalerOf(name)), authorizes) {
		w.wrong("StatefulSet %s got %d replicas, which its scaler has not authorized", name.name, is)
	}
}

// judgeSeed says whether a new scaler begins with the replicas that its StatefulSet has, if that has any.
func (w *chaosWorld) judgeSeed(o *chaosOperator, name chaosName, scaler Object) {
	seed := chaosName{w.used[1], name.name}
	is := *chaosReplicas(scaler)
	begins := func(state Object) bool {
		if state == nil || *chaosReplicas(state) == 0 {
			return is == chaosInitial
		}
		return is == *chaosReplicas(state)
	}
	if !slices.ContainsFunc(w.since(o, seed, seed), begins) {
		w.wrong("StackableScaler %s begins with %d replicas, and its StatefulSet has others", name.name, is)
	}
	if is != chaosInitial {
		w.count("scalers seeded")
	}
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"maps"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// settle ends all disturbances, and says what is not as it should be after some reconciles.
func (w *chaosWorld) settle() {
	w.calm = true
	clear(w.server.refuses)
	for name, owner := range w.server.owners {
		owner.terminated = false
		if owner.strategy == ReconciliationPaused {
			owner.strategy = Default
		}
		w.server.owners[name] = owner
	}
	w.clearAway()
	for i, o := range w.workers {
		if o.release != w.release {
			w.restart(i)
		}
	}
	for round := range 12 {
		w.server.collect()
		w.say("settle, round %d", round)
		w.time = w.time.Add(6 * time.Minute)
		w.everybody(round % len(w.workers))
	}
	// What is due is applied once more by each, and from then on nothing is sent.
	for i := range w.workers {
		w.everybody(i)
	}
	w.catchUp()
	for i, o := range w.workers {
		for _, owner := range chaosOwners {
			if err := w.reconcile(i, owner, -1); err != nil && !w.contested() {
				w.wrong("%s does not settle: %v", owner, err)
			}
			if o.requests > 0 && !w.contested() {
				w.wrong("%s still costs %d requests", owner, o.requests)
			}
		}
	}
	w.compare()
	w.count("worlds settled")
}

// everybody has a process that knows all there is reconcile all owners.
func (w *chaosWorld) everybody(i int) {
	w.catchUp()
	for _, owner := range chaosOwners {
		_ = w.reconcile(i, owner, -1) // only the errors of the last time count
	}
}

// catchUp has all processes know all that there is.
func (w *chaosWorld) catchUp() {
	for _, o := range w.workers {
		o.catchUp()
	}
}

// clearAway has a user clear away what is nobody's to take.
func (w *chaosWorld) clearAway() {
	for _, kind := range w.used {
		for _, name := range sortedKeys(w.server.objects[kind]) {
			w.server.edit(kind, name, func(o Object) { o.SetFinalizers(nil) })
			if live := w.server.objects[kind][name]; live != nil && w.blocks(chaosName{kind, name}, live) {
				w.say("user clears away %s %s", kind.Kind, name)
				w.server.erase(kind, live)
			}
		}
	}
}

// blocks reports whether an object stands in somebody's way for ever.
func (w *chaosWorld) blocks(name chaosName, live Object) bool {
	if c := metav1.GetControllerOf(live); c != nil && c.UID == foreignUID {
		return true
	}
	for ownerName, owner := range w.server.owners {
		id := identity{owner: Owner{Name: ownerName, UID: owner.uid}, manager: w.workers[0].applier.manager, app: "app"}
		want, wanted := owner.wants[name]
		// What lost its labels is not found any more, and stands in the way of the other owner. Two owners that each have
		// what the other one wants block each other.
		if !wanted && ownedBy(live, owner.uid) && (!id.has(live) || name.name == "shared") {
			return true
		}
		// What is not the owner's is not deleted to be made again.
		if secret, ok := live.(*corev1.Secret); ok && wanted && !id.has(live) && (secret.Type == chaosType) != want.typed {
			return true
		}
	}
	return false
}

// contested reports whether two owners want the same object: then neither gives way.
func (w *chaosWorld) contested() bool {
	seen := map[chaosName]bool{}
	for _, owner := range w.server.owners {
		for name := range owner.wants {
			if seen[name] {
				return true
			}
			seen[name] = true
		}
	}
	return false
}

// compare holds what is there against what is wanted.
func (w *chaosWorld) compare() {
	if w.contested() {
		return
	}
	for _, ownerName := range sortedKeys(w.server.owners) {
		owner := w.server.owners[ownerName]
		for _, name := range sortedNames(w.used, owner.wants) {
			want, live := owner.wants[name], w.server.objects[name.kind][name.name]
			if live == nil {
				w.wrong("%s wants %s %s, which is not there", ownerName, name.kind.Kind, name.name)
				return
			}
			if valueOf(live) != want.value || !ownedBy(live, owner.uid) {
				w.wrong("%s wants %s %s with %s, and it has %s", ownerName, name.kind.Kind, name.name, want.value, valueOf(live))
			}
			w.compareMetadata(name, want, live)
			w.compareKind(owner, name, want, live)
		}
		id := identity{owner: Owner{Name: ownerName, UID: owner.uid}, manager: w.workers[0].applier.manager, app: "app"}
		for _, kind := range w.used {
			for _, name := range sortedKeys(w.server.objects[kind]) {
				live := w.server.objects[kind][name]
				_, wanted := owner.wants[chaosName{kind: kind, name: name}]
				if !wanted && id.check(Ref{}, live) == nil && live.GetAnnotations()[AnnotationKeep] != "true" {
					w.wrong("%s does not want %s %s, which is there", ownerName, kind.Kind, name)
				}
			}
		}
	}
}

// compareMetadata looks at what releases add and drop. What is dropped stays where nobody knew any more that it is ours.
func (w *chaosWorld) compareMetadata(name chaosName, want chaosWant, live Object) {
	annotations := live.GetAnnotations()
	if _, extra := annotations[chaosExtra]; extra != (w.release == 0) && !w.wiped[live.GetUID()] {
		w.wrong("%s %s has what release %d does not have, or lacks what it has", name.kind.Kind, name.name, w.release)
	}
	if w.release > 0 && annotations[chaosOnce] == "" {
		w.wrong("%s %s lacks what is set once", name.kind.Kind, name.name)
	}
	if kept := annotations[AnnotationKeep] == "true"; kept != want.keep && !w.wiped[live.GetUID()] {
		w.wrong("%s %s is to be kept, or not, and is marked otherwise", name.kind.Kind, name.name)
	}
}

// compareKind looks at what only some kinds have.
func (w *chaosWorld) compareKind(owner chaosOwner, name chaosName, want chaosWant, live Object) {
	switch o := live.(type) {
	case *corev1.Secret:
		if (o.Type == chaosType) != want.typed || len(o.Data[chaosPassword]) == 0 {
			w.wrong("Secret %s is of type %s, and has a password of %d bytes", name.name, o.Type, len(o.Data[chaosPassword]))
		}
	case *appsv1.StatefulSet:
		scaler, _ := w.server.objects[w.used[0]][name.name].(*v1alpha1.StackableScaler)
		replicas, _ := chaosAuthorized(o, scaler)
		if owner.strategy == ClusterStopped {
			replicas = 0
		}
		if *o.Spec.Replicas != replicas {
			w.wrong("StatefulSet %s has %d replicas, and is to have %d", name.name, *o.Spec.Replicas, replicas)
		}
	case *appsv1.Deployment:
		if stopped := owner.strategy == ClusterStopped; stopped != (*o.Spec.Replicas == 0) && (stopped || !w.wiped[o.UID]) {
			w.wrong("Deployment %s has %d replicas, and its owner is %s", name.name, *o.Spec.Replicas, owner.strategy)
		}
		if recreate := strategyOf(want) == appsv1.RecreateDeploymentStrategyType; recreate != (o.Spec.Strategy.Type == appsv1.RecreateDeploymentStrategyType) && (recreate || !w.wiped[o.UID]) {
			w.wrong("Deployment %s is rolled out by %s, which was not wanted", name.name, o.Spec.Strategy.Type)
		}
	}
}

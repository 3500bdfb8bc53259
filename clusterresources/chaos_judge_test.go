// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

func (w *chaosWorld) wrong(format string, args ...any) {
	if w.verdict == "" {
		w.verdict = fmt.Sprintf(format, args...)
		w.say("WRONG: %s", w.verdict)
	}
}

// recreation is an object that a process has deleted to create it again, with the values that it has to begin with.
type recreation struct {
	by     *chaosOperator
	owner  types.UID
	values map[string]string
}

// judgePatch says whether a patch was one that should not have been.
func (w *chaosWorld) judgePatch(o *chaosOperator, name chaosName, before, after Object, p patch) {
	switch p.manager {
	case o.applier.creator():
		w.count("hand-overs")
	case o.applier.repairer():
		w.count("repairs of a strategy")
	}
	if p.kind == types.JSONPatchType {
		w.count("field sets restored")
	}
	if name.kind.scaled && p.kind == types.ApplyPatchType {
		var body map[string]any
		if err := json.Unmarshal(p.body, &body); err != nil || body["spec"] != nil {
			w.wrong("%s %s: the spec is applied by %s", name.kind.Kind, name.name, p.manager)
		}
	}
	if name.kind.scaled && o.owns(after, path{"spec"}) {
		w.wrong("%s %s: the spec is owned by %s", name.kind.Kind, name.name, o.applier.manager)
	}
	w.judgeWrite(o, name, before, after)
}

// judgeWrite says whether a write changed what is others'. Before is nil if it was a creation.
func (w *chaosWorld) judgeWrite(o *chaosOperator, name chaosName, before, after Object) {
	if o.known.strategy == ReconciliationPaused {
		w.wrong("%s %s was written although %s is paused", name.kind.Kind, name.name, o.reconciling.Name)
	}
	if name.kind.GroupKind() == statefulSets {
		w.judgeGoverned(o, name, before, after)
	}
	if before == nil {
		if name.kind.scaled {
			w.judgeSeed(o, name, after)
		}
		w.judgeAgain(o, name, after)
		return
	}
	c := metav1.GetControllerOf(before)
	// Who cannot read a kind cannot know.
	if c != nil && c.UID != o.reconciling.UID && w.alive(c.UID) && !o.caches[name.kind].missing {
		w.wrong("%s %s is controlled by %s, and was applied for %s", name.kind.Kind, name.name, c.UID, o.reconciling.UID)
	}
	has := onceValues(after)
	for field, value := range onceValues(before) {
		// A release that does not set it drops it if it was not handed over, since another one has died before.
		dropped := o.release == 0 && field == chaosOnce && has[field] == "" && o.owns(before, path{"metadata", "annotations", chaosOnce})
		if has[field] != value && !dropped {
			w.wrong("%s %s: %s is set once, to %q, and became %q", name.kind.Kind, name.name, field, value, has[field])
		}
	}
	w.judgeReplicas(o, name, before, after)
}

// owns reports whether the operator owns a field of an object, or something in it, other than as its creator.
func (o *chaosOperator) owns(object Object, p path) bool {
	entry, found := ownership.Of(object, o.applier.manager)
	if !found {
		return false
	}
	fields, err := entry.Set()
	return err != nil || owns(fields, p)
}

// judgeReplicas says whether somebody's replicas were undone. A cluster that is stopped takes them, and gives back those
// that a workload begins with.
func (w *chaosWorld) judgeReplicas(o *chaosOperator, name chaosName, before, after Object) {
	was, is := chaosReplicas(before), chaosReplicas(after)
	if was == nil || is == nil || *was == *is || name.kind.GroupKind() == statefulSets {
		return
	}
	stops := *is == 0 && o.known.strategy == ClusterStopped
	starts := *was == 0 && *is == chaosInitial && o.known.strategy == Default
	switch {
	case name.kind.scaled, !stops && !starts:
		w.wrong("%s %s had %d replicas, and has %d", name.kind.Kind, name.name, *was, *is)
	case stops:
		w.count("workloads stopped")
	case starts:
		w.count("workloads started again")
	}
}

// judgeAgain says whether what was deleted to be created again is as it was in what is set once.
func (w *chaosWorld) judgeAgain(o *chaosOperator, name chaosName, created Object) {
	again, ok := w.recreated[name]
	delete(w.recreated, name)
	if !ok || again.owner != o.reconciling.UID {
		return // another owner must not know what there was
	}
	if again.by != o {
		w.count("recreations by another process")
	}
	has := onceValues(created)
	for field, value := range again.values {
		if field == chaosOnce && o.release == 0 {
			continue // it is not set by this release
		}
		if has[field] != value {
			w.wrong("%s %s was made again: %s was %q, and is %q", name.kind.Kind, name.name, field, value, has[field])
		}
	}
}

// judgeCreated says whether a new object has all that is to be set once.
func (w *chaosWorld) judgeCreated(wanted, live Object) {
	has := onceValues(live)
	for field := range onceValues(wanted) {
		if has[field] == "" {
			w.wrong("%s was created without %s", live.GetName(), field)
		}
	}
}

// judgeDelete says whether a deletion was one that should not have been.
func (w *chaosWorld) judgeDelete(o *chaosOperator, name chaosName, gone Object, preconditions metav1.Preconditions) {
	owner := o.reconciling
	switch {
	case o.known.strategy == ReconciliationPaused:
		w.wrong("%s %s was deleted although %s is paused", name.kind.Kind, name.name, owner.Name)
	case preconditions.UID == nil || *preconditions.UID != gone.GetUID():
		w.wrong("%s %s: another one than was seen was deleted", name.kind.Kind, name.name)
	case preconditions.ResourceVersion == nil || *preconditions.ResourceVersion != gone.GetResourceVersion():
		w.wrong("%s %s was changed since it was seen, and was deleted", name.kind.Kind, name.name)
	case !ownedBy(gone, owner.UID):
		w.wrong("%s %s does not belong to %s, and was deleted for it", name.kind.Kind, name.name, owner.UID)
	case gone.GetLabels()[LabelManagedBy] != o.applier.manager:
		w.wrong("%s %s does not carry the label, and was deleted", name.kind.Kind, name.name)
	}
	if of, is := gone.GetAnnotations()[AnnotationBackupOf]; is {
		w.judgeBackup(o, of, gone)
		if o.adding {
			return
		}
	}
	// Nothing is atomic over two objects: what counts is the owner at the moment in which the process asked for it.
	switch {
	case o.asked == nil:
		w.wrong("%s %s was deleted, and nobody had asked for %s", name.kind.Kind, name.name, owner.Name)
		return
	case o.asked.uid != owner.UID, o.asked.generation != owner.Generation, o.asked.terminated:
		w.wrong("%s %s was deleted by a reconcile for generation %d of %s, which is at %d", name.kind.Kind, name.name, owner.Generation, owner.UID, o.asked.generation)
	}
	if want, wanted := o.asked.wants[name]; wanted {
		w.judgeRecreation(o, name, gone, want)
		return
	}
	w.count("orphans deleted")
	if gone.GetAnnotations()[AnnotationKeep] == "true" {
		w.wrong("%s %s is to be kept, and was deleted", name.kind.Kind, name.name)
	}
	w.judgeOrder(o, name)
}

// judgeBackup says whether a backup was deleted that somebody still needs. One of an object that is not wanted any more is an
// orphan: if it is wanted later, it begins anew.
func (w *chaosWorld) judgeBackup(o *chaosOperator, of string, gone Object) {
	w.count("backups deleted")
	for name, again := range w.recreated {
		ref := Ref{GroupVersionKind: name.kind.GroupVersionKind, Namespace: chaosNamespace, Name: name.name}
		if ref.String() != of || again.owner != o.reconciling.UID {
			continue
		}
		if _, wanted := o.known.wants[name]; o.adding || wanted {
			w.wrong("Secret %s was deleted, and there is no %s", gone.GetName(), of)
		}
		delete(w.recreated, name)
	}
}

// judgeRecreation says whether an object that is wanted had to be deleted.
func (w *chaosWorld) judgeRecreation(o *chaosOperator, name chaosName, gone Object, want chaosWant) {
	w.count("recreations")
	secret, ok := gone.(*corev1.Secret)
	if !o.adding || !ok || (secret.Type == chaosType) == want.typed {
		w.wrong("%s %s is wanted at generation %d, and was deleted", name.kind.Kind, name.name, o.asked.generation)
	}
	values := onceValues(gone)
	if o.release == 0 {
		delete(values, chaosOnce) // it is not set by this release
	}
	w.recreated[name] = recreation{by: o, owner: o.reconciling.UID, values: values}
}

// judgeOrder says whether something was deleted that has to be there until a scaler is gone.
func (w *chaosWorld) judgeOrder(o *chaosOperator, name chaosName) {
	if name.kind.drains {
		return
	}
	id := identity{owner: o.reconciling, manager: o.applier.manager, app: "app"}
	isOrphan := func(scaler Object) bool { return id.has(scaler) && scaler.GetAnnotations()[AnnotationKeep] != "true" }
	for _, scaler := range o.scalers {
		kind := w.used[0]
		live := w.server.objects[kind][scaler.GetName()]
		_, wanted := o.known.wants[chaosName{kind, scaler.GetName()}]
		there := live != nil && live.GetUID() == scaler.GetUID() && isOrphan(live)
		if !wanted && isOrphan(scaler) && !o.applier.memos.isSpared(scaler) && there {
			w.wrong("%s %s was deleted before %s %s was gone", name.kind.Kind, name.name, kind.Kind, scaler.GetName())
		}
	}
}

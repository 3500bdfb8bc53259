// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"maps"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// chaosWant is what an owner wants of an object.
type chaosWant struct {
	value string
	// typed gives a Secret another type, which cannot be changed, and keep has it kept on removal.
	typed, keep bool
}

// Annotations of the objects.
const (
	chaosValue = "test.example.com/value"
	// chaosOnce is made up by the second release of the operator, once, and chaosExtra is in the first one only.
	chaosOnce  = "test.example.com/seed"
	chaosExtra = "test.example.com/extra"
	// chaosPassword is a key of a Secret that is made up once.
	chaosPassword = "password"
)

const (
	// chaosInitial is with how many replicas a workload begins.
	chaosInitial = 2
	// chaosType is the other type of a Secret.
	chaosType corev1.SecretType = "example.com/other"
	// chaosHold is the finalizer of a user, and chaosDrain that of a scaler.
	chaosHold, chaosDrain = "test.example.com/hold", "autoscaling.stackable.tech/drain"
)

// chaosKinds are the kinds of the objects.
var chaosKinds = []schema.GroupKind{
	scalers, statefulSets, deployments, {Kind: "ConfigMap"}, secrets,
}

// chaosObject is an object of an owner as a release of the operator makes it. What is set once is another value each time.
func chaosObject(name chaosName, want chaosWant, metadata metav1.ObjectMeta, release int, madeUp string) (Object, []AddOption) {
	metadata.Name, metadata.Namespace = name.name, chaosNamespace
	metadata.Annotations = map[string]string{}
	once := []string{}
	if release == 0 {
		metadata.Annotations[chaosExtra] = "x"
	} else {
		metadata.Annotations[chaosOnce] = madeUp
		once = append(once, "metadata.annotations["+chaosOnce+"]")
	}
	var object Object
	options := []AddOption{RecreateIfImmutable()}
	switch name.kind.Kind {
	case "StackableScaler":
		object = &v1alpha1.StackableScaler{ObjectMeta: metadata, Spec: v1alpha1.StackableScalerSpec{Replicas: chaosInitial}}
		options = append(options, SeedReplicasFrom(name.name))
	case "StatefulSet":
		object = &appsv1.StatefulSet{ObjectMeta: metadata, Spec: appsv1.StatefulSetSpec{
			Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "main"}}}},
		}}
		options = append(options, ReplicasGovernedBy(name.name, chaosAuthorized))
	case "Deployment":
		labels := map[string]string{"app": name.name}
		d := &appsv1.Deployment{ObjectMeta: metadata, Spec: appsv1.DeploymentSpec{
			Replicas: new(int32(chaosInitial)),
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "main"}}}},
		}}
		d.Spec.Strategy.Type = strategyOf(want)
		object, once = d, append(once, "spec.replicas")
	case "Secret":
		secret := &corev1.Secret{ObjectMeta: metadata, Type: corev1.SecretTypeOpaque, Data: map[string][]byte{chaosPassword: []byte(madeUp)}}
		if want.typed {
			secret.Type = chaosType
		}
		object, once = secret, append(once, "data."+chaosPassword)
	default:
		object = &corev1.ConfigMap{ObjectMeta: metadata}
	}
	setValue(object, want.value)
	options = append(options, CreateOnce(once...))
	if want.keep {
		options = append(options, KeepOnRemoval())
	}
	return object, options
}

// strategyOf is the rollout strategy of a Deployment, which one of the values asks for.
func strategyOf(want chaosWant) appsv1.DeploymentStrategyType {
	if want.value == "1" {
		return appsv1.RecreateDeploymentStrategyType
	}
	return ""
}

// object is one that the owner of a reconcile wants.
func (o *chaosOperator) object(name chaosName, want chaosWant) (Object, []AddOption) {
	metadata := metav1.ObjectMeta{Labels: o.applier.Labels(o.reconciling), OwnerReferences: []metav1.OwnerReference{o.reconciling.Reference()}}
	return chaosObject(name, want, metadata, o.release, o.world.madeUp())
}

func valueOf(object Object) string {
	switch o := object.(type) {
	case *corev1.Secret:
		return string(o.Data["value"])
	case *corev1.ConfigMap:
		return o.Data["value"]
	case *appsv1.Deployment:
		return o.Spec.Template.Spec.Containers[0].Image
	case *appsv1.StatefulSet:
		return o.Spec.Template.Spec.Containers[0].Image
	}
	return object.GetAnnotations()[chaosValue]
}

func setValue(object Object, value string) {
	switch o := object.(type) {
	case *corev1.Secret:
		o.Data = maps.Clone(o.Data)
		if o.Data == nil {
			o.Data = map[string][]byte{}
		}
		o.Data["value"] = []byte(value)
	case *corev1.ConfigMap:
		o.Data = map[string]string{"value": value}
	case *appsv1.Deployment:
		o.Spec.Template.Spec.Containers[0].Image = value
	case *appsv1.StatefulSet:
		o.Spec.Template.Spec.Containers[0].Image = value
	default:
		annotate(object, chaosValue, value)
	}
}

// annotate sets an annotation, or removes it if the value is empty.
func annotate(object Object, name, value string) {
	annotations := maps.Clone(object.GetAnnotations())
	if annotations == nil {
		annotations = map[string]string{}
	}
	if annotations[name] = value; value == "" {
		delete(annotations, name)
	}
	object.SetAnnotations(annotations)
}

// onceValues are the values that an object has in the fields that are set once, whichever release does so. Replicas are
// not among them: a stopped cluster has none.
func onceValues(object Object) map[string]string {
	values := map[string]string{}
	if seed := object.GetAnnotations()[chaosOnce]; seed != "" {
		values[chaosOnce] = seed
	}
	if secret, ok := object.(*corev1.Secret); ok && len(secret.Data[chaosPassword]) > 0 {
		values[chaosPassword] = string(secret.Data[chaosPassword])
	}
	return values
}

// foreignOwner is an ownerReference to something that is none of ours.
func foreignOwner() metav1.OwnerReference {
	return Owner{GroupVersionKind: chaosKind, Name: "foreign", UID: foreignUID}.Reference()
}

// madeUp is a value that was never there before.
func (w *chaosWorld) madeUp() string {
	w.values++
	return fmt.Sprintf("made up %d", w.values)
}

// anyOwner is the name of one of two owners.
func (w *chaosWorld) anyOwner() string { return chaosOwners[w.random.IntN(len(chaosOwners))] }

var chaosOwners = []string{"red", "blue"}

// anyName is the name of an object that an owner may want. Both may want the shared one, and only one of them gets it.
func (w *chaosWorld) anyName(owner string) chaosName {
	name := fmt.Sprintf("%s-%d", owner, w.random.IntN(3))
	if w.random.IntN(6) == 0 {
		name = "shared"
	}
	return chaosName{kind: w.used[w.random.IntN(len(w.used))], name: name}
}

// anyObject is one that is there, if there is any. Nobody touches backups: what somebody takes from them is lost, and no operator
// can help it.
func (w *chaosWorld) anyObject() chaosName {
	kind := w.used[w.random.IntN(len(w.used))]
	names := slices.DeleteFunc(sortedKeys(w.server.objects[kind]), func(name string) bool {
		_, is := w.server.objects[kind][name].GetAnnotations()[AnnotationBackupOf]
		return is
	})
	if len(names) == 0 {
		return chaosName{kind, "none"}
	}
	return chaosName{kind, names[w.random.IntN(len(names))]}
}

func (w *chaosWorld) anyWants(owner string) map[chaosName]chaosWant {
	wants := map[chaosName]chaosWant{}
	for range w.random.IntN(8) {
		name := w.anyName(owner)
		wants[name] = w.anyWant()
		if name.kind.GroupKind() == statefulSets {
			wants[w.scalerOf(name)] = w.anyWant()
		}
	}
	return wants
}

func (w *chaosWorld) anyWant() chaosWant {
	return chaosWant{value: fmt.Sprint(w.random.IntN(3)), typed: w.random.IntN(2) == 0, keep: w.random.IntN(4) == 0}
}

// anyStrategy is mostly that of a cluster that runs.
func (w *chaosWorld) anyStrategy() Strategy {
	return []Strategy{Default, Default, Default, Default, ClusterStopped, ReconciliationPaused}[w.random.IntN(6)]
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

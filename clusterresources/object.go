// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// Object is a Kubernetes object as a Go type: *corev1.Service, *v1alpha1.StackableScaler.
type Object interface {
	metav1.Object
	runtime.Object
}

// Ref names an object.
type Ref struct {
	schema.GroupVersionKind
	Namespace, Name string
}

// String gives "Service default/web".
func (r Ref) String() string { return fmt.Sprintf("%s %s/%s", r.Kind, r.Namespace, r.Name) }

// key is a Ref without the version: one object is the same in all versions.
type key struct {
	group, kind     string
	namespace, name string
}

func (r Ref) key() key {
	return key{group: r.Group, kind: r.Kind, namespace: r.Namespace, name: r.Name}
}

func refOf(kind *Kind, object metav1.Object) Ref {
	return Ref{GroupVersionKind: kind.GroupVersionKind, Namespace: object.GetNamespace(), Name: object.GetName()}
}

// Owner is the object on whose behalf others are applied: the custom resource of a cluster. It is what the reconcile read
// at its start, with the apiVersion and kind of its type.
type Owner struct {
	schema.GroupVersionKind
	Namespace, Name string
	UID             types.UID
	// Generation is that of the specification the Set is made from. Nothing is deleted once there is a newer one.
	Generation int64
}

// OwnerOf takes what is needed of an owner. Kinds of a typed object is often empty, so that it is given apart.
func OwnerOf(object metav1.Object, kind schema.GroupVersionKind) Owner {
	return Owner{
		GroupVersionKind: kind, Namespace: object.GetNamespace(), Name: object.GetName(), UID: object.GetUID(),
		Generation: object.GetGeneration(),
	}
}

// Reference is the ownerReference that every object of the owner carries: the controller one, which blocks nothing.
func (o Owner) Reference() metav1.OwnerReference {
	controller := true
	return metav1.OwnerReference{
		APIVersion: o.GroupVersion().String(), Kind: o.Kind, Name: o.Name, UID: o.UID, Controller: &controller,
	}
}

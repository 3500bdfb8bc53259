// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	builtin "k8s.io/client-go/applyconfigurations"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	autoscaling "github.com/stackabletech/operator-go/generated/applyconfiguration"
)

// Kind is a kind of objects that a Set applies and deletes. Everything that has to know which kinds there are goes by
// one table of them: applying, the order of deletion, informers, and the RBAC rules of the operator.
type Kind struct {
	schema.GroupVersionKind
	// Resource is the plural in URLs.
	Resource string
	// New returns an empty object of the Go type.
	New func() Object
	// Types describes the fields of the type, for overrides and field sets.
	Types managedfields.TypeConverter

	// order is when orphans of the kind are deleted: those with less first.
	order int
	// drains says that deleting an object takes until its finalizer is done, and that what comes later has to wait.
	drains bool
	// scaled says that the spec is set once, and then belongs to whoever writes the scale subresource.
	scaled bool
}

// KindOf describes a kind that a Set may hold besides the built-in ones: the type must be registered in the scheme, and
// types is what the emitted apply configurations return from NewTypeConverter(scheme); for custom resources without them,
// see [KindOfDefinition]. Orphans of registered kinds are deleted last, in the order of registration.
func KindOf(gvk schema.GroupVersionKind, resource string, object Object, types managedfields.TypeConverter) Kind {
	return Kind{
		GroupVersionKind: gvk, Resource: resource, Types: types,
		New: func() Object { return object.DeepCopyObject().(Object) },
	}
}

// newScheme returns a scheme with the types of the built-in kinds.
func newScheme() (*runtime.Scheme, error) {
	s := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(s); err != nil {
			return nil, fmt.Errorf("register the types of the built-in kinds: %w", err)
		}
	}
	return s, nil
}

// builtinKinds is the table, in the order of deletion: what changes replicas before what has them, workloads before what
// they need.
func builtinKinds(scheme *runtime.Scheme) []Kind {
	kubernetes, scalers := builtin.NewTypeConverter(scheme), autoscaling.NewTypeConverter(scheme)
	table := []Kind{
		{
			GroupVersionKind: autoscalingv2.SchemeGroupVersion.WithKind("HorizontalPodAutoscaler"), Resource: "horizontalpodautoscalers",
			New: func() Object { return &autoscalingv2.HorizontalPodAutoscaler{} },
		},
		{
			GroupVersionKind: v1alpha1.SchemeGroupVersion.WithKind("StackableScaler"), Resource: "stackablescalers",
			New: func() Object { return &v1alpha1.StackableScaler{} }, Types: scalers, drains: true, scaled: true,
		},
		{
			GroupVersionKind: appsv1.SchemeGroupVersion.WithKind("StatefulSet"), Resource: "statefulsets",
			New: func() Object { return &appsv1.StatefulSet{} },
		},
		{
			GroupVersionKind: appsv1.SchemeGroupVersion.WithKind("Deployment"), Resource: "deployments",
			New: func() Object { return &appsv1.Deployment{} },
		},
		{
			GroupVersionKind: appsv1.SchemeGroupVersion.WithKind("DaemonSet"), Resource: "daemonsets",
			New: func() Object { return &appsv1.DaemonSet{} },
		},
		{
			GroupVersionKind: batchv1.SchemeGroupVersion.WithKind("Job"), Resource: "jobs",
			New: func() Object { return &batchv1.Job{} },
		},
		{
			GroupVersionKind: policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"), Resource: "poddisruptionbudgets",
			New: func() Object { return &policyv1.PodDisruptionBudget{} },
		},
		{
			GroupVersionKind: corev1.SchemeGroupVersion.WithKind("Service"), Resource: "services",
			New: func() Object { return &corev1.Service{} },
		},
		{
			GroupVersionKind: corev1.SchemeGroupVersion.WithKind("ConfigMap"), Resource: "configmaps",
			New: func() Object { return &corev1.ConfigMap{} },
		},
		{
			GroupVersionKind: corev1.SchemeGroupVersion.WithKind("Secret"), Resource: "secrets",
			New: func() Object { return &corev1.Secret{} },
		},
		{
			GroupVersionKind: rbacv1.SchemeGroupVersion.WithKind("RoleBinding"), Resource: "rolebindings",
			New: func() Object { return &rbacv1.RoleBinding{} },
		},
		{
			GroupVersionKind: rbacv1.SchemeGroupVersion.WithKind("Role"), Resource: "roles",
			New: func() Object { return &rbacv1.Role{} },
		},
		{
			GroupVersionKind: corev1.SchemeGroupVersion.WithKind("ServiceAccount"), Resource: "serviceaccounts",
			New: func() Object { return &corev1.ServiceAccount{} },
		},
	}
	for i := range table {
		table[i].order = i
		if table[i].Types == nil {
			table[i].Types = kubernetes
		}
	}
	return table
}

// packageOf is the import path of an object's type.
func packageOf(object Object) string { return reflect.TypeOf(object).Elem().PkgPath() }

// kinds finds kinds.
type kinds struct {
	// ordered is the table in the order of deletion.
	ordered []*Kind
	byGroup map[schema.GroupKind]*Kind
	scheme  *runtime.Scheme
}

func newKinds(s *runtime.Scheme, registered []Kind) (*kinds, error) {
	k := &kinds{byGroup: map[schema.GroupKind]*Kind{}, scheme: s}
	table := builtinKinds(s)
	for i, one := range registered {
		if one.Version == "" || one.Kind == "" || one.Resource == "" || one.New == nil || one.Types == nil {
			return nil, fmt.Errorf("kind %q: version, kind, resource, New and Types must all be set: use KindOf", one.Kind)
		}
		one.order = len(table) + i
		table = append(table, one)
	}
	for i := range table {
		kind := &table[i]
		if !s.Recognizes(kind.GroupVersionKind) {
			return nil, fmt.Errorf("kind %s is not in the scheme: call AddToScheme of its package first, of %s", kind.GroupVersionKind, packageOf(kind.New()))
		}
		if list := kind.GroupVersion().WithKind(kind.Kind + "List"); !s.Recognizes(list) {
			return nil, fmt.Errorf("kind %s is not in the scheme, so that %s cannot be listed: register the list type together with the type of the objects", list, kind.Kind)
		}
		if k.byGroup[kind.GroupKind()] != nil {
			return nil, fmt.Errorf("kind %s is registered twice", kind.GroupKind())
		}
		k.byGroup[kind.GroupKind()] = kind
		k.ordered = append(k.ordered, kind)
	}
	slices.SortStableFunc(k.ordered, func(a, b *Kind) int { return cmp.Compare(a.order, b.order) })
	return k, nil
}

// of returns the kind of an object by its Go type, so that a wrong apiVersion in it is noticed.
func (k *kinds) of(object Object) (*Kind, error) {
	if value := reflect.ValueOf(object); !value.IsValid() || value.Kind() == reflect.Pointer && value.IsNil() {
		return nil, &InvalidError{Reason: "the object is nil"}
	}
	gvks, _, err := k.scheme.ObjectKinds(object)
	if err != nil {
		return nil, &InvalidError{Object: Ref{Namespace: object.GetNamespace(), Name: object.GetName()}, Reason: fmt.Sprintf("%T is not in the scheme", object), err: err}
	}
	for _, gvk := range gvks {
		kind := k.byGroup[gvk.GroupKind()]
		if kind == nil || kind.GroupVersionKind != gvk {
			continue
		}
		if typed := kind.New(); reflect.TypeOf(object) != reflect.TypeOf(typed) {
			return nil, &InvalidError{Object: refOf(kind, object), Reason: fmt.Sprintf("it is a %T: add it as a %T", object, typed)}
		}
		return kind, nil
	}
	return nil, &InvalidError{
		Object: Ref{GroupVersionKind: gvks[0], Namespace: object.GetNamespace(), Name: object.GetName()},
		Reason: "the kind is not registered: name it in Options.Kinds",
	}
}

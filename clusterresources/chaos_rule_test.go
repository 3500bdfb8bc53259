// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

// chaosDefaults are those of the API server that matter here: what nobody owns falls back to them.
type chaosDefaults struct{}

func (chaosDefaults) Default(object runtime.Object) {
	switch o := object.(type) {
	case *corev1.Secret:
		if o.Type == "" {
			o.Type = corev1.SecretTypeOpaque
		}
	case *appsv1.StatefulSet:
		if o.Spec.Replicas == nil {
			o.Spec.Replicas = new(int32(1))
		}
	case *appsv1.Deployment:
		if o.Spec.Replicas == nil {
			o.Spec.Replicas = new(int32(1))
		}
		if o.Spec.Strategy.Type == "" {
			o.Spec.Strategy.Type = appsv1.RollingUpdateDeploymentStrategyType
		}
		if o.Spec.Strategy.Type == appsv1.RollingUpdateDeploymentStrategyType && o.Spec.Strategy.RollingUpdate == nil {
			part := intstr.FromString("25%")
			o.Spec.Strategy.RollingUpdate = &appsv1.RollingUpdateDeployment{MaxUnavailable: &part, MaxSurge: &part}
		}
	}
}

// chaosValidate is what the API server refuses of what happens here. That of metadata is its own code; that of kinds has
// its words, which TestImmutableFields and TestStrategyChanges of package servertest have from a real one.
func chaosValidate(live, object Object) field.ErrorList {
	metadata := field.NewPath("metadata")
	if live == nil {
		return validation.ValidateOwnerReferences(object.GetOwnerReferences(), metadata.Child("ownerReferences"))
	}
	errs := validation.ValidateObjectMetaAccessorUpdate(object, live, metadata)
	switch o := object.(type) {
	case *corev1.Secret:
		if before, ok := live.(*corev1.Secret); ok {
			errs = append(errs, validation.ValidateImmutableField(o.Type, before.Type, field.NewPath("type"))...)
		}
	case *appsv1.Deployment:
		if o.Spec.Strategy.Type == appsv1.RecreateDeploymentStrategyType && o.Spec.Strategy.RollingUpdate != nil {
			errs = append(errs, field.Forbidden(field.NewPath("spec", "strategy", "rollingUpdate"), "may not be specified when strategy `type` is 'Recreate'"))
		}
	}
	return errs
}

// chaosReplicas are those that the scale subresource of an object has, nil if it has none.
func chaosReplicas(object Object) *int32 {
	switch o := object.(type) {
	case *appsv1.Deployment:
		return o.Spec.Replicas
	case *appsv1.StatefulSet:
		return o.Spec.Replicas
	case *v1alpha1.StackableScaler:
		return &o.Spec.Replicas
	}
	return nil
}

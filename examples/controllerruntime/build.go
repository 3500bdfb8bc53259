// SPDX-License-Identifier: Apache-2.0

package main

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/clusterresources"
	webv1 "github.com/stackabletech/operator-go/examples/apis/web/v1"
)

// builder makes the objects of one Web.
type builder struct {
	web   *webv1.Web
	owner clusterresources.Owner
	// labels are of all objects, and selector finds the pods.
	labels, selector map[string]string
}

func (b builder) meta() metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: b.web.Name, Namespace: b.web.Namespace, Labels: b.labels, OwnerReferences: []metav1.OwnerReference{b.owner.Reference()},
	}
}

func (b builder) configMap() *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: b.meta(), Data: map[string]string{"greeting": b.web.Spec.Greeting}}
}

func (b builder) service() *corev1.Service {
	return &corev1.Service{ObjectMeta: b.meta(), Spec: corev1.ServiceSpec{
		Selector: b.selector, Ports: []corev1.ServicePort{{Name: "http", Port: 80}},
	}}
}

func (b builder) deployment() *appsv1.Deployment {
	resources := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("64Mi")}
	return &appsv1.Deployment{ObjectMeta: b.meta(), Spec: appsv1.DeploymentSpec{
		Replicas: &b.web.Spec.Replicas, Selector: &metav1.LabelSelector{MatchLabels: b.selector},
		Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: b.selector},
			Spec: corev1.PodSpec{Containers: []corev1.Container{{
				Name: "web", Image: b.web.Spec.Image, Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 80}},
				Resources: corev1.ResourceRequirements{Requests: resources, Limits: resources},
				EnvFrom: []corev1.EnvFromSource{{ConfigMapRef: &corev1.ConfigMapEnvSource{
					LocalObjectReference: corev1.LocalObjectReference{Name: b.web.Name},
				}}},
			}}},
		},
	}}
}

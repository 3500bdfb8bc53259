// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/stackabletech/operator-go/clusterresources"
)

// objectsOfCluster is how many objects a cluster has.
const objectsOfCluster = 20

// wanted are the 20 objects of 9 kinds that a cluster should have. The generation is written into the first one only.
func wanted(owner clusterresources.Owner, labels map[string]string, generation int) []clusterresources.Object {
	meta := func(suffix string) metav1.ObjectMeta {
		return metav1.ObjectMeta{
			Name: owner.Name + "-" + suffix, Namespace: owner.Namespace, Labels: labels,
			OwnerReferences: []metav1.OwnerReference{owner.Reference()},
		}
	}
	one := intstr.FromInt32(1)
	objects := []clusterresources.Object{
		&corev1.ConfigMap{ObjectMeta: meta("generation"), Data: map[string]string{"generation": strconv.Itoa(generation)}},
		&corev1.ServiceAccount{ObjectMeta: meta("account")},
		&rbacv1.Role{ObjectMeta: meta("role"), Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"get"}}}},
		&rbacv1.RoleBinding{
			ObjectMeta: meta("binding"), RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: owner.Name + "-role"},
			Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Name: owner.Name + "-account", Namespace: owner.Namespace}},
		},
		&policyv1.PodDisruptionBudget{ObjectMeta: meta("budget"), Spec: policyv1.PodDisruptionBudgetSpec{
			MaxUnavailable: &one, Selector: &metav1.LabelSelector{MatchLabels: labels},
		}},
	}
	for i := range 4 {
		suffix := fmt.Sprint(i)
		objects = append(objects,
			&corev1.ConfigMap{ObjectMeta: meta("config-" + suffix), Data: map[string]string{"server.properties": "port=8080\nlevel=INFO\n"}},
			&corev1.Service{ObjectMeta: meta("service-" + suffix), Spec: corev1.ServiceSpec{
				ClusterIP: corev1.ClusterIPNone, Selector: labels, Ports: []corev1.ServicePort{{Name: "http", Port: 8080}, {Name: "metrics", Port: 9090}},
			}},
		)
	}
	for i := range 3 {
		objects = append(objects, &corev1.Secret{ObjectMeta: meta("secret-" + fmt.Sprint(i)), Data: map[string][]byte{"password": []byte("secret")}})
	}
	for i := range 3 {
		replicas := int32(3)
		objects = append(objects, &appsv1.StatefulSet{ObjectMeta: meta("nodes-" + fmt.Sprint(i)), Spec: appsv1.StatefulSetSpec{
			Replicas: &replicas, ServiceName: owner.Name + "-service-0", Selector: &metav1.LabelSelector{MatchLabels: labels}, Template: template(labels),
		}})
	}
	replicas := int32(2)
	return append(objects, &appsv1.Deployment{ObjectMeta: meta("proxy"), Spec: appsv1.DeploymentSpec{
		Replicas: &replicas, Selector: &metav1.LabelSelector{MatchLabels: labels}, Template: template(labels),
	}})
}

func template(labels map[string]string) corev1.PodTemplateSpec {
	var env []corev1.EnvVar
	for i := range 10 {
		env = append(env, corev1.EnvVar{Name: fmt.Sprintf("VARIABLE_%d", i), Value: fmt.Sprint(i)})
	}
	resources := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("500m"), corev1.ResourceMemory: resource.MustParse("1Gi")}
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{
		Containers: []corev1.Container{{
			Name: "main", Image: "registry.example.com/product:1.2.3", Env: env,
			Ports:        []corev1.ContainerPort{{Name: "http", ContainerPort: 8080, Protocol: corev1.ProtocolTCP}},
			Resources:    corev1.ResourceRequirements{Requests: resources, Limits: resources},
			VolumeMounts: []corev1.VolumeMount{{Name: "tmp", MountPath: "/tmp"}},
		}},
		Volumes: []corev1.Volume{{Name: "tmp", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
	}}
}

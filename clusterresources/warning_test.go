// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

func TestResourceWarnings(t *testing.T) {
	t.Parallel()
	list := func(cpu, memory string) corev1.ResourceList {
		l := corev1.ResourceList{}
		if cpu != "" {
			l[corev1.ResourceCPU] = resource.MustParse(cpu)
		}
		if memory != "" {
			l[corev1.ResourceMemory] = resource.MustParse(memory)
		}
		return l
	}
	ref := Ref{GroupVersionKind: appsv1.SchemeGroupVersion.WithKind("StatefulSet"), Namespace: "n", Name: "s"}
	for name, c := range map[string]struct {
		requests, limits corev1.ResourceList
		want             []string
	}{
		"as it should be": {list("100m", "1Gi"), list("500m", "1Gi"), nil},
		"only limits":     {nil, list("500m", "1Gi"), nil},
		"none": {nil, nil, []string{
			"StatefulSet n/s: container init has no cpu limit", "StatefulSet n/s: container init has no memory limit",
			"StatefulSet n/s: container main has no cpu limit", "StatefulSet n/s: container main has no memory limit",
		}},
		"far above": {list("100m", "1Gi"), list("501m", "1025Mi"), []string{
			"StatefulSet n/s: container init has a cpu limit of more than 5 times its request", "StatefulSet n/s: container init has a memory limit of more than 1 times its request",
			"StatefulSet n/s: container main has a cpu limit of more than 5 times its request", "StatefulSet n/s: container main has a memory limit of more than 1 times its request",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resources := corev1.ResourceRequirements{Requests: c.requests, Limits: c.limits}
			set := &appsv1.StatefulSet{}
			set.Spec.Template.Spec.InitContainers = []corev1.Container{{Name: "init", Resources: resources}}
			set.Spec.Template.Spec.Containers = []corev1.Container{{Name: "main", Resources: resources}}
			assert.Equal(t, c.want, resourceWarnings(ref, set))
		})
	}
	assert.Empty(t, resourceWarnings(ref, &corev1.ConfigMap{}))
}

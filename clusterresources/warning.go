// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// limitRatios is how many times its request a limit may be without a warning. A container that uses more memory than it
// requested is among the first to be evicted, so that none is granted there; CPU above the request is only throttled:
// https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction
var limitRatios = []struct {
	resource corev1.ResourceName
	ratio    int64
}{{corev1.ResourceCPU, 5}, {corev1.ResourceMemory, 1}}

// resourceWarnings says what about the resources of containers will cause trouble. It never keeps an object from being
// applied.
func resourceWarnings(ref Ref, object Object) []string {
	template := podTemplateOf(object)
	if template == nil {
		return nil
	}
	var warnings []string
	for _, c := range slices.Concat(template.Spec.InitContainers, template.Spec.Containers) {
		for _, r := range limitRatios {
			limit, limited := c.Resources.Limits[r.resource]
			request, requested := c.Resources.Requests[r.resource]
			switch {
			case !limited:
				warnings = append(warnings, fmt.Sprintf("%s: container %s has no %s limit", ref, c.Name, r.resource))
			case requested && limit.MilliValue() > r.ratio*request.MilliValue():
				warnings = append(warnings, fmt.Sprintf("%s: container %s has a %s limit of more than %d times its request", ref, c.Name, r.resource, r.ratio))
			}
		}
	}
	return warnings
}

func podTemplateOf(object Object) *corev1.PodTemplateSpec {
	switch o := object.(type) {
	case *appsv1.StatefulSet:
		return &o.Spec.Template
	case *appsv1.Deployment:
		return &o.Spec.Template
	case *appsv1.DaemonSet:
		return &o.Spec.Template
	case *batchv1.Job:
		return &o.Spec.Template
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package deepmerge

import "slices"

// oneOf is a type of which a server accepts only one of several fields at a time. Merging by the schema alone, which does
// not say so, would give an object that no server takes.
type oneOf struct {
	// members exclude each other: setting one of them removes the others.
	members []string
	// by is a field whose value says which member there is: setting it removes those of other values.
	by string
	// when has the values of by that members belong to.
	when map[string]string
}

// settle removes from a merged object the members that the override excludes. An override that has two of them itself
// is for the server to judge.
func (u oneOf) settle(merged, override map[string]any) {
	sets := func(member string) bool {
		_, said := override[member]
		_, kept := merged[member]
		return said && kept
	}
	if slices.ContainsFunc(u.members, sets) {
		for _, member := range u.members {
			if _, said := override[member]; !said {
				delete(merged, member)
			}
		}
	}
	chosen, ok := override[u.by].(string)
	if !ok {
		return
	}
	for member, value := range u.when {
		if _, said := override[member]; !said && value != chosen {
			delete(merged, member)
		}
	}
}

// rollingUpdate is the update strategy of workloads: all others have no parameters.
var rollingUpdate = oneOf{by: "type", when: map[string]string{"rollingUpdate": "RollingUpdate"}}

// profile is that of seccomp and of AppArmor.
var profile = oneOf{by: "type", when: map[string]string{"localhostProfile": "Localhost"}}

var metric = oneOf{
	members: []string{"containerResource", "external", "object", "pods", "resource"},
	by:      "type",
	when: map[string]string{
		"containerResource": "ContainerResource", "external": "External", "object": "Object", "pods": "Pods", "resource": "Resource",
	},
}

// unions is by the names of types in the schema.
var unions = map[string]oneOf{
	"io.k8s.api.apps.v1.DaemonSetUpdateStrategy":   rollingUpdate,
	"io.k8s.api.apps.v1.DeploymentStrategy":        rollingUpdate,
	"io.k8s.api.apps.v1.StatefulSetUpdateStrategy": rollingUpdate,
	"io.k8s.api.autoscaling.v2.MetricSpec":         metric,
	"io.k8s.api.core.v1.AppArmorProfile":           profile,
	"io.k8s.api.core.v1.EnvFromSource":             {members: []string{"configMapRef", "secretRef"}},
	"io.k8s.api.core.v1.EnvVar":                    {members: []string{"value", "valueFrom"}},
	"io.k8s.api.core.v1.EnvVarSource": {members: []string{
		"configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef",
	}},
	"io.k8s.api.core.v1.LifecycleHandler": {members: []string{"exec", "httpGet", "sleep", "tcpSocket"}},
	"io.k8s.api.core.v1.Probe":            {members: []string{"exec", "grpc", "httpGet", "tcpSocket"}},
	"io.k8s.api.core.v1.SeccompProfile":   profile,
	"io.k8s.api.core.v1.Volume": {members: []string{
		"awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi", "downwardAPI", "emptyDir",
		"ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "hostPath", "image", "iscsi",
		"nfs", "persistentVolumeClaim", "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd", "scaleIO",
		"secret", "storageos", "vsphereVolume",
	}},
	"io.k8s.api.policy.v1.PodDisruptionBudgetSpec": {members: []string{"maxUnavailable", "minAvailable"}},
}

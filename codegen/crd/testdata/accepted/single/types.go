// SPDX-License-Identifier: Apache-2.0

// Package single says all that can be said about resources of one version.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
// +groupName=test.example.com
// +versionName=v1
package single

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Thing is namespaced.
// +versioned:crd
// +kubebuilder:resource:path=thingies,singular=thingy,shortName=th;tg,categories=all;things
// +kubebuilder:subresource:status
// +kubebuilder:subresource:scale:specpath=.spec.replicas,statuspath=.status.replicas,selectorpath=.status.selector
// +kubebuilder:printcolumn:name="Replicas",type=integer,JSONPath=`.spec.replicas`,description="How many",format=int32,priority=1
// +kubebuilder:printcolumn:name="Age",type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:selectablefield:JSONPath=`.spec.name`
// +kubebuilder:metadata:labels="app.kubernetes.io/part-of=things",annotations={"a.example.com/b=c","d=e=f"}
// +kubebuilder:validation:XValidation:rule="self.spec.name != 'x'",message="not x"
type Thing struct {
	metav1.TypeMeta `json:",inline"`
	// Metadata of it.
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ThingSpec   `json:"spec"`
	Status            ThingStatus `json:"status,omitempty"`
}

// ThingSpec is what is wanted. It has a description that is long enough to be wrapped: more than eighty characters.
type ThingSpec struct {
	// Name of the thing.
	//
	// It has two paragraphs.
	// +kubebuilder:validation:Pattern=`^[a-z]+$`
	Name string `json:"name"`
	// +kubebuilder:default=1
	// +kubebuilder:validation:Maximum=2.5e+3
	Replicas int32                `json:"replicas,omitempty"`
	Env      []corev1.EnvVar      `json:"env,omitempty"`
	Labels   map[string]string    `json:"labels,omitempty"`
	Meta     metav1.ObjectMeta    `json:"meta,omitempty"`
	Mode     Mode                 `json:"mode,omitempty"`
	Since    *metav1.Time         `json:"since,omitempty"`
	Volume   *corev1.VolumeSource `json:"volume,omitempty"`
}

// Mode is yes or no.
// +kubebuilder:validation:Enum="yes";"no";""
// +kubebuilder:default="yes"
type Mode string

// ThingStatus is what is.
type ThingStatus struct {
	Replicas int32  `json:"replicas,omitempty"`
	Selector string `json:"selector,omitempty"`
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// Wide belongs to the cluster and has no status.
// +versioned:crd
// +kubebuilder:resource:scope=Cluster
type Wide struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Mode `json:"spec,omitempty"`
}

// SPDX-License-Identifier: Apache-2.0

// Package versions has resources of several versions.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1alpha1,deprecated=true,deprecationWarning="use v1",served=false
// +versioned:version:name=v1beta1,deprecated=true
// +versioned:version:name=v1,storage=true
// +versioned:version:name=v2alpha1
// +versioned:version:name=v2beta1
package versions

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Early has been there from the start.
// +versioned:crd
// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas
// +kubebuilder:printcolumn:name=Name,type=string,JSONPath=.spec.fullName
// +kubebuilder:printcolumn:name=Replicas,type=integer,JSONPath=.spec.replicas
type Early struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              EarlySpec   `json:"spec"`
	Status            EarlyStatus `json:"status,omitempty"`
}

// EarlySpec is what is wanted.
type EarlySpec struct {
	// +versioned:changed:since=v1,fromName=Name
	// +kubebuilder:validation:MinLength=1
	FullName string `json:"fullName"`
	// +versioned:added:since=v1beta1
	Replicas int32 `json:"replicas"`
}

// EarlyStatus is what is.
type EarlyStatus struct {
	// +versioned:added:since=v1beta1
	Replicas int32 `json:"replicas,omitempty"`
}

// Late came after the version in which others are stored.
// +versioned:crd
// +versioned:added:since=v2alpha1
type Late struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              LateSpec `json:"spec"`
}

// LateSpec is empty.
type LateSpec struct{}

// Former went before the version in which others are stored.
// +versioned:crd
// +versioned:removed:since=v1
type Former struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              LateSpec `json:"spec"`
}

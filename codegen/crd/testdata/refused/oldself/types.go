// SPDX-License-Identifier: Apache-2.0

// Package oldself uses oldSelf where there is none.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package oldself

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct {
	Items []Item `json:"items"`
}

type Item struct {
	// +kubebuilder:validation:MaxLength=10
	// +kubebuilder:validation:XValidation:rule="self == oldSelf"
	Name string `json:"name"`
}

type Status struct{}

// SPDX-License-Identifier: Apache-2.0

// Package foreign embeds a type of somebody else with a rule on it.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package foreign

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
	// +kubebuilder:default={matchLabels: {a: 1}}
	Selector metav1.LabelSelector `json:"selector,omitempty"`
	// +listType=map
	// +listMapKey=reason
	Conditions []metav1.OwnerReference `json:"conditions"`
	// +listType=map
	// +listMapKey=controller
	Owners []metav1.OwnerReference `json:"owners"`
}

type Status struct{}

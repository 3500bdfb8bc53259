// SPDX-License-Identifier: Apache-2.0

// Package scaletype has scale paths to values of the wrong type.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package scaletype

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
// +versioned:scale:specReplicasPath=.spec.text,statusReplicasPath=.status.selector,labelSelectorPath=.status.number
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct {
	Replicas int32  `json:"replicas"`
	Optional *int32 `json:"optional,omitempty"`
	Text     string `json:"text"`
	// +nullable
	Null *int32           `json:"null"`
	Map  map[string]int32 `json:"map"`
	// +kubebuilder:default=1
	Default int32 `json:"default,omitempty"`
	Deep    *Deep `json:"deep,omitempty"`
}

type Deep struct {
	Replicas int32 `json:"replicas"`
}

type Status struct {
	Replicas int32  `json:"replicas,omitempty"`
	Selector string `json:"selector,omitempty"`
	Number   int32  `json:"number,omitempty"`
}

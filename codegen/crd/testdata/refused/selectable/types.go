// SPDX-License-Identifier: Apache-2.0

// Package selectable has fields that nothing can be selected by.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package selectable

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
// +kubebuilder:selectablefield:JSONPath=".spec.text"
// +kubebuilder:selectablefield:JSONPath=".spec.item.flag"
// +kubebuilder:selectablefield:JSONPath=".spec.list"
// +kubebuilder:selectablefield:JSONPath=".spec.absent"
// +kubebuilder:selectablefield:JSONPath=".spec.item"
// +kubebuilder:selectablefield:JSONPath="spec.text"
// +kubebuilder:selectablefield:JSONPath=".metadata.name"
// +kubebuilder:selectablefield:JSONPath=".spec.text"
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct {
	Text string            `json:"text"`
	List []string          `json:"list"`
	Map  map[string]string `json:"map"`
	Item Item              `json:"item"`
}

type Item struct {
	Flag bool `json:"flag"`
}

type Status struct{}

// SPDX-License-Identifier: Apache-2.0

// Package celsyntax has CEL rules that do not compile.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package celsyntax

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

// +kubebuilder:validation:XValidation:rule="self.absent == 1"
type Spec struct {
	// +kubebuilder:validation:MaxLength=9
	// +kubebuilder:validation:XValidation:rule="self == 1",message="not a number"
	// +kubebuilder:validation:XValidation:rule="self != ''"
	Text string `json:"text"`
	// +kubebuilder:validation:XValidation:rule="size(self"
	List []string `json:"list"`
	Word Word     `json:"word"`
	// +kubebuilder:validation:items:XValidation:rule="self > 3"
	Items []string `json:"items"`
	// +kubebuilder:validation:XValidation:rule="self > 3",messageExpression="self"
	Message int32 `json:"message"`
	// +kubebuilder:validation:XValidation:rule="self > 3",optionalOldSelf=true
	OldSelf int32  `json:"oldSelf"`
	Choice  Choice `json:"choice"`
	Parts   Parts  `json:"parts"`
}

// +kubebuilder:validation:XValidation:rule="self == 1"
// +kubebuilder:validation:XValidation:rule="self.list[0] == 1 || self.byName['a'] == 1"
type Parts struct {
	// +kubebuilder:validation:MaxItems=3
	List []Choice `json:"list"`
	// +kubebuilder:validation:MaxProperties=3
	ByName map[string]Choice `json:"byName"`
}

// +kubebuilder:validation:XValidation:rule="self.startsWith(3)"
type Word string

// +kubebuilder:validation:ExactlyOneOf=a;missing
type Choice struct {
	A *string `json:"a,omitempty"`
}

type Status struct{}

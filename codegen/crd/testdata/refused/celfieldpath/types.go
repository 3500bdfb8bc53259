// SPDX-License-Identifier: Apache-2.0

// Package celfieldpath has rules about fields that do not exist, which keep others from being compiled.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package celfieldpath

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
	// +kubebuilder:validation:XValidation:rule="self.a > 3",fieldPath=".b"
	FieldPath Object `json:"fieldPath"`
	// +kubebuilder:validation:XValidation:rule=" "
	Empty int32 `json:"empty"`
}

type Object struct {
	A int32 `json:"a"`
}

type Status struct{}

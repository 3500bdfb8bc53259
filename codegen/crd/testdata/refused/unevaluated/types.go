// SPDX-License-Identifier: Apache-2.0

// Package unevaluated has rules where no API server evaluates any.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package unevaluated

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec `json:"spec"`
}

type Spec struct {
	// +kubebuilder:validation:Type=""
	// +kubebuilder:pruning:PreserveUnknownFields
	Any Outer `json:"any"`
	// +kubebuilder:pruning:PreserveUnknownFields
	Typed Outer `json:"typed"`
}

// +kubebuilder:validation:Type=""
type Outer struct {
	Inner Inner `json:"inner"`
}

type Inner struct {
	// +kubebuilder:validation:XValidation:rule="self > 3"
	Value int32 `json:"value"`
}

// SPDX-License-Identifier: Apache-2.0

// Package baddefault has defaults that their schemas refuse.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package baddefault

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
	// +kubebuilder:default="three"
	Number int32 `json:"number,omitempty"`
	// +kubebuilder:validation:MinLength=3
	// +kubebuilder:default="x"
	Text string `json:"text,omitempty"`
	// +kubebuilder:validation:Enum=a;b
	// +default="c"
	Choice string `json:"choice,omitempty"`
	// +kubebuilder:default={known: "a", unknown: "b"}
	Object Object `json:"object,omitempty"`
	// +kubebuilder:default={known: 1}
	Nested []Mode `json:"nested,omitempty"`
	Mode   Mode   `json:"mode,omitempty"`
}

type Object struct {
	Known string `json:"known,omitempty"`
}

// +kubebuilder:validation:Enum=a;b
type Mode string

type Status struct{}

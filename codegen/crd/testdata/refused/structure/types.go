// SPDX-License-Identifier: Apache-2.0

// Package structure has types without structure.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package structure

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
	Tree Tree `json:"tree"`
	// +kubebuilder:validation:Schemaless
	Nothing string `json:"nothing"`
	// +kubebuilder:validation:Type=word
	Word string `json:"word"`
	// +kubebuilder:validation:UniqueItems=true
	Unique []string `json:"unique"`
	// +kubebuilder:validation:EmbeddedResource
	Embedded string `json:"embedded"`
}

// Tree has no end.
type Tree struct {
	Children []Tree `json:"children,omitempty"`
	Left     *Tree  `json:"left,omitempty"`
}

type Status struct{}

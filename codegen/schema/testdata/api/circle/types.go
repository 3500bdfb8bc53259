// SPDX-License-Identifier: Apache-2.0

// Package circle has types that refer to themselves.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package circle

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
type Circle struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              CircleSpec `json:"spec"`
	// Self is the kind again.
	Self *Circle `json:"self,omitempty"`
}

// CircleSpec has circles.
type CircleSpec struct {
	Tree  Tree   `json:"tree"`
	Trees []Tree `json:"trees"`
	Lists Lists  `json:"lists"`
	Maps  Maps   `json:"maps"`
}

// Tree has branches.
type Tree struct {
	// Left is left.
	Left *Tree `json:"left,omitempty"`
	// +kubebuilder:pruning:PreserveUnknownFields
	// +kubebuilder:validation:Type=object
	Right    *Tree           `json:"right,omitempty"`
	Children []Tree          `json:"children,omitempty"`
	ByName   map[string]Tree `json:"byName,omitempty"`
	Value    string          `json:"value"`
}

// Lists is a list of itself.
type Lists []Lists

// Maps is a map of itself.
// +kubebuilder:validation:MaxProperties=3
type Maps map[string]Maps

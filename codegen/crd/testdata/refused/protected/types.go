// SPDX-License-Identifier: Apache-2.0

// Package protected has a group that belongs to Kubernetes.
//
// +versioned:group=example.k8s.io
// +versioned:version:name=v1
package protected

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

type Spec struct{}

type Status struct{}

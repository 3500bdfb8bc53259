// SPDX-License-Identifier: Apache-2.0

// Package group has a group that is no domain.
//
// +versioned:group=example
// +versioned:version:name=v1
package group

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

// SPDX-License-Identifier: Apache-2.0

// Package names has names that no API server takes.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package names

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd:plural=Things_,singular=Thing,shortNames={t.t},categories={All}
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct{}

type Status struct{}

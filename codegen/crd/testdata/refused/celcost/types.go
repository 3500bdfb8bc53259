// SPDX-License-Identifier: Apache-2.0

// Package celcost has CEL rules that may cost too much.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package celcost

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
	// +kubebuilder:validation:XValidation:rule="self.all(x, self.all(y, x == y))"
	List []string `json:"list"`
	// Items are not limited.
	Items []Item `json:"items"`
}

type Item struct {
	// +kubebuilder:validation:XValidation:rule="self.matches('^[a-z]*$')"
	Name string `json:"name"`
}

type Status struct{}

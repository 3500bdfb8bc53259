// SPDX-License-Identifier: Apache-2.0

// Package web is the API of the example operator.
//
// +versioned:group=web.example.com
// +versioned:version:name=v1,storage=true
package web

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/operation"
	"github.com/stackabletech/operator-go/apis/overrides"
)

//go:generate go tool versioned-gen generate --crds ../../crds .

// Web is a web server with its configuration.
//
// +versioned:crd:plural=webs
// +kubebuilder:subresource:status
type Web struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec WebSpec `json:"spec"`
	// +optional
	Status WebStatus `json:"status,omitempty"`
}

// WebSpec is what a web server should be.
type WebSpec struct {
	// Image runs the server.
	Image string `json:"image"`
	// Replicas is how many servers there are.
	// +kubebuilder:default=1
	// +kubebuilder:validation:Minimum=0
	// +optional
	Replicas int32 `json:"replicas,omitempty"`
	// Greeting is what the server says.
	// +optional
	Greeting string `json:"greeting,omitempty"`

	// +optional
	ClusterOperation operation.ClusterOperation `json:"clusterOperation,omitempty"`
	// +optional
	ObjectOverrides overrides.ObjectOverrides `json:"objectOverrides,omitempty"`
}

// WebStatus is what a web server is.
type WebStatus struct {
	// ObservedGeneration is that of the specification that was reconciled last.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
	// Objects is how many objects the server is made of.
	// +optional
	Objects int32 `json:"objects,omitempty"`
	// Message says what is wrong; it is empty if nothing is.
	// +optional
	Message string `json:"message,omitempty"`
}

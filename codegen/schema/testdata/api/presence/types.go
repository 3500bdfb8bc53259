// SPDX-License-Identifier: Apache-2.0

// Package presence has fields that must and fields that may be there.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package presence

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
type Presence struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              PresenceSpec `json:"spec,omitempty"`
}

// PresenceSpec has all combinations.
type PresenceSpec struct {
	Plain     string  `json:"plain"`
	OmitEmpty string  `json:"omitEmpty,omitempty"`
	OmitZero  string  `json:"omitZero,omitzero"`
	Pointer   *string `json:"pointer"`
	// +optional
	Optional string `json:"optional"`
	// +k8s:optional
	K8sOptional string `json:"k8sOptional"`
	// +kubebuilder:validation:Optional
	KubebuilderOptional string `json:"kubebuilderOptional"`
	// +required
	Required string `json:"required,omitempty"`
	// +k8s:required
	K8sRequired string `json:"k8sRequired,omitempty"`
	// +kubebuilder:validation:Required
	KubebuilderRequired string `json:"kubebuilderRequired,omitempty"`
	// +kubebuilder:validation:Required
	// +optional
	KubebuilderWins string `json:"kubebuilderWins,omitempty"`
	// +optional
	// +required
	OptionalWins string `json:"optionalWins"`

	// +required

	// Above has its marker above the comment.
	Above string `json:"above,omitempty"`
	// String option.
	AsString string `json:"asString,string"`
}

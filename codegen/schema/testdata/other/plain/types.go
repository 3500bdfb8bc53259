// SPDX-License-Identifier: Apache-2.0

// Package plain has types that API packages use as they are.
package plain

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Name is a string with a rule.
// +kubebuilder:validation:MinLength=2
// +kubebuilder:validation:XValidation:rule="self != 'no'",message="not no"
type Name string

// Names are names.
// +kubebuilder:validation:MaxItems=5
// +kubebuilder:validation:items:MaxLength=7
type Names []Name

// Labels are labels.
type Labels map[string]Name

// Number is a number.
type Number int32

// Alias is another name.
// +kubebuilder:validation:MaxLength=12
type Alias = Name

// StringAlias is a string.
// +kubebuilder:validation:Enum=a;b
type StringAlias = string

// Env is a variable of somebody else.
type Env = corev1.EnvVar

// Affinity is a type of somebody else.
type Affinity corev1.NodeAffinity

// Base is embedded.
// +kubebuilder:validation:XValidation:rule="self.base != 'x'",message="base must not be x"
type Base struct {
	// BaseName of the base.
	// +kubebuilder:validation:MinLength=1
	BaseName string `json:"base"`
	// Since when.
	Since *metav1.Time `json:"since,omitempty"`
	// Next is local to the package.
	Next Leaf `json:"next,omitempty"`
	// Named is local too.
	// +kubebuilder:validation:MaxLength=9
	Named Name `json:"named"`
	// +kubebuilder:validation:Maximum=9
	Number Number `json:"number,omitempty"`
}

// Leaf ends it.
type Leaf struct {
	Value string `json:"value"`
}

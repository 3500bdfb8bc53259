// SPDX-License-Identifier: Apache-2.0

// Package conflict has fields that say something else than their types.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package conflict

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// +versioned:crd
type Conflict struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ConflictSpec `json:"spec"`
}

// ConflictSpec has them.
type ConflictSpec struct {
	// +kubebuilder:validation:MaxLength=3
	Length Word `json:"length"`
	// +kubebuilder:validation:MaxLength=5
	Same Word `json:"same"`
	// +kubebuilder:validation:Pattern=b
	// +kubebuilder:validation:MinLength=1
	Pattern Word `json:"pattern"`
	// +kubebuilder:validation:Enum=x
	Enum Word `json:"enum"`
	// +kubebuilder:validation:XValidation:rule="self != 'b'"
	Rule Word `json:"rule"`
	// +kubebuilder:validation:MaxLength=2
	SubWord SubWord `json:"subWord"`
	// +kubebuilder:validation:Type=object
	// +kubebuilder:validation:MinProperties=2
	// +kubebuilder:default={a: "b"}
	Object Object `json:"object,omitempty"`
	// +kubebuilder:validation:Type=object
	// +kubebuilder:validation:MinProperties=1
	// +structType=granular
	SameObject Object `json:"sameObject"`
	// +kubebuilder:validation:XIntOrString
	// +kubebuilder:validation:Pattern=x
	IntOrString intstr.IntOrString `json:"intOrString"`
	// +kubebuilder:validation:MaxItems=2
	// +kubebuilder:validation:MinItems=1
	// +listType=atomic
	List  List   `json:"list"`
	Words []Word `json:"words"`
	// +kubebuilder:validation:items:MaxLength=2
	LimitedWords []Word `json:"limitedWords"`
	// +nullable
	Nullable Object `json:"nullable"`
	// +kubebuilder:validation:Format=x
	Format Word `json:"format"`
}

// Word is a word.
// +kubebuilder:validation:MaxLength=5
// +kubebuilder:validation:Pattern=a
// +kubebuilder:validation:Enum=a;aa
// +kubebuilder:validation:Format=word
// +kubebuilder:validation:XValidation:rule="self != 'a'"
type Word string

// SubWord is shorter.
// +kubebuilder:validation:MaxLength=4
type SubWord Word

// Object is an object.
// +kubebuilder:validation:MinProperties=1
// +structType=atomic
type Object struct {
	A string `json:"a,omitempty"`
}

// List is a list.
// +kubebuilder:validation:MaxItems=9
// +listType=set
type List []string

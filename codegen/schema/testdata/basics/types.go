// SPDX-License-Identifier: Apache-2.0

// Package basics has a field of every basic type and every shape that is made of them.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package basics

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Thing is a kind.
// +versioned:crd
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   ThingSpec   `json:"spec"`
	Status ThingStatus `json:"status,omitempty"`
}

// ThingSpec is what is wanted.
type ThingSpec struct {
	// A string.
	String string  `json:"string"`
	Bool   bool    `json:"bool,omitempty"`
	Int    int     `json:"int"`
	Int32  int32   `json:"int32"`
	Int64  *int64  `json:"int64,omitempty"`
	Uint8  uint8   `json:"uint8"`
	Uint32 uint32  `json:"uint32"`
	Float  float64 `json:"float"`
	Bytes  []byte  `json:"bytes"`
	Rune   rune    `json:"rune"`

	Template corev1.PodTemplateSpec `json:"template"`
}

// ThingStatus is what is.
type ThingStatus struct {
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

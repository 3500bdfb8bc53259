// SPDX-License-Identifier: Apache-2.0

// Package lenient has optional fields unless they say otherwise.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
// +kubebuilder:validation:Optional
package lenient

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/codegen/schema/testdata/other/plain"
)

// +versioned:crd
type Lenient struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              LenientSpec `json:"spec"`
}

// LenientSpec is.
type LenientSpec struct {
	A string `json:"a"`
	// +required
	B string `json:"b"`
	// +k8s:required
	C     string     `json:"c,omitempty"`
	Plain plain.Leaf `json:"plain"`
}

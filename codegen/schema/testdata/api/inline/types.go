// SPDX-License-Identifier: Apache-2.0

// Package inline has structs in structs.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package inline

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/codegen/schema/testdata/other/plain"
)

// +versioned:crd
// +kubebuilder:validation:XValidation:rule="self.kind != 'x'",message="root"
type Inline struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Common            `json:",inline"`
	Spec              InlineSpec `json:"spec"`
}

// Common is part of a kind.
// +kubebuilder:validation:XValidation:rule="self.common != 'x'",message="common"
type Common struct {
	// Common is common.
	Common string `json:"common"`
}

// InlineSpec has more.
// +kubebuilder:validation:XValidation:rule="self.own != 'x'",message="own"
type InlineSpec struct {
	plain.Base          `json:",inline"`
	*Pointed            `json:",inline"`
	Deep                `json:""`
	Named               `json:"embeddedByName"`
	corev1.VolumeSource `json:",inline"`
	Own                 string      `json:"own"`
	Conflicting         Conflicting `json:"conflicting"`
	Strict              Strict      `json:"strict"`
	Typed               Typed       `json:"typed"`
	Loose               Loose       `json:"loose"`
}

// Pointed is pointed at.
type Pointed struct {
	Pointed string `json:"pointed,omitempty"`
}

// Deep has Deeper.
// +kubebuilder:validation:XValidation:rule="self.deep != 'x'",message="deep"
type Deep struct {
	Deeper `json:",inline"`
	Deep   string `json:"deep"`
}

// Deeper is below.
// +kubebuilder:validation:XValidation:rule="self.deeper != 'x'",message="deeper"
type Deeper struct {
	Deeper string `json:"deeper"`
}

// Named has a name.
type Named struct {
	Value string `json:"value"`
}

// Conflicting has other limits than what it embeds.
// +kubebuilder:validation:MinProperties=2
// +kubebuilder:validation:MaxProperties=9
type Conflicting struct {
	Limits `json:",inline"`
	More   string `json:"more"`
}

// Limits has limits.
// +kubebuilder:validation:MinProperties=1
// +kubebuilder:validation:MaxProperties=9
type Limits struct {
	Limit string `json:"limit"`
}

// Strict embeds limits twice.
type Strict struct {
	Conflicting `json:",inline"`
	Typed       `json:",inline"`
}

// Typed keeps what it does not know.
// +kubebuilder:pruning:PreserveUnknownFields
// +structType=atomic
type Typed struct {
	Type string `json:"type"`
}

// Loose has markers on what it embeds.
type Loose struct {
	// This comment is not seen.
	// +structType=atomic
	// +optional
	Named `json:",inline"`
	// +kubebuilder:pruning:PreserveUnknownFields
	Pointed `json:",inline"`
}

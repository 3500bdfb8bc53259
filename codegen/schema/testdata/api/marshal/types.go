// SPDX-License-Identifier: Apache-2.0

// Package marshal uses types that write their own JSON.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package marshal

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/codegen/schema/testdata/other/own"
)

// +versioned:crd
type Marshal struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              MarshalSpec `json:"spec"`
}

// MarshalSpec has them.
type MarshalSpec struct {
	// Text has a comment here.
	Text    own.Text              `json:"text"`
	Pointer *own.Text             `json:"pointer"`
	Level   own.Level             `json:"level"`
	Levels  map[own.Level]string  `json:"levels"`
	Texts   map[own.Text]own.Port `json:"texts"`
	Port    own.Port              `json:"port"`
	// +k8s:required
	RequiredPort own.Port    `json:"requiredPort"`
	Ports        []own.Port  `json:"ports"`
	Any          own.Any     `json:"any"`
	Wrapped      own.Wrapped `json:"wrapped"`
}

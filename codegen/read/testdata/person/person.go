// Package person is read by a test, which holds what comes of it against a file.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1alpha1,deprecated=true,deprecationWarning="use v1"
// +versioned:version:name=v1,storage=true
// +kubebuilder:skip
package person

import (
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Person is a person.
// +versioned:crd:plural=people,shortNames={pp}
// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas
// +kubebuilder:printcolumn:name=Name,type=string,JSONPath=.spec.fullName
type Person struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   PersonSpec   `json:"spec"`
	Status PersonStatus `json:"status,omitempty"`
}

// PersonSpec is the spec.
type PersonSpec struct {
	// FullName is how the person is called.
	// +versioned:changed:since=v1,fromName=Name,fromType=Name,upgradeWith=NameToText,downgradeWith=TextToName
	// +kubebuilder:validation:MaxLength=64
	FullName string `json:"fullName"`
	// +versioned:added:since=v1,default=One
	// +versioned:marker:text="+kubebuilder:validation:Minimum=1",since=v1
	Replicas int32 `json:"replicas"`
	// +versioned:removed:since=v1
	Fax *string `json:"fax,omitempty"`
	// +versioned:deprecated:since=v1,note="use replicas"
	DeprecatedSize map[string][]resource.Quantity `json:"size,omitempty"`
	Mode           Mode                           `json:"mode"`
}

// Name is what a name was.
type Name struct {
	First string `json:"first"`
}

// Mode is a mode.
// +kubebuilder:validation:Enum=Manual;Auto
type Mode string

// The modes.
const (
	Manual Mode = "Manual"
	// +versioned:added:since=v1
	// +versioned:downgradeTo=Manual
	Auto Mode = "Auto"
)

// PersonStatus is the status.
type PersonStatus struct {
	Replicas int32 `json:"replicas,omitempty"`
}

// One is a default.
func One() int32 { return 1 }

// NameToText is func(Old) New.
func NameToText(n Name) string { return n.First }

// TextToName is func(New) Old.
func TextToName(s string) Name { return Name{First: s} }

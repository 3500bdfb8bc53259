// SPDX-License-Identifier: Apache-2.0

// Package listkeys has lists with keys that are none.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package listkeys

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
	// +listType=map
	// +listMapKey=name
	Absent []Absent `json:"absent"`
	// +listType=map
	// +listMapKey=name
	Optional []Optional `json:"optional"`
	// +listType=map
	// +listMapKey=name
	Null []Null `json:"null"`
	// +listType=map
	NoKey []Null `json:"noKey"`
	// +listType=map
	// +listMapKey=list
	List []WithList `json:"list"`
	// +listType=set
	Objects []Absent `json:"objects"`
	// +listType=map
	// +listMapKey=name
	Strings []string `json:"strings"`
}

type Absent struct {
	Other string `json:"other"`
}

type Optional struct {
	Name string `json:"name,omitempty"`
}

type Null struct {
	// +nullable
	Name *string `json:"name"`
}

type WithList struct {
	List []string `json:"list"`
}

type Status struct{}

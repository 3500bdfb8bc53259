// SPDX-License-Identifier: Apache-2.0

// Package columns has columns that show nothing.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1
package columns

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
// +kubebuilder:printcolumn:name=Text,type=string,JSONPath=`.spec.text`
// +kubebuilder:printcolumn:name=Age,type=date,JSONPath=`.metadata.creationTimestamp`
// +kubebuilder:printcolumn:name=Label,type=string,JSONPath=`.metadata.labels.app\.kubernetes\.io/name`
// +kubebuilder:printcolumn:name=Kind,type=string,JSONPath=`.kind`
// +kubebuilder:printcolumn:name=Ready,type=string,JSONPath=`.spec.list[?(@.type=="Ready")].status`
// +kubebuilder:printcolumn:name=First,type=string,JSONPath=`.spec.list[0].status`
// +kubebuilder:printcolumn:name=All,type=string,JSONPath=`.spec.list[*].type`
// +kubebuilder:printcolumn:name=Key,type=string,JSONPath=`.spec.map.a\.b`
// +kubebuilder:printcolumn:name=Quoted,type=string,JSONPath=`.spec['text']`
// +kubebuilder:printcolumn:name=Open,type=string,JSONPath=`.spec.open.whatever.there.is`
// +kubebuilder:printcolumn:name=Deep,type=string,JSONPath=`..type`
// +kubebuilder:printcolumn:name=Absent,type=string,JSONPath=`.spec.absent`
// +kubebuilder:printcolumn:name=InList,type=string,JSONPath=`.spec.list.status`
// +kubebuilder:printcolumn:name=AbsentInList,type=string,JSONPath=`.spec.list[0].absent`
// +kubebuilder:printcolumn:name=AbsentInFilter,type=string,JSONPath=`.spec.list[?(@.type=="Ready")].absent`
// +kubebuilder:printcolumn:name=NoList,type=string,JSONPath=`.spec.text[0]`
// +kubebuilder:printcolumn:name=BelowText,type=string,JSONPath=`.spec.text.more`
// +kubebuilder:printcolumn:name=Broken,type=string,JSONPath=`.spec.list[`
// +kubebuilder:printcolumn:name=Type,type=text,JSONPath=`.spec.text`
// +kubebuilder:printcolumn:name=Format,type=integer,format=huge,JSONPath=`.spec.text`
// +kubebuilder:printcolumn:name=NoDot,type=string,JSONPath=`spec.text`
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct {
	Text string            `json:"text"`
	List []Item            `json:"list"`
	Map  map[string]string `json:"map"`
	// +kubebuilder:pruning:PreserveUnknownFields
	Open Item `json:"open"`
}

type Item struct {
	Type   string `json:"type"`
	Status string `json:"status"`
}

type Status struct{}

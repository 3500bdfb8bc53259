// SPDX-License-Identifier: Apache-2.0

// Package known has the types of Kubernetes that are not walked.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package known

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensionsv1beta1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// +versioned:crd
type Known struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              KnownSpec `json:"spec"`
}

// KnownSpec has them.
type KnownSpec struct {
	// Meta has a comment.
	Meta            metav1.ObjectMeta               `json:"meta"`
	MetaPointer     *metav1.ObjectMeta              `json:"metaPointer"`
	Time            metav1.Time                     `json:"time"`
	MicroTime       *metav1.MicroTime               `json:"microTime"`
	Duration        metav1.Duration                 `json:"duration"`
	Fields          metav1.FieldsV1                 `json:"fields"`
	Quantity        resource.Quantity               `json:"quantity"`
	Quantities      map[string]resource.Quantity    `json:"quantities"`
	Raw             runtime.RawExtension            `json:"raw"`
	Object          unstructured.Unstructured       `json:"object"`
	IntOrString     *intstr.IntOrString             `json:"intOrString"`
	Ports           []intstr.IntOrString            `json:"ports"`
	JSON            apiextensionsv1.JSON            `json:"json"`
	JSONMap         map[string]apiextensionsv1.JSON `json:"jsonMap"`
	OldJSON         apiextensionsv1beta1.JSON       `json:"oldJSON"`
	Mine            MyTime                          `json:"mine"`
	Alias           TimeAlias                       `json:"alias"`
	Condition       metav1.Condition                `json:"condition"`
	Reference       metav1.OwnerReference           `json:"reference"`
	metav1.ListMeta `json:"listMeta"`
}

// MyTime is a time.
type MyTime metav1.Time

// TimeAlias is a time.
type TimeAlias = metav1.Time

// SPDX-License-Identifier: Apache-2.0

// Package options has a kind for each option of genclient.
package options

import (
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Spec is the spec of all kinds.
type Spec struct {
	// Scale is here for the import.
	Scale autoscalingv1.ScaleSpec `json:"scale"`
}

// Status is the status of all kinds.
type Status struct {
	Replicas int32 `json:"replicas"`
}

// Whole has everything.
// +genclient
type Whole struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   Spec   `json:"spec"`
	Status Status `json:"status,omitempty"`
}

// Statusless has a status that nobody writes by itself.
// +genclient
// +genclient:noStatus
type Statusless struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   Spec   `json:"spec"`
	Status Status `json:"status,omitempty"`
}

// Chosen has some verbs.
// +genclient
// +genclient:onlyVerbs=create,get,list,watch,apply
type Chosen struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   Spec   `json:"spec"`
	Status Status `json:"status,omitempty"`
}

// Skipping lacks some verbs.
// +genclient
// +genclient:skipVerbs=deleteCollection,patch,updateStatus
type Skipping struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   Spec   `json:"spec"`
	Status Status `json:"status,omitempty"`
}

// Unwatched has no informer.
// +genclient
// +genclient:skipVerbs=watch,apply
type Unwatched struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec Spec `json:"spec"`
}

// Readonly is only read.
// +genclient
// +genclient:readonly
type Readonly struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec Spec `json:"spec"`
}

// Verbless has no verbs.
// +genclient
// +genclient:noVerbs
type Verbless struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec Spec `json:"spec"`
}

// Global is in no namespace.
// +genclient
// +genclient:nonNamespaced
// +kubebuilder:resource:scope=Cluster
type Global struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   Spec   `json:"spec"`
	Status Status `json:"status,omitempty"`
}

// Extended has methods besides the verbs.
// +genclient
// +genclient:method=GetScale,verb=get,subresource=scale,result=k8s.io/api/autoscaling/v1.Scale
// +genclient:method=UpdateScale,verb=update,subresource=scale,input=k8s.io/api/autoscaling/v1.Scale,result=k8s.io/api/autoscaling/v1.Scale
// +genclient:method=ApplyWhole,verb=apply,subresource=whole,input=Whole,result=Whole
// +genclient:method=CreateScale,verb=create,subresource=scale,input=k8s.io/api/autoscaling/v1.Scale,result=k8s.io/api/autoscaling/v1.Scale
// +genclient:method=PatchScale,verb=patch,subresource=scale,result=k8s.io/api/autoscaling/v1.Scale
// +genclient:method=ListOthers,verb=list
// +genclient:method=GetWhole,verb=get,subresource=whole,result=Whole
// +genclient:method=UpdateOther,verb=update
type Extended struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec   Spec   `json:"spec"`
	Status Status `json:"status,omitempty"`
}

// Spread has methods and is in no namespace.
// +genclient
// +genclient:nonNamespaced
// +genclient:onlyVerbs=get
// +genclient:method=GetScale,verb=get,subresource=scale,result=k8s.io/api/autoscaling/v1.Scale
// +genclient:method=UpdateScale,verb=update,subresource=scale,input=k8s.io/api/autoscaling/v1.Scale,result=k8s.io/api/autoscaling/v1.Scale
// +kubebuilder:resource:scope=Cluster
type Spread struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Spec Spec `json:"spec"`
}

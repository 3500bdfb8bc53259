// SPDX-License-Identifier: Apache-2.0

// Package oldversion is right today and was not always.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1alpha1
// +versioned:version:name=v1beta1
// +versioned:version:name=v1,storage=true
package oldversion

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
// +kubebuilder:printcolumn:name=Never,type=string,JSONPath=.spec.never
// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas
type Thing struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Spec   `json:"spec"`
	Status            Status `json:"status,omitempty"`
}

type Spec struct {
	// +versioned:marker:text="+kubebuilder:default=3",until=v1
	Text string `json:"text,omitempty"`
	// +versioned:marker:text="+optional",until=v1beta1
	Replicas int32 `json:"replicas"`
	// +versioned:changed:since=v1,fromName=List,fromType=[]Item,upgradeWith=Up,downgradeWith=Down
	// +listType=map
	// +listMapKey=name
	Items []Item `json:"items"`
}

type Item struct {
	// +versioned:added:since=v1beta1
	Name string `json:"name"`
}

type Status struct {
	Replicas int32 `json:"replicas,omitempty"`
}

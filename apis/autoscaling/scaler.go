// SPDX-License-Identifier: Apache-2.0

package autoscaling

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// StackableScaler stands between an autoscaler and the StatefulSet of a role group, so that data is moved to safety
// before replicas go, and work is spread after they have come.
//
// +genclient
// +genclient:method=GetScale,verb=get,subresource=scale,result=k8s.io/api/autoscaling/v1.Scale
// +genclient:method=UpdateScale,verb=update,subresource=scale,input=k8s.io/api/autoscaling/v1.Scale,result=k8s.io/api/autoscaling/v1.Scale
// +versioned:crd
// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas,labelSelectorPath=.status.selector
// +kubebuilder:printcolumn:name=Desired,type=integer,JSONPath=.spec.replicas,description="replicas that are asked for"
// +kubebuilder:printcolumn:name=Current,type=integer,JSONPath=.status.replicas,description="replicas that were observed"
// +kubebuilder:printcolumn:name=Stage,type=string,JSONPath=.status.currentState.stage.stage,description="what the scaler is doing"
// +kubebuilder:printcolumn:name=Age,type=date,JSONPath=.metadata.creationTimestamp
type StackableScaler struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	// Spec is what is asked for.
	Spec StackableScalerSpec `json:"spec"`
	// Status is what was observed and what is going on.
	// +optional
	Status StackableScalerStatus `json:"status,omitempty"`
}

// StackableScalerSpec is what is asked for.
type StackableScalerSpec struct {
	// Replicas is the number of replicas that the role group should have. A HorizontalPodAutoscaler writes it through
	// the scale subresource.
	// +kubebuilder:validation:Minimum=0
	Replicas int32 `json:"replicas"`
}

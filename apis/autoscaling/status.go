// SPDX-License-Identifier: Apache-2.0

package autoscaling

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// StackableScalerStatus is what was observed and what is going on.
type StackableScalerStatus struct {
	// Replicas is the number of replicas that the StatefulSet was observed to have.
	// +optional
	Replicas int32 `json:"replicas"`
	// Selector selects the pods of the role group, as a string. A HorizontalPodAutoscaler needs it.
	// +optional
	Selector string `json:"selector,omitempty"`
	// DesiredReplicas is where the open operation leads to.
	// +optional
	DesiredReplicas *int32 `json:"desiredReplicas,omitempty"`
	// PreviousReplicas is where the open operation started from.
	// +optional
	PreviousReplicas *int32 `json:"previousReplicas,omitempty"`
	// CurrentState is the stage and since when it lasts.
	// +optional
	CurrentState *ScalerState `json:"currentState,omitempty"`
	// ObservedGeneration is the generation of the spec that the status speaks of.
	// +optional
	ObservedGeneration int64 `json:"observedGeneration,omitempty"`
	// AuthorizedReplicas is what the StatefulSet may be set to. Replicas is what it has.
	// +optional
	AuthorizedReplicas *int32 `json:"authorizedReplicas,omitempty"`
	// Operation is the change that is under way.
	// +optional
	Operation *ScalerOperation `json:"operation,omitempty"`
	// LastOperation is the change that ended last.
	// +optional
	LastOperation *ScalerOperation `json:"lastOperation,omitempty"`
	// Conditions are Ready, Progressing and Failed.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

// ScalerState is a stage and since when it lasts.
type ScalerState struct {
	// Stage is what the scaler is doing.
	Stage ScalerStage `json:"stage"`
	// LastTransitionTime is when the stage was entered.
	LastTransitionTime metav1.Time `json:"lastTransitionTime"`
}

// ScalerStage is what a scaler is doing, with details where it failed.
type ScalerStage struct {
	// Stage is the name of the stage.
	Stage StageName `json:"stage"`
	// Details say which stage failed and why. Only the stage failed has them.
	// +optional
	Details *FailureDetails `json:"details,omitempty"`
}

// FailureDetails say which stage failed and why.
type FailureDetails struct {
	// FailedAt is the stage that failed.
	FailedAt StageName `json:"failedAt"`
	// Reason is for people.
	Reason string `json:"reason"`
}

// StageName is the name of a stage.
// +k8s:enum
type StageName string

// The stages, in the order in which an operation goes through them.
const (
	// StageIdle waits for the spec to change.
	StageIdle StageName = "idle"
	// StagePreScaling runs the hook before the replicas change.
	StagePreScaling StageName = "preScaling"
	// StageScaling waits until the StatefulSet has the replicas.
	StageScaling StageName = "scaling"
	// StagePostScaling runs the hook after the replicas changed.
	StagePostScaling StageName = "postScaling"
	// StageCancelling undoes what the hook before the change did.
	StageCancelling StageName = "cancelling"
	// StageFailed waits for somebody to look, and to ask for another attempt.
	StageFailed StageName = "failed"
)

// ScalerOperation is one change of replicas. Its id, from, to and ordinalStart never change.
type ScalerOperation struct {
	// ID grows with each operation of a scaler.
	ID int64 `json:"id"`
	// From is the number of replicas before, To the one after.
	From int32 `json:"from"`
	// To is the number of replicas after.
	To int32 `json:"to"`
	// OrdinalStart is the first ordinal of the StatefulSet.
	// +optional
	OrdinalStart int32 `json:"ordinalStart,omitempty"`
	// Attempt counts retries of a stage, from 1.
	// +optional
	Attempt int32 `json:"attempt,omitempty"`
	// Hooks are the states of the hooks that were called.
	// +optional
	// +listType=map
	// +listMapKey=name
	Hooks []HookState `json:"hooks,omitempty"`
	// EnteredAt is when the operation began.
	// +optional
	EnteredAt *metav1.Time `json:"enteredAt,omitempty"`
}

// HookState is how far a hook is.
type HookState struct {
	// Name is the hook: preScale, postScale, onFailure or undoPreScale.
	Name string `json:"name"`
	// Attempt is the attempt that the state is about.
	// +optional
	Attempt int32 `json:"attempt,omitempty"`
	// Done is true when the hook has returned Done for this operation, attempt and range.
	// +optional
	Done bool `json:"done,omitempty"`
	// Message is what the hook said last.
	// +optional
	Message string `json:"message,omitempty"`
}

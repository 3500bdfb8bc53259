// SPDX-License-Identifier: Apache-2.0

// Package operation has the type by which a user pauses or stops a cluster: a field of the cluster's specification.
package operation

// ClusterOperation says what the operator may do with a cluster. The zero value is ordinary operation.
//
// +kubebuilder:validation:Optional
type ClusterOperation struct {
	// ReconciliationPaused stops the operator from changing anything of the cluster. Other changes are made up for once
	// it is false again. It takes precedence over stopped.
	// +kubebuilder:default=false
	ReconciliationPaused bool `json:"reconciliationPaused,omitempty"`

	// Stopped ends all processes of the cluster and keeps its data and configuration.
	// +kubebuilder:default=false
	Stopped bool `json:"stopped,omitempty"`
}

// SPDX-License-Identifier: Apache-2.0

// Package autoscaling is the API by which a HorizontalPodAutoscaler scales something that must not simply be scaled: it
// writes the scale subresource of a StackableScaler, and hooks drain or rebalance before and after the replicas of the
// StatefulSet follow.
//
// This is the latest shape, from which the versions beside it are generated. Import those, not this package.
//
// +versioned:group=autoscaling.stackable.tech
// +versioned:version:name=v1alpha1
// +kubebuilder:skip
package autoscaling

//go:generate go run ../../codegen/cmd/versioned-gen generate --crds ../../crds --clients ../../generated --header ../../hack/boilerplate.txt .

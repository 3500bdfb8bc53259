// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/stackabletech/operator-go/apis/operation"
)

// Strategy is how far a reconcile may go.
type Strategy int

const (
	// Default applies objects and deletes orphans.
	Default Strategy = iota
	// ClusterStopped does the same, but nothing runs: StatefulSets and Deployments get 0 replicas, DaemonSets a node
	// selector that no node has.
	ClusterStopped
	// ReconciliationPaused changes nothing; Add returns what is there, and an error for which apierrors.IsNotFound is true if
	// nothing is.
	ReconciliationPaused
	// NoApply sends nothing at all; Add returns what would be applied.
	NoApply
)

// String returns the name of the constant.
func (s Strategy) String() string {
	switch s {
	case Default:
		return "Default"
	case ClusterStopped:
		return "ClusterStopped"
	case ReconciliationPaused:
		return "ReconciliationPaused"
	case NoApply:
		return "NoApply"
	}
	return fmt.Sprintf("Strategy(%d)", int(s))
}

// StrategyOf returns what a user asks for. A cluster that is paused stays as it is, even if it is to be stopped.
func StrategyOf(o operation.ClusterOperation) Strategy {
	switch {
	case o.ReconciliationPaused:
		return ReconciliationPaused
	case o.Stopped:
		return ClusterStopped
	}
	return Default
}

// sends reports whether objects are applied and deleted.
func (s Strategy) sends() bool { return s == Default || s == ClusterStopped }

// stoppedNodes is a node selector that no node fulfils.
const (
	stoppedNodesKey   = "stackable.tech/do-not-schedule"
	stoppedNodesValue = "cluster-stopped"
)

// stoppedBy returns the field by which a workload is stopped, nil for what is no workload.
func stoppedBy(kind schema.GroupKind) path {
	switch kind {
	case statefulSets, deployments:
		return replicasPath
	case daemonSets:
		return path{"spec", "template", "spec", "nodeSelector"}
	}
	return nil
}

// mutate makes of an object what the strategy wants of it, and reports whether it wants something.
func (s Strategy) mutate(object Object) bool {
	if s != ClusterStopped {
		return false
	}
	switch o := object.(type) {
	case *appsv1.StatefulSet:
		o.Spec.Replicas = new(int32)
	case *appsv1.Deployment:
		o.Spec.Replicas = new(int32)
	case *appsv1.DaemonSet:
		if o.Spec.Template.Spec.NodeSelector == nil {
			o.Spec.Template.Spec.NodeSelector = map[string]string{}
		}
		o.Spec.Template.Spec.NodeSelector[stoppedNodesKey] = stoppedNodesValue
	default:
		return false
	}
	return true
}

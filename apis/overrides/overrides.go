// SPDX-License-Identifier: Apache-2.0

// Package overrides has the type by which users change what an operator makes of their cluster: a field of the cluster's
// specification.
package overrides

import (
	"slices"

	"k8s.io/apimachinery/pkg/runtime"
)

// ObjectOverrides are parts of Kubernetes objects that are merged into the objects of the same apiVersion, kind, name and
// namespace that an operator applies, one after the other. They are partial: an object with only its identity and
// spec.replicas changes nothing but the replicas.
//
// How lists are merged, and how something is removed, is described at package
// github.com/stackabletech/operator-go/clusterresources/deepmerge.
//
// +versioned:schema=objectoverrides.schema.yaml
type ObjectOverrides []runtime.RawExtension

// DeepCopyInto copies the receiver into out. Both must be non-nil.
func (o *ObjectOverrides) DeepCopyInto(out *ObjectOverrides) {
	*out = slices.Clone(*o)
	for i := range *o {
		(*o)[i].DeepCopyInto(&(*out)[i])
	}
}

// DeepCopy returns a copy of the receiver; nil for nil.
func (o ObjectOverrides) DeepCopy() ObjectOverrides {
	var out ObjectOverrides
	o.DeepCopyInto(&out)
	return out
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Cached returns a copy of what the operator's cache has of an object: of the given one's type, namespace and name. It
// sends nothing. The error is a NotFound if the cache has none, and another one if there is no cache of the kind.
func Cached[T Object](a *Applier, object T) (T, error) {
	var none T
	kind, err := a.kinds.of(object)
	if err != nil {
		return none, err
	}
	ref := refOf(kind, object)
	store := a.stores[kind]
	if store.state(ref.Namespace) == cacheMissing {
		return none, fmt.Errorf("%s: the kind cannot be listed", ref)
	}
	live := store.get(ref.Namespace, ref.Name)
	switch {
	case live == nil && store.state(ref.Namespace) != cacheReady:
		return none, fmt.Errorf("%s: the cache is not filled, or its watch is broken: see Applier.WaitForSync", ref)
	case live == nil:
		return none, apierrors.NewNotFound(schema.GroupResource{Group: kind.Group, Resource: kind.Resource}, ref.Name)
	}
	typed, ok := kind.copyOf(live).(T)
	if !ok {
		return none, fmt.Errorf("%s is kept as %T", ref, live)
	}
	return typed, nil
}

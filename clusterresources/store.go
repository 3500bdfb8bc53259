// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/resourceversion"
)

// store is a cache of the objects of one kind that carry the operator's managed-by label.
type store interface {
	// get returns an object, nil if it is not in the cache. It must not be changed.
	get(namespace, name string) Object
	// ownedBy returns the objects with an ownerReference to an owner. They must not be changed.
	ownedBy(namespace string, owner types.UID) []Object
	// revision is the newest resourceVersion of the kind that the cache knows of in a namespace, empty if it knows none.
	revision(namespace string) string
	// state says whether what is in the cache can be relied on.
	state(namespace string) cacheState
}

// cacheState is how far a cache can be relied on.
type cacheState int

const (
	// cacheMissing means that the kind may not be listed, or does not exist.
	cacheMissing cacheState = iota
	// cacheFailing means that the cache is not filled yet, or that its watch is broken.
	cacheFailing
	// cacheReady means that the cache is filled and follows.
	cacheReady
)

// newer reports whether a resourceVersion is later than another one of the same kind. What cannot be compared counts as
// newer: then the API server is asked, which is never wrong.
func newer(a, b string) bool {
	order, err := resourceversion.CompareResourceVersion(a, b)
	return err != nil || order > 0
}

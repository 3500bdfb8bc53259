// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"maps"
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/types"
)

// chaosCache is what one operator has seen of one kind: the first events of the server's log, as an informer with the
// label selector of the operator has them.
type chaosCache struct {
	server  *chaosServer
	kind    *Kind
	manager string
	// seen is how many events were consumed, and at the revision of the last one.
	seen    int
	at      int64
	objects map[string]Object
	forget  func(Object)
	broken  bool
}

func newChaosCache(s *chaosServer, kind *Kind, manager string, forget func(Object)) *chaosCache {
	return &chaosCache{server: s, kind: kind, manager: manager, objects: map[string]Object{}, forget: forget}
}

// advance consumes some more events.
func (c *chaosCache) advance(events int) {
	for ; events > 0 && c.seen < len(c.server.log); c.seen++ {
		event := c.server.log[c.seen]
		c.at = event.revision
		if event.kind != c.kind {
			continue
		}
		events--
		name := event.object.GetName()
		if event.deleted || event.object.GetLabels()[LabelManagedBy] != c.manager {
			if gone := c.objects[name]; gone != nil {
				delete(c.objects, name)
				c.forget(gone)
			}
			continue
		}
		c.objects[name] = event.object
	}
}

// behindLike is a cache that has seen what another one has: that of an operator which starts on an API server that lags.
func (c *chaosCache) behindLike(other *chaosCache) {
	c.seen, c.at, c.objects = other.seen, other.at, maps.Clone(other.objects)
}

func (c *chaosCache) get(_, name string) Object { return c.objects[name] }

func (c *chaosCache) ownedBy(_ string, owner types.UID) []Object {
	var owned []Object
	for _, name := range slices.Sorted(maps.Keys(c.objects)) {
		if object := c.objects[name]; ownedBy(object, owner) {
			owned = append(owned, object)
		}
	}
	return owned
}

func (c *chaosCache) revision(string) string { return strconv.FormatInt(c.at, 10) }

func (c *chaosCache) state(string) cacheState {
	if c.broken {
		return cacheFailing
	}
	return cacheReady
}

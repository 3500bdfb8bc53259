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
	// broken says that the watch is, and missing that there is no cache, since the kind cannot be listed.
	broken, missing bool
}

func newChaosCache(s *chaosServer, kind *Kind, manager string, forget func(Object)) *chaosCache {
	return &chaosCache{server: s, kind: kind, manager: manager, objects: map[string]Object{}, forget: forget}
}

// advance consumes some more events, if there is a watch that tells them.
func (c *chaosCache) advance(events int) {
	if c.broken || c.missing || c.server.refuses[c.kind] != nil {
		return
	}
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
	c.seen, c.at, c.objects, c.broken, c.missing = other.seen, other.at, maps.Clone(other.objects), other.broken, other.missing
}

// recover has the watch go on, or the cache be given up if the kind cannot be reached. One that was given up is filled anew.
func (c *chaosCache) recover() {
	c.broken = false
	if c.server.refuses[c.kind] != nil {
		c.missing, c.objects, c.seen, c.at = true, map[string]Object{}, 0, 0
		return
	}
	if c.missing {
		c.missing = false
		c.advance(len(c.server.log))
	}
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

func (c *chaosCache) revision(string) string {
	if c.missing {
		return ""
	}
	return strconv.FormatInt(c.at, 10)
}

func (c *chaosCache) state(string) cacheState {
	switch {
	case c.missing:
		return cacheMissing
	case c.broken:
		return cacheFailing
	}
	return cacheReady
}

// chaosStore is the cache of a process, which may lie.
type chaosStore struct {
	*chaosCache
	operator *chaosOperator
}

// lie is the defect that was put in; the store of an operator that is no part of a world has none.
func (s chaosStore) lie() mutant {
	if s.operator == nil {
		return mutant{}
	}
	return s.operator.world.mutant
}

func (s chaosStore) revision(namespace string) string {
	if s.lie().seen != nil {
		return muchLater
	}
	return s.chaosCache.revision(namespace)
}

func (s chaosStore) get(namespace, name string) Object {
	object := s.chaosCache.get(namespace, name)
	if s.lie().deaf && object == nil {
		return s.before(name)
	}
	if seen := s.lie().seen; seen != nil && object != nil {
		return seen(s.kind, object)
	}
	return object
}

// before is an object as it was before it was deleted, nil if it was never there.
func (s chaosStore) before(name string) Object {
	for _, event := range slices.Backward(s.server.log[:s.seen]) {
		if event.kind == s.kind && event.object.GetName() == name && !event.deleted {
			return event.object
		}
	}
	return nil
}

func (s chaosStore) ownedBy(namespace string, owner types.UID) []Object {
	objects := s.chaosCache.ownedBy(namespace, owner)
	if s.operator != nil && s.kind.drains {
		s.operator.scalers = objects // what comes later in the order of deletion has to wait for them
	}
	if owned := s.lie().owned; owned != nil {
		return owned(s.kind, objects)
	}
	return objects
}

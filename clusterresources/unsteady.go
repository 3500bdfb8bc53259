// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// changesExpected is how often within repairWindow an object may be asked for in another way while the specification of its
// owner stays the same. What an object depends on besides, such as the replicas of a scaler or another object, changes far less
// often: a HorizontalPodAutoscaler looks at most 40 times in ten minutes.
const changesExpected = 50

// unsteadyPause is the time between two applies of an object that is asked for in another way more often than that. Its own events
// would have it applied without a pause.
const unsteadyPause = 10 * time.Second

// changed takes over how often something else was asked for although the owner's specification was the same, and notes whether it
// was again. Kinds without generations do not tell.
func (m *memo) changed(before memo, now time.Time) {
	for _, at := range before.changes {
		if now.Sub(at) < repairWindow {
			m.changes = append(m.changes, at)
		}
	}
	if before.desired != m.desired {
		m.changes = append(m.changes, now)
	}
	m.told = before.told
}

// held returns how long an object is left alone that was asked for in ever other ways for this generation of its owner. A user's
// change does not wait.
func (m memo) held(generation int64, now time.Time) time.Duration {
	if m.generation != generation || len(m.changes) <= changesExpected {
		return 0
	}
	oldest, last := m.changes[len(m.changes)-1-changesExpected], m.changes[len(m.changes)-1]
	if now.Sub(oldest) >= repairWindow {
		return 0
	}
	return unsteadyPause - now.Sub(last)
}

// isOf reports whether a memo is of the object that is there, as far as that is known.
func (m memo) isOf(see sight) bool {
	if see.live == nil {
		return see.state == cacheMissing && !see.fromServer
	}
	return m.uid == see.live.GetUID()
}

// unsteady says that an object is asked for in ever other ways. An operator that ranges over a map to build a list, or asks for a
// random value or the time, does so without anybody's noticing, and each change of a pod template replaces all pods.
func (s *Set) unsteady(d *desired) string {
	o := s.identity.owner
	return fmt.Sprintf("%s was asked for in another way more than %d times within %s, while the specification of %s %s was the same: it may have a random value, the time, or a list that is built by ranging over a map; it is applied every %s at most",
		d.ref, changesExpected, repairWindow, o.Kind, o.Name, unsteadyPause)
}

// tellUnsteady tells of such an object, by an event now and then.
func (s *Set) tellUnsteady(d *desired, m *memo) {
	if len(m.changes) <= changesExpected {
		return
	}
	note := s.unsteady(d)
	s.warn([]string{note})
	if now := s.applier.now(); m.told.IsZero() || now.Sub(m.told) >= repairWindow {
		m.told = now
		s.event(corev1.EventTypeWarning, ReasonUnsteady, "Apply", d.ref, "", "%s", note)
	}
}

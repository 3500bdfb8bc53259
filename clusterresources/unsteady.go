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
	if m.generation != generation || len(m.changes) <= changesExpected || m.failure != nil {
		return 0
	}
	oldest, last := m.changes[len(m.changes)-1-changesExpected], m.changes[len(m.changes)-1]
	if now.Sub(oldest) >= repairWindow {
		return 0
	}
	return unsteadyPause - now.Sub(last)
}

// tellUnsteady tells of an object that is asked for in ever other ways. An operator that ranges over a map to build a list, or asks
// for a random value or the time, does so without anybody's noticing, and each change of a pod template replaces all pods.
func (s *Set) tellUnsteady(d *desired, m *memo) {
	now := s.applier.now()
	if len(m.changes) <= changesExpected || !m.told.IsZero() && now.Sub(m.told) < repairWindow {
		return
	}
	m.told = now
	o := s.identity.owner
	note := fmt.Sprintf("%s was asked for in another way %d times within %s, while the specification of %s %s was the same: it may have a random value, the time, or a list that is built by ranging over a map; from now on it is applied every %s at most",
		d.ref, len(m.changes), repairWindow, o.Kind, o.Name, unsteadyPause)
	s.warn([]string{note})
	s.event(corev1.EventTypeWarning, ReasonUnsteady, "Apply", d.ref, "", "%s", note)
}

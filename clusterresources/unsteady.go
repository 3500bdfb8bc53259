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
}

// tellUnsteady tells of an object that is asked for in ever other ways. An operator that ranges over a map to build a list does
// so without anybody's noticing, and each change of a pod template replaces all pods. It is not held back: nobody but the
// operator knows that it is not meant.
func (s *Set) tellUnsteady(d *desired, m *memo) {
	if len(m.changes) <= changesExpected {
		return
	}
	o := s.identity.owner
	note := fmt.Sprintf("%s was asked for in another way %d times within %s, while the specification of %s %s was the same: a list that is built by ranging over a map may have another order each time",
		d.ref, len(m.changes), repairWindow, o.Kind, o.Name)
	m.changes = nil
	s.warn([]string{note})
	s.event(corev1.EventTypeWarning, ReasonUnsteady, "Apply", d.ref, "", "%s", note)
}

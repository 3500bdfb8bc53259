// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/events"
)

// The reasons of events on the owner.
const (
	ReasonCreated     = "ResourceCreated"
	ReasonDeleted     = "ResourceDeleted"
	ReasonContested   = "ResourceContested"
	ReasonApplyFailed = "ResourceApplyFailed"
)

// EventRecorder records events on owners: what k8s.io/client-go/tools/events makes, and a manager of controller-runtime.
type EventRecorder = events.EventRecorder

// event records an event on the owner. Notes carry names and reasons, never values.
func (s *Set) event(kind, reason, action, note string, args ...any) {
	if s.applier.events == nil {
		return
	}
	o := s.identity.owner
	s.applier.events.Eventf(&corev1.ObjectReference{
		APIVersion: o.GroupVersion().String(), Kind: o.Kind, Namespace: o.Namespace, Name: o.Name, UID: o.UID,
	}, nil, kind, reason, action, note, args...)
}

// lastOther names the manager that wrote an object last, besides us.
func lastOther(live metav1.Object, manager string) string {
	name, at := "somebody", metav1.Time{}
	for _, e := range live.GetManagedFields() {
		if e.Manager != manager && e.Subresource == "" && e.Time != nil && !e.Time.Before(&at) {
			name, at = e.Manager, *e.Time
		}
	}
	return name
}

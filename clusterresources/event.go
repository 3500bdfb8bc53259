// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
)

// The reasons of events on the owner.
const (
	ReasonCreated     = "ResourceCreated"
	ReasonRecreated   = "ResourceRecreated"
	ReasonAdopted     = "ResourceAdopted"
	ReasonDeleted     = "ResourceDeleted"
	ReasonContested   = "ResourceContested"
	ReasonApplyFailed = "ResourceApplyFailed"
	ReasonReset       = "ResourceReset"
	ReasonUnsteady    = "ResourceUnsteady"
)

// EventRecorder records events on owners: what k8s.io/client-go/tools/events makes, and a manager of controller-runtime.
type EventRecorder = events.EventRecorder

// event records an event on the owner. The object that it is about is the related one: events of different objects, or of
// different fields, are not counted as one. Notes carry names and reasons, never values.
func (s *Set) event(kind, reason, action string, about Ref, field, note string, args ...any) {
	if s.applier.events == nil {
		return
	}
	o := s.identity.owner
	regarding := &corev1.ObjectReference{APIVersion: o.GroupVersion().String(), Kind: o.Kind, Namespace: o.Namespace, Name: o.Name, UID: o.UID}
	var related runtime.Object
	if about != (Ref{}) {
		related = &corev1.ObjectReference{
			APIVersion: about.GroupVersion().String(), Kind: about.Kind, Namespace: about.Namespace, Name: about.Name, FieldPath: field,
		}
	}
	s.applier.events.Eventf(regarding, related, kind, reason, action, "%s", shortened(fmt.Sprintf(note, args...)))
}

// noteLimit is how many bytes the note of an event may have: what is longer is refused, see
// https://pkg.go.dev/k8s.io/api/events/v1#Event.
const noteLimit = 1024

// shortened cuts a note to what an event may have.
func shortened(note string) string {
	const dots = "..."
	if len(note) <= noteLimit {
		return note
	}
	return strings.ToValidUTF8(note[:noteLimit-len(dots)], "") + dots
}

// fieldOf returns the field that an error is about, empty if it is about none.
func fieldOf(err error) string {
	var (
		invalid   *InvalidError
		override  *OverrideError
		immutable *ImmutableError
		refused   *RefusedError
		taken     *TakenError
	)
	switch {
	case errors.As(err, &invalid):
		return invalid.Field
	case errors.As(err, &override):
		return override.Path
	case errors.As(err, &immutable) && len(immutable.Fields) > 0:
		return immutable.Fields[0]
	case errors.As(err, &refused) && len(refused.Causes) > 0:
		return refused.Causes[0].Field
	case errors.As(err, &taken):
		return taken.Field
	}
	return ""
}

// lastOther names the manager that wrote an object last, besides us; live is nil if that is not known. What was written by
// the scale subresource has no time, and counts as older than what has.
func lastOther(live Object, manager string) string {
	name := ""
	var at metav1.Time
	if live != nil {
		for _, e := range live.GetManagedFields() {
			var written metav1.Time
			if e.Time != nil {
				written = *e.Time
			}
			if e.Manager != manager && e.Subresource != "status" && (name == "" || !written.Before(&at)) {
				name, at = e.Manager, written
			}
		}
	}
	if name == "" {
		return "somebody"
	}
	return name
}

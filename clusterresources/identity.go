// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
)

// The labels by which objects are found again: see
// https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/.
const (
	LabelInstance  = "app.kubernetes.io/instance"
	LabelManagedBy = "app.kubernetes.io/managed-by"
	LabelName      = "app.kubernetes.io/name"
)

// identity is what every object of one owner has in common.
type identity struct {
	owner        Owner
	manager, app string
	// former are managers of earlier releases, whose objects are still ours.
	former []string
}

// label is one that an object must have.
type label struct{ key, value string }

// labels are the three in the order in which they are checked.
func (id identity) labels() [3]label {
	return [3]label{{LabelInstance, id.owner.Name}, {LabelManagedBy, id.manager}, {LabelName, id.app}}
}

// validate says what about an owner keeps its objects from being found again.
func (id identity) validate() error {
	var errs []error
	for _, part := range []struct{ name, value, remedy string }{
		{"name", id.owner.Name, "give it one"},
		{"namespace", id.owner.Namespace, "only namespaced owners can have objects"},
		{"uid", string(id.owner.UID), "take an owner that the API server returned"},
		{"kind", id.owner.Kind, "pass the kind to OwnerOf: objects that a client returns have none"},
		{"apiVersion", id.owner.Version, "pass group and version to OwnerOf"},
	} {
		if part.value == "" {
			errs = append(errs, fmt.Errorf("no %s: %s", part.name, part.remedy))
		}
	}
	for _, label := range id.labels() {
		if problems := validation.IsValidLabelValue(label.value); len(problems) > 0 {
			errs = append(errs, fmt.Errorf("%q cannot be the value of label %s: %s", label.value, label.key, strings.Join(problems, ", ")))
		}
	}
	return errors.Join(errs...)
}

// check says which part of the identity an object lacks: the labels in their order, then the owner.
func (id identity) check(ref Ref, object metav1.Object) error {
	has := object.GetLabels()
	for _, label := range id.labels() {
		actual, there := has[label.key]
		if !there || actual != label.value {
			return &LabelError{Object: ref, Label: label.key, Expected: label.value, Actual: actual, Missing: !there}
		}
	}
	if !ownedBy(object, id.owner.UID) {
		return &OwnerError{Object: ref, Owner: id.owner}
	}
	return nil
}

// has reports whether an object is one of the owner's, made by this release or an earlier one.
func (id identity) has(object metav1.Object) bool {
	for _, manager := range append([]string{id.manager}, id.former...) {
		id.manager = manager
		if id.check(Ref{}, object) == nil {
			return true
		}
	}
	return false
}

func ownedBy(object metav1.Object, owner types.UID) bool {
	for _, reference := range object.GetOwnerReferences() {
		if reference.UID == owner {
			return true
		}
	}
	return false
}

// foreign says that somebody else controls an object, and is nil if nobody else does.
func (id identity) foreign(ref Ref, live metav1.Object) *ForeignError {
	if c := metav1.GetControllerOfNoCopy(live); c != nil && c.UID != id.owner.UID {
		return &ForeignError{Object: ref, Controller: c.Kind + " " + c.Name}
	}
	return nil
}

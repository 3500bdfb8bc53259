// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors of this package carry names, paths and reasons, but no values: what is in a field may be a password, and errors
// end up in logs, events and the status of the cluster.

// InvalidError says that an object, or what it is made from, is wrong. Nothing was sent.
type InvalidError struct {
	// Object is the zero Ref if there is none.
	Object Ref
	// Field is a path like metadata.labels; empty if the object as a whole is meant.
	Field  string
	Reason string
	// Overrides is how many of the user's overrides are part of the object.
	Overrides int

	err error
}

func (e *InvalidError) Error() string {
	switch {
	case e.Object == (Ref{}):
		return e.Reason
	case e.Field == "":
		return fmt.Sprintf("%s: %s%s", e.Object, e.Reason, withOverrides(e.Overrides))
	}
	return fmt.Sprintf("%s: %s: %s%s", e.Object, e.Field, e.Reason, withOverrides(e.Overrides))
}

// Unwrap returns the cause, nil if there is none.
func (e *InvalidError) Unwrap() error { return e.err }

// LabelError says that an object lacks one of the labels by which it is found again, or has another value.
type LabelError struct {
	Object Ref
	// Label is the key, and Expected the value it must have. Actual is empty for a Missing one.
	Label, Expected, Actual string
	Missing                 bool
}

func (e *LabelError) Error() string {
	if e.Missing {
		return fmt.Sprintf("%s: label %s is missing, it must be %q", e.Object, e.Label, e.Expected)
	}
	return fmt.Sprintf("%s: label %s is %q, it must be %q", e.Object, e.Label, e.Actual, e.Expected)
}

// OwnerError says that an object has no ownerReference to its owner.
type OwnerError struct {
	Object Ref
	Owner  Owner
}

func (e *OwnerError) Error() string {
	return fmt.Sprintf("%s: metadata.ownerReferences: none has uid %s of %s %s: set Owner.Reference()", e.Object, e.Owner.UID, e.Owner.Kind, e.Owner.Name)
}

// ForeignError says that another owner controls the object that is there already.
type ForeignError struct {
	Object Ref
	// Controller names the other owner, such as "StatefulSet web"; empty if nobody controls the object and it may not be
	// adopted.
	Controller string
	// Terminating says that the object is being deleted.
	Terminating bool
	// RetryAfter is how long the API server will not be asked whether the object is still the other owner's; zero if the cache
	// shows that, so that it costs nothing to know.
	RetryAfter time.Duration
}

func (e *ForeignError) Error() string {
	switch {
	case e.Terminating && e.Controller == "":
		return fmt.Sprintf("%s was not made by this cluster, and is being deleted: it is made once that is gone", e.Object)
	case e.Terminating:
		return fmt.Sprintf("%s belongs to %s, and is being deleted: it is made once that is gone", e.Object, e.Controller)
	case e.Controller == "":
		return fmt.Sprintf("%s exists, and was not made by this cluster: remove it, or allow its adoption", e.Object)
	}
	return fmt.Sprintf("%s belongs to %s: give one of the two another name", e.Object, e.Controller)
}

// TakenError says that something on the server, such as an admission policy, takes from an object what it is found by.
type TakenError struct {
	Object Ref
	// Field is what the server answered without, or with another value.
	Field string
	// RetryAfter is how long nothing will be sent for the object.
	RetryAfter time.Duration
}

func (e *TakenError) Error() string {
	return fmt.Sprintf("%s: the API server changed %s of what was applied: look for an admission policy or webhook that does it; next try in %s", e.Object, e.Field, e.RetryAfter)
}

// ImmutableError says that a field cannot be changed while the object exists. Whoever writes the operator can have such
// objects made again by [RecreateIfImmutable].
type ImmutableError struct {
	Object Ref
	// Fields are the paths that the server names.
	Fields []string
	// Overrides is how many of the user's overrides are part of the object.
	Overrides int
	// Because says why the object is not made again although [RecreateIfImmutable] is set; else empty.
	Because string
	// err is what the server answered, and refusal what it said of a new one, nil if it was not asked.
	err, refusal error
}

func (e *ImmutableError) Error() string {
	fields := strings.Join(e.Fields, ", ")
	if e.Because != "" {
		return fmt.Sprintf("%s: %s cannot be changed while the object exists, and it is not made again, since %s%s",
			e.Object, fields, e.Because, withOverrides(e.Overrides))
	}
	return fmt.Sprintf("%s: %s cannot be changed while the object exists: change it back, or delete the object%s",
		e.Object, fields, withOverrides(e.Overrides))
}

// Unwrap returns what the server answered to the change, and to the question whether it would create a new one.
func (e *ImmutableError) Unwrap() []error {
	if e.refusal == nil {
		return []error{e.err}
	}
	return []error{e.err, e.refusal}
}

// OverrideError says why a user's override cannot be used.
type OverrideError struct {
	// Object is the zero Ref if the override cannot be read.
	Object Ref
	// Path is the field within the object, such as spec.replicas; empty if the override as a whole is meant.
	Path, Reason string
	err          error
}

func (e *OverrideError) Error() string {
	switch {
	case e.Object == (Ref{}):
		return "override " + e.Reason
	case e.Path == "":
		return fmt.Sprintf("override of %s: %s", e.Object, e.Reason)
	}
	return fmt.Sprintf("override of %s: %s: %s", e.Object, e.Path, e.Reason)
}

// Unwrap returns the cause, nil if there is none.
func (e *OverrideError) Unwrap() error { return e.err }

// Errors of a Set.
var (
	// ErrIncomplete says that orphans cannot be told from what could not be added.
	ErrIncomplete = errors.New("orphans are not deleted: not everything could be added")
	// ErrOwnerChanged says that the owner is not what the Set was made for: there is a newer specification, it is being
	// deleted, or it was replaced.
	ErrOwnerChanged = errors.New("nothing is deleted: the owner has changed")
	// ErrFinished says that orphans were already deleted, so that what is added later would be taken for an orphan of
	// nobody: make a new Set for each reconcile.
	ErrFinished = errors.New("the set is finished: make a new one for each reconcile")
)

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// RefusedError says that the API server refused a request. Its text names fields, reasons, and who refused; what the
// server answered, which may have the refused values in it, is only to be had by errors.As.
type RefusedError struct {
	Object Ref
	// Reason is the server's word, such as Invalid.
	Reason string
	// Fields are the paths that it named; there may be none.
	Fields []string
	// By names the admission webhook or policy that refused; empty if it was the server itself.
	By  string
	err error
}

func (e *RefusedError) Error() string {
	text := fmt.Sprintf("%s: the API server refused it: %s", e.Object, e.Reason)
	if e.By != "" {
		text += ", by " + e.By
	}
	if len(e.Fields) > 0 {
		text += ": " + strings.Join(e.Fields, ", ")
	}
	return text
}

// Unwrap returns what the server answered.
func (e *RefusedError) Unwrap() error { return e.err }

// harmless are the reasons of answers that the API server itself words, without anything of what was sent.
var harmless = []metav1.StatusReason{
	metav1.StatusReasonAlreadyExists, metav1.StatusReasonConflict, metav1.StatusReasonExpired, metav1.StatusReasonGone,
	metav1.StatusReasonMethodNotAllowed, metav1.StatusReasonNotFound, metav1.StatusReasonRequestEntityTooLarge,
	metav1.StatusReasonServerTimeout, metav1.StatusReasonServiceUnavailable, metav1.StatusReasonTimeout,
	metav1.StatusReasonTooManyRequests, metav1.StatusReasonUnauthorized,
}

// harmlessForbidden is how the API server begins when it forbids something itself: for lack of rights, by a quota, and in
// a namespace that is being deleted. Tried with Kubernetes 1.37.
var harmlessForbidden = regexp.MustCompile(`^\S+( "[^"]*")? is forbidden: (User "[^"]*" cannot |exceeded quota: |unable to create new content in namespace )`)

// refusers find who refused a request, if it was not the server itself. Tried with Kubernetes 1.37.
var refusers = []struct {
	is   string
	says *regexp.Regexp
}{
	{"admission webhook", regexp.MustCompile(`admission webhook "([^"]+)" denied the request`)},
	{"admission webhook", regexp.MustCompile(`failed calling webhook "([^"]+)"`)},
	{"ValidatingAdmissionPolicy", regexp.MustCompile(`ValidatingAdmissionPolicy '([^']+)'`)},
}

func refuser(message string) string {
	for _, one := range refusers {
		if found := one.says.FindStringSubmatch(message); found != nil {
			return one.is + " " + found[1]
		}
	}
	return ""
}

// speakable makes of an error one whose text can be told. What an API server answers may hold what was sent: refusals
// do, policies and webhooks say what they like, and so do the errors without a reason, by which server-side apply says
// that an object does not fit its schema.
func speakable(ref Ref, err error) error {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return err
	}
	if immutable := (*ImmutableError)(nil); errors.As(err, &immutable) {
		return err
	}
	answer := status.Status()
	by := refuser(answer.Message)
	forbidden := answer.Reason == metav1.StatusReasonForbidden && harmlessForbidden.MatchString(answer.Message)
	if by == "" && (forbidden || slices.Contains(harmless, answer.Reason)) {
		return err
	}
	e := &RefusedError{Object: ref, Reason: string(answer.Reason), By: by, err: err}
	if e.Reason == "" {
		e.Reason = fmt.Sprintf("status %d", answer.Code)
	}
	for _, c := range causes(err) {
		if field := strings.TrimSpace(c.Field + " (" + string(c.Type) + ")"); c.Field != "" {
			e.Fields = append(e.Fields, field)
		}
	}
	return e
}

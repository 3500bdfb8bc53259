// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// RefusedError says that the API server refused a request. Its text names fields, reasons, and who refused; what the
// server answered, which may have the refused values in it, is only to be had by errors.As.
type RefusedError struct {
	Object Ref
	// Reason is the server's word, such as Invalid.
	Reason string
	// By names the admission webhook or policy that refused; empty if it was the server itself.
	By string
	// Causes are the fields that the server named, and why; there may be none.
	Causes []Cause
	// Overrides is how many of the user's overrides are part of the object.
	Overrides int
	err       error
}

// Cause is why a field was refused.
type Cause struct {
	// Field is a path as the server writes it.
	Field string
	// Type is the server's word, such as FieldValueInvalid.
	Type metav1.CauseType
	// Detail is what the server says of it, without the value; empty if it says nothing, or could be taken for the value.
	Detail string
}

// String gives "spec.replicas (FieldValueInvalid): must be greater than or equal to 0".
func (c Cause) String() string {
	text := fmt.Sprintf("%s (%s)", c.Field, c.Type)
	if c.Detail != "" {
		text += ": " + c.Detail
	}
	return text
}

func (e *RefusedError) Error() string {
	text := fmt.Sprintf("%s: the API server refused it: %s", e.Object, e.Reason)
	if e.By != "" {
		text += ", by " + e.By
	}
	for i, c := range e.Causes {
		text += []string{": ", "; "}[min(i, 1)] + c.String()
	}
	return text + withOverrides(e.Overrides)
}

// Unwrap returns what the server answered.
func (e *RefusedError) Unwrap() error { return e.err }

// withOverrides tells a user that what is wrong may be of their own making.
func withOverrides(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " (an override is part of the object)"
	}
	return fmt.Sprintf(" (%d overrides are part of the object)", n)
}

// detail returns what is behind the value in the message of a cause: "Invalid value: 3: must be even". A value is JSON, or
// text in quotes: https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation/field#Error.ErrorBody. What cannot be told
// from a value is left out.
func detail(c metav1.StatusCause) string {
	kind := field.ErrorType(c.Type)
	if !slices.Contains(fieldErrors, kind) {
		return ""
	}
	rest, ok := strings.CutPrefix(c.Message, kind.String()+": ")
	if !ok {
		return ""
	}
	if slices.Contains(withoutValue, kind) {
		return rest
	}
	value, err := strconv.QuotedPrefix(rest)
	if err != nil {
		d := json.NewDecoder(strings.NewReader(rest))
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return ""
		}
		value = string(raw)
	}
	said, ok := strings.CutPrefix(rest[len(value):], ": ")
	bare := strings.Trim(value, `"`)
	if !ok || bare != "" && strings.Contains(said, bare) {
		return ""
	}
	return said
}

// fieldErrors are the types of causes whose messages are known, and withoutValue those of them that hold no value.
var (
	fieldErrors = []field.ErrorType{
		field.ErrorTypeRequired, field.ErrorTypeForbidden, field.ErrorTypeTooLong, field.ErrorTypeTooShort, field.ErrorTypeInvalid,
		field.ErrorTypeTypeInvalid, field.ErrorTypeNotSupported, field.ErrorTypeNotFound, field.ErrorTypeDuplicate,
		field.ErrorTypeTooMany, field.ErrorTypeTooFew,
	}
	withoutValue = []field.ErrorType{field.ErrorTypeRequired, field.ErrorTypeForbidden, field.ErrorTypeTooLong, field.ErrorTypeTooShort}
)

// isLasting reports whether the same request would be refused again: somebody has to change the object, or something on
// the server.
func isLasting(err error) bool {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return false
	}
	if by, denies := refuser(err); by != "" {
		return denies
	}
	switch answer := status.Status(); answer.Reason {
	case metav1.StatusReasonInvalid, metav1.StatusReasonBadRequest, metav1.StatusReasonForbidden, metav1.StatusReasonRequestEntityTooLarge:
		return true
	case metav1.StatusReasonUnknown:
		return answer.Code == http.StatusInternalServerError // an apply that does not fit the schema
	}
	return false
}

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

// refusers find who refused a request, if it was not the server itself, and whether they do not want the object or could not
// be asked. Tried with Kubernetes 1.37.
var refusers = []struct {
	is     string
	denies bool
	says   *regexp.Regexp
}{
	{"admission webhook", true, regexp.MustCompile(`admission webhook "([^"]+)" denied the request`)},
	{"admission webhook", false, regexp.MustCompile(`failed calling webhook "([^"]+)"`)},
	{"ValidatingAdmissionPolicy", true, regexp.MustCompile(`ValidatingAdmissionPolicy '([^']+)'`)},
}

// refuser returns who else than the API server itself refused a request, empty if it was nobody else, and whether they will
// again.
func refuser(err error) (by string, denies bool) {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return "", false
	}
	for _, one := range refusers {
		if found := one.says.FindStringSubmatch(status.Status().Message); found != nil {
			return one.is + " " + found[1], one.denies
		}
	}
	return "", false
}

// isOwn reports whether an answer is the API server's own. Webhooks answer with any code they like: theirs do not say that an
// object is gone, or was written by others.
func isOwn(err error) bool {
	by, _ := refuser(err)
	return by == ""
}

// speakable makes of an error one whose text can be told. What an API server answers may hold what was sent: refusals
// do, policies and webhooks say what they like, and so do the errors without a reason, by which server-side apply says
// that an object does not fit its schema.
func speakable(ref Ref, overrides int, err error) error {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return err
	}
	if immutable := (*ImmutableError)(nil); errors.As(err, &immutable) {
		return err
	}
	answer := status.Status()
	by, _ := refuser(err)
	forbidden := answer.Reason == metav1.StatusReasonForbidden && harmlessForbidden.MatchString(answer.Message)
	if by == "" && (forbidden || slices.Contains(harmless, answer.Reason)) {
		return err
	}
	e := &RefusedError{Object: ref, Reason: string(answer.Reason), By: by, Overrides: overrides, err: err}
	if e.Reason == "" {
		e.Reason = fmt.Sprintf("status %d", answer.Code)
	}
	for _, c := range causesOf(answer) {
		if c.Field == "" {
			continue
		}
		cause := Cause{Field: c.Field, Type: c.Type}
		if by == "" && ref.GroupKind() != secrets {
			cause.Detail = detail(c)
		}
		e.Causes = append(e.Causes, cause)
	}
	return e
}

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
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
)

// RefusedError says that the API server refused a request. Its text names fields, reasons, and who refused; what the
// server answered, which may have the refused values in it, is only to be had by errors.As.
type RefusedError struct {
	Object Ref
	// Reason is the server's word, such as Invalid; "status 418" for one that Kubernetes does not know.
	Reason string
	// By names the admission webhook or policy that refused; empty if it was the server itself.
	By string
	// Detail is what the server says of it as a whole, where it says so itself, and without a value; else empty.
	Detail string
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
	// Type is the server's word, such as FieldValueInvalid; empty if it is none of those about fields.
	Type metav1.CauseType
	// Detail is what the server says of it, without the value; empty if it says nothing, or what may have values in it. Of a
	// rule of a CustomResourceDefinition it says only that there is one.
	Detail string
}

// String gives "spec.replicas (FieldValueInvalid): must be greater than or equal to 0".
func (c Cause) String() string {
	text := c.Field
	if c.Type != "" {
		text += fmt.Sprintf(" (%s)", c.Type)
	}
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
	if e.Detail != "" {
		text += ": " + e.Detail
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
func detail(c metav1.StatusCause, custom bool) string {
	kind := field.ErrorType(c.Type)
	if !slices.Contains(fieldErrors, kind) {
		return ""
	}
	rest, ok := strings.CutPrefix(c.Message, kind.String()+": ")
	if !ok {
		return ""
	}
	byRule := custom && slices.Contains(ruleErrors, kind)
	if slices.Contains(withoutValue, kind) && !byRule {
		return rest
	}
	said := behindValue(rest)
	if bound, is := strings.CutPrefix(said, c.Field+" in body should "); byRule && !(is && bounds.MatchString(bound)) {
		return ruleDetail
	}
	return said
}

// behindValue returns what stands behind a value and a colon, empty if that is nothing, or may repeat the value.
func behindValue(text string) string {
	var value any
	written, err := strconv.QuotedPrefix(text)
	if err == nil {
		value, err = strconv.Unquote(written)
	} else {
		d := json.NewDecoder(strings.NewReader(text))
		err = d.Decode(&value)
		written = text[:d.InputOffset()]
	}
	said, ok := strings.CutPrefix(text[len(written):], ": ")
	bare := strings.Trim(written, `"`)
	if err != nil || !ok || bare != "" && strings.Contains(said, bare) || repeats(said, value) {
		return ""
	}
	return said
}

// repeats reports whether a text has one of the texts of a value in it.
func repeats(text string, value any) bool {
	switch v := value.(type) {
	case string:
		return v != "" && strings.Contains(text, v)
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return repeats(text, item) })
	case map[string]any:
		for _, item := range v {
			if repeats(text, item) {
				return true
			}
		}
	}
	return false
}

// fieldErrors are the types of causes whose messages are known, and withoutValue those of them whose messages hold no value.
var (
	fieldErrors = []field.ErrorType{
		field.ErrorTypeRequired, field.ErrorTypeForbidden, field.ErrorTypeTooLong, field.ErrorTypeTooShort, field.ErrorTypeInvalid,
		field.ErrorTypeTypeInvalid, field.ErrorTypeNotSupported, field.ErrorTypeNotFound, field.ErrorTypeDuplicate,
		field.ErrorTypeTooMany, field.ErrorTypeTooFew,
	}
	withoutValue = []field.ErrorType{field.ErrorTypeRequired, field.ErrorTypeForbidden, field.ErrorTypeTooLong, field.ErrorTypeTooShort}
)

// A rule of a CustomResourceDefinition words its failure as it likes, with the values of the object if it has a
// messageExpression, and as one of these types: what it says cannot be told from what the API server says. But for the bounds
// of numbers, texts and lists, which have nothing but a number in them, tried with Kubernetes 1.37.
var (
	ruleErrors = []field.ErrorType{field.ErrorTypeInvalid, field.ErrorTypeRequired, field.ErrorTypeForbidden, field.ErrorTypeDuplicate}
	bounds     = regexp.MustCompile(`^(be (greater|less) than( or equal to)?|be a multiple of|(be|have) at (least|most)) -?[0-9.e+]+( chars long| items| properties)?$`)
)

const ruleDetail = "it breaks a validation rule of its CustomResourceDefinition"

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
	if isMissingKind(err) {
		return true
	}
	switch answer := status.Status(); answer.Reason {
	case metav1.StatusReasonInvalid, metav1.StatusReasonBadRequest, metav1.StatusReasonForbidden, metav1.StatusReasonRequestEntityTooLarge:
		return true
	case metav1.StatusReasonUnknown:
		// An apply that does not fit the schema. What etcd says is passed on without a reason, too, in other words.
		return answer.Code == http.StatusInternalServerError && strings.HasPrefix(answer.Message, "failed to ")
	}
	return false
}

// isMissingKind reports whether the API server does not serve a kind: it answers with a page that is no Status.
func isMissingKind(err error) bool {
	var status apierrors.APIStatus
	return apierrors.IsNotFound(err) && errors.As(err, &status) && slices.ContainsFunc(causesOf(status.Status()), func(c metav1.StatusCause) bool {
		return c.Type == metav1.CauseTypeUnexpectedServerResponse
	})
}

// harmless are the reasons of answers that the API server itself words, without anything of what was sent.
var harmless = []metav1.StatusReason{
	metav1.StatusReasonAlreadyExists, metav1.StatusReasonConflict, metav1.StatusReasonExpired, metav1.StatusReasonGone,
	metav1.StatusReasonMethodNotAllowed, metav1.StatusReasonNotFound, metav1.StatusReasonRequestEntityTooLarge,
	metav1.StatusReasonServerTimeout, metav1.StatusReasonServiceUnavailable, metav1.StatusReasonTimeout,
	metav1.StatusReasonTooManyRequests, metav1.StatusReasonUnauthorized,
}

// wellKnown are the reasons that Kubernetes knows. Webhooks can make up others.
var wellKnown = append([]metav1.StatusReason{
	metav1.StatusReasonBadRequest, metav1.StatusReasonForbidden, metav1.StatusReasonInternalError, metav1.StatusReasonInvalid,
	metav1.StatusReasonNotAcceptable, metav1.StatusReasonStoreReadError, metav1.StatusReasonUnsupportedMediaType,
}, harmless...)

// forbids is how the API server begins when something is forbidden. An answer is told by how it begins: what comes later may
// be a value of the object, which can hold any words.
const forbids = `^\S+( "([^"\\]|\\.)*")? is forbidden: `

// ownForbidden are what the API server says when it forbids something itself: for lack of rights, also of those that a role would
// grant, by a quota, and in a namespace that is being deleted; and what to do about it. All rights of a role are in lines that
// are left out. Tried with Kubernetes 1.37.
var ownForbidden = []struct {
	says   *regexp.Regexp
	remedy string
}{
	{regexp.MustCompile(forbids + `(?<says>User "[^"]*" cannot .*)`), "grant the operator this right"},
	{
		regexp.MustCompile(forbids + `(?<says>user "[^"]*") \(groups=\[[^\]]*\]\)(?<more> is attempting to grant RBAC permissions not currently held)`),
		"grant them to the operator, or the right to bind this role: Rights.BindRoles, Rights.BindClusterRoles",
	},
	{regexp.MustCompile(forbids + `(?<says>exceeded quota: .*)`), ""},
	{regexp.MustCompile(forbids + `(?<says>unable to create new content in namespace .*)`), ""},
}

// forbidden returns what the API server itself says of what it forbids, and what to do; empty if it is not known to be without
// values.
func forbidden(answer metav1.Status) string {
	if answer.Reason != metav1.StatusReasonForbidden {
		return ""
	}
	for _, one := range ownForbidden {
		found := one.says.FindStringSubmatch(answer.Message)
		if found == nil {
			continue
		}
		text := found[one.says.SubexpIndex("says")]
		if more := one.says.SubexpIndex("more"); more > 0 {
			text += found[more]
		}
		if one.remedy != "" {
			text += ": " + one.remedy
		}
		return text
	}
	return ""
}

// refusers find who refused a request, if it was not the server itself, and whether they do not want the object or could not
// be asked. Tried with Kubernetes 1.37.
var refusers = []struct {
	is     string
	denies bool
	says   *regexp.Regexp
}{
	{"admission webhook", true, regexp.MustCompile(`^admission webhook "(?<name>[^"]+)" denied the request`)},
	{"admission webhook", false, regexp.MustCompile(`^Internal error occurred: failed calling webhook "(?<name>[^"]+)"`)},
	{"ValidatingAdmissionPolicy", true, regexp.MustCompile(forbids + `ValidatingAdmissionPolicy '(?<name>[^']+)'`)},
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
			return one.is + " " + found[one.says.SubexpIndex("name")], one.denies
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

// noField is the field of a cause that only says that there may be more of them.
const noField = "<nil>"

// speakable makes of an error one whose text can be told. What an API server answers may hold what was sent: refusals
// do, policies and webhooks say what they like, and so do the errors without a reason, by which server-side apply says
// that an object does not fit its schema.
func speakable(ref Ref, overrides int, err error) error {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return err
	}
	if immutable, refused := (*ImmutableError)(nil), (*RefusedError)(nil); errors.As(err, &immutable) || errors.As(err, &refused) {
		return err // it is one already, of another object perhaps
	}
	answer := status.Status()
	by, _ := refuser(err)
	if isMissingKind(err) {
		return fmt.Errorf("%s: the API server does not serve this kind: install its CustomResourceDefinition: %w", ref, err)
	}
	switch {
	case by != "" || !slices.Contains(harmless, answer.Reason):
	case strings.Contains(err.Error(), ref.String()):
		return err
	default:
		return fmt.Errorf("%s: %w", ref, err)
	}
	e := &RefusedError{Object: ref, Reason: string(answer.Reason), By: by, Overrides: overrides, err: err}
	if by == "" {
		e.Detail = forbidden(answer)
	}
	if !slices.Contains(wellKnown, answer.Reason) {
		e.Reason = fmt.Sprintf("status %d", answer.Code)
	}
	for _, c := range causesOf(answer) {
		if c.Field == "" || c.Field == noField {
			continue
		}
		cause := Cause{Field: c.Field}
		if slices.Contains(fieldErrors, field.ErrorType(c.Type)) {
			cause.Type = c.Type
		}
		if by == "" && ref.GroupKind() != secrets {
			cause.Detail = detail(c, !clientgoscheme.Scheme.Recognizes(ref.GroupVersionKind))
		}
		e.Causes = append(e.Causes, cause)
	}
	if cause, is := unfitByServer(answer.Message); is {
		e.Causes = append(e.Causes, cause)
	}
	// What was done is told by its own words, and not by those of the answer.
	if doing, is := strings.CutSuffix(err.Error(), answer.Message); is && doing != "" && !strings.Contains(doing, ref.String()) {
		return fmt.Errorf("%s%w", doing, e)
	}
	return e
}

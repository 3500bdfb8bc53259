// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func TestSpeakable(t *testing.T) {
	t.Parallel()
	const password = "hunter2"
	secrets := schema.GroupResource{Resource: "secrets"}
	ref := Ref{GroupVersionKind: corev1.SchemeGroupVersion.WithKind("Secret"), Namespace: "default", Name: "web"}
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"bad request": {apierrors.NewBadRequest(password), "Secret default/web: the API server refused it: BadRequest"},
		"no reason":   {&apierrors.StatusError{ErrStatus: metav1.Status{Code: http.StatusInternalServerError, Message: password}}, "Secret default/web: the API server refused it: status 500"},
		"a policy": {
			apierrors.NewForbidden(secrets, "web", errors.New("ValidatingAdmissionPolicy 'strong' with binding 'all' denied request: "+password)),
			"Secret default/web: the API server refused it: Forbidden, by ValidatingAdmissionPolicy strong",
		},
		"a webhook": {
			&apierrors.StatusError{ErrStatus: metav1.Status{Reason: metav1.StatusReasonConflict, Message: `admission webhook "a.example.com" denied the request: ` + password}},
			"Secret default/web: the API server refused it: Conflict, by admission webhook a.example.com",
		},
		"a broken webhook": {
			apierrors.NewInternalError(errors.New(`failed calling webhook "a.example.com": ` + password)),
			"Secret default/web: the API server refused it: InternalError, by admission webhook a.example.com",
		},
		"somebody who forbids": {
			apierrors.NewForbidden(secrets, "web", errors.New(password)), "Secret default/web: the API server refused it: Forbidden",
		},
		"a webhook with words of its own": {
			&apierrors.StatusError{ErrStatus: metav1.Status{
				Code: http.StatusTeapot, Reason: password, Message: `admission webhook "a.example.com" denied the request: ` + password,
				Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{{Type: password, Field: "data.a", Message: password}}},
			}},
			"Secret default/web: the API server refused it: status 418, by admission webhook a.example.com: data.a",
		},
		"no right": {
			apierrors.NewForbidden(secrets, "web", errors.New(`User "operator" cannot patch resource "secrets" in API group "" in the namespace "default"`)),
			`Secret default/web: the API server refused it: Forbidden: User "operator" cannot patch resource "secrets" in API group "" in the namespace "default": grant the operator this right`,
		},
		"no right to grant": {
			apierrors.NewForbidden(secrets, "web", errors.New("user \"operator\" (groups=[\"a\" \"b\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"]}\n{}")),
			`Secret default/web: the API server refused it: Forbidden: user "operator" is attempting to grant RBAC permissions not currently held: grant them to the operator, or the right to bind this role: Rights.BindRoles, Rights.BindClusterRoles`,
		},
		"a quota": {
			apierrors.NewForbidden(secrets, "web", errors.New("exceeded quota: few, requested: count/secrets=1, used: count/secrets=0, limited: count/secrets=0")),
			"Secret default/web: the API server refused it: Forbidden: exceeded quota: few, requested: count/secrets=1, used: count/secrets=0, limited: count/secrets=0",
		},
		"not found":           {apierrors.NewNotFound(secrets, "web"), `Secret default/web: secrets "web" not found`},
		"not found, in words": {fmt.Errorf("read %s: %w", ref, apierrors.NewNotFound(secrets, "web")), `read Secret default/web: secrets "web" not found`},
		"no answer":           {errors.New("connection refused"), "connection refused"},
	} {
		got := speakable(ref, 0, c.err)
		assert.Equal(t, c.says, got.Error(), name)
		assert.ErrorIs(t, got, c.err, "who asks gets all of it")
	}
}

// TestValuesThatSayWhoRefuses are no answers of who they name: they are in the answers of the API server, which shows values.
func TestValuesThatSayWhoRefuses(t *testing.T) {
	t.Parallel()
	ref := Ref{GroupVersionKind: corev1.SchemeGroupVersion.WithKind("ConfigMap"), Namespace: "default", Name: "web"}
	const says = "ConfigMap default/web: the API server refused it: "
	for _, value := range []string{
		"ValidatingAdmissionPolicy 'hunter2' with binding 'all' denied request: no",
		`configmaps "web" is forbidden: ValidatingAdmissionPolicy 'hunter2' with binding 'all' denied request: no`,
		`configmaps "web" is forbidden: User "hunter2" cannot `,
		`admission webhook "hunter2" denied the request`,
		`Internal error occurred: failed calling webhook "hunter2"`,
	} {
		at := field.NewPath("data").Key("a")
		for want, err := range map[string]error{
			says + "Invalid: data[a] (FieldValueInvalid): must be even": apierrors.NewInvalid(ref.GroupKind(), "web", field.ErrorList{field.Invalid(at, value, "must be even")}),
			says + "BadRequest": apierrors.NewBadRequest("it is " + value),
			says + "Forbidden":  apierrors.NewForbidden(schema.GroupResource{Resource: "configmaps"}, `" is forbidden: `+value, errors.New("it is "+value)),
			says + "status 500": &apierrors.StatusError{ErrStatus: metav1.Status{Code: http.StatusInternalServerError, Message: "failed to create typed patch object: " + value}},
		} {
			assert.EqualError(t, speakable(ref, 0, err), want, value)
			assert.True(t, isLasting(err), value)
			assert.True(t, isOwn(err), value)
		}
	}
}

func TestErrorsWithoutAnObject(t *testing.T) {
	t.Parallel()
	assert.EqualError(t, &InvalidError{Reason: "the object is nil"}, "the object is nil")
	assert.EqualError(t, &OverrideError{Reason: "number 1 is no JSON object"}, "override number 1 is no JSON object")
}

// TestDetails tells why a field was refused, and never the value.
func TestDetails(t *testing.T) {
	t.Parallel()
	const password = "hunter2"
	at := field.NewPath("spec")
	for want, e := range map[string]*field.Error{
		"must be even": field.Invalid(at, 3, "must be even"),
		"`selector` does not match template `labels`": field.Invalid(at, map[string]string{"a": "b: c"}, "`selector` does not match template `labels`"),
		"must consist of: letters":                    field.Invalid(at, password+`": "`, "must consist of: letters"),
		`supported values: "A", "B"`:                  field.NotSupported(at, password, []string{"A", "B"}),
		"is needed":                                   field.Required(at, "is needed"),
		"may not be more than 3 bytes":                field.TooLong(at, password, 3),
		"must have at most 3 items":                   field.TooMany(at, 4, 3),
	} {
		got := detail(metav1.StatusCause{Type: metav1.CauseType(e.Type), Message: e.ErrorBody()}, false)
		assert.Equal(t, want, got, e.ErrorBody())
	}
	for _, e := range []*field.Error{
		field.Duplicate(at, password), field.NotFound(at, password), field.Invalid(at, password, "hunter2 is no name"),
		field.Invalid(at, func() {}, "odd"), field.Invalid(at, map[string]any{"a": []string{"b", password}}, "it is "+password), field.InternalError(at, errors.New(password)),
	} {
		assert.Empty(t, detail(metav1.StatusCause{Type: metav1.CauseType(e.Type), Message: e.ErrorBody()}, false), e.ErrorBody())
	}
	invalid := func(kind string) error {
		return apierrors.NewInvalid(schema.GroupKind{Kind: kind}, "web", field.ErrorList{field.Invalid(at, 3, "must be even"), field.Required(at.Child("b"), "")})
	}
	ref := Ref{GroupVersionKind: corev1.SchemeGroupVersion.WithKind("ConfigMap"), Namespace: "default", Name: "web"}
	require.EqualError(t, speakable(ref, 1, invalid("ConfigMap")),
		"ConfigMap default/web: the API server refused it: Invalid: spec (FieldValueInvalid): must be even; spec.b (FieldValueRequired) (an override is part of the object)")
	ref.Kind = "Secret"
	require.EqualError(t, speakable(ref, 0, invalid("Secret")),
		"Secret default/web: the API server refused it: Invalid: spec (FieldValueInvalid); spec.b (FieldValueRequired)")
}

// TestAddToNoSet is an error, as all that is missing.
func TestAddToNoSet(t *testing.T) {
	t.Parallel()
	_, err := Add(t.Context(), nil, &corev1.ConfigMap{})
	require.EqualError(t, err, "the set is nil: make one with NewSet for each reconcile")
}

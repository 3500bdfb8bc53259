// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
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
		"not found": {apierrors.NewNotFound(secrets, "web"), `secrets "web" not found`},
		"no answer": {errors.New("connection refused"), "connection refused"},
	} {
		got := speakable(ref, c.err)
		assert.Equal(t, c.says, got.Error(), name)
		assert.ErrorIs(t, got, c.err, "who asks gets all of it")
	}
}

func TestErrorsWithoutAnObject(t *testing.T) {
	t.Parallel()
	assert.EqualError(t, &InvalidError{Reason: "the object is nil"}, "the object is nil")
	assert.EqualError(t, &OverrideError{Reason: "number 1 is no JSON object"}, "override number 1 is no JSON object")
}

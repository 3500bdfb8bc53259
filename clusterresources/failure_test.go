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
	ref := Ref{GroupVersionKind: corev1.SchemeGroupVersion.WithKind("Secret"), Namespace: "default", Name: "web"}
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"bad request": {apierrors.NewBadRequest(password), "Secret default/web: the API server refused it: BadRequest"},
		"no reason":   {&apierrors.StatusError{ErrStatus: metav1.Status{Code: http.StatusInternalServerError, Message: password}}, "Secret default/web: the API server refused it: status 500"},
		"not found":   {apierrors.NewNotFound(schema.GroupResource{Resource: "secrets"}, "web"), `secrets "web" not found`},
		"no answer":   {errors.New("connection refused"), "connection refused"},
	} {
		got := speakable(ref, c.err)
		assert.Equal(t, c.says, got.Error(), name)
		assert.ErrorIs(t, got, c.err, "who asks gets all of it")
	}
}

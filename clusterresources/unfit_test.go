// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/overrides"
)

// TestAnswersAboutWhatDoesNotFit are told by place and reason, without the value that stands behind them.
func TestAnswersAboutWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	ref := Ref{GroupVersionKind: appsv1.SchemeGroupVersion.WithKind("StatefulSet"), Namespace: "default", Name: "web"}
	for says, want := range map[string]string{
		`.data: expected map, got &{hunter2}`:                                         "data: expected map",
		`.spec.replicas: expected numeric (int or float), got string`:                 "spec.replicas: expected numeric (int or float)",
		`.spec.on: expected boolean, got &{hunter2}`:                                  "spec.on: expected boolean",
		`.spec.list[3].any: expected any scalar, got &{hunter2}`:                      "spec.list[3].any: expected any scalar",
		`.metadata.labels.a.b/c: expected string, got &value{Value:"hunter2"}`:        "metadata.labels.a.b/c: expected string",
		`.spec.c[name="a"].env[name="X",port=80].foo: field not declared in schema`:   `spec.c[name="a"].env[name="X",port=80].foo: field not declared in schema`,
		`.spec.env: duplicate entries for key [name="X"]`:                             `spec.env: duplicate entries for key [name="X"]`,
		`.metadata.finalizers: duplicate entries for key [="hunter2"]`:                "metadata.finalizers: duplicate entries for key",
		`.metadata.finalizers[="hunter2: "]: expected numeric (int or float), got x`:  "metadata.finalizers: expected numeric (int or float)",
		`.spec.c: element 0: associative list with keys may not have a null element`:  "spec.c: associative list with keys may not have a null element",
		"errors:\n  .spec.a: expected map, got &{hunter2}\n  .spec.b: expected list,": "spec.a: expected map",
		".spec.a: expected map, got &{\n  .hunter2: field not declared in schema}":    "spec.a: expected map",
		// These are of no known form, so that nothing is told of them.
		`.spec.c[name=["hunter2"]].name: expected string, got x`:    "",
		`.spec.c[name="a: expected string, got x`:                   "",
		`hunter2: expected string, got x`:                           "",
		`.hunter2`:                                                  "",
		`.data.hunter2 is: expected string, got x`:                  "",
		`.data: hunter2`:                                            "",
		`: .data.hunter2: field not declared in schema`:             "",
		`errors: .data.hunter2: field not declared in schema`:       "",
		"\n  .data.hunter2: field not declared in schema":           "",
		`&{hunter2}: errors: .data: field not declared in schema: `: "",
	} {
		err := &apierrors.StatusError{ErrStatus: metav1.Status{
			Code: http.StatusInternalServerError, Message: "failed to create typed patch object (default/web; apps/v1, Kind=StatefulSet): " + says,
		}}
		expected := "StatefulSet default/web: the API server refused it: status 500"
		if want != "" {
			expected += ": " + want
		}
		assert.EqualError(t, speakable(ref, 0, err), expected, says)
	}
}

// TestObjectsThatDoNotFit are refused before anything is sent, with the same field each time.
func TestObjectsThatDoNotFit(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server { r = &rival{chaosServer: s}; return r })
	config := &corev1.ConfigMap{ObjectMeta: l.metaOf("config")}
	config.Finalizers = []string{"example.com/b", "example.com/b"}
	config.OwnerReferences = append(config.OwnerReferences, l.owner.Reference())
	for range 20 {
		_, err := Add(t.Context(), l.set(), config)
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid)
		require.EqualError(t, err, "ConfigMap "+chaosNamespace+"/config: metadata.finalizers: duplicate entries for key")
		require.ErrorContains(t, invalid.Unwrap(), "example.com/b", "who asks gets all of it")
	}
	override := `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config","namespace":"` + chaosNamespace + `"},"data":{"theirs":"1"}}`
	set, err := l.applier.NewSet(l.owner, SetOptions{Overrides: overrides.ObjectOverrides{{Raw: []byte(override)}}})
	require.NoError(t, err)
	_, err = Add(t.Context(), set, config)
	require.ErrorContains(t, err, "duplicate entries for key (an override is part of the object)")
	assert.Zero(t, r.patches, "nothing was sent")
}

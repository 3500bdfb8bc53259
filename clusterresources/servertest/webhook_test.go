// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/clusterresources"
)

// deny has a webhook deny all ConfigMaps of the world that are created or changed.
func (w *world) deny(answer metav1.Status) {
	w.t.Helper()
	hook := httptest.NewTLSServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		var review admissionv1.AdmissionReview
		if err := json.NewDecoder(in.Body).Decode(&review); err != nil || review.Request == nil {
			http.Error(out, "no review", http.StatusBadRequest)
			return
		}
		review.Response = &admissionv1.AdmissionResponse{UID: review.Request.UID, Result: &answer}
		out.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(out).Encode(review); err != nil {
			http.Error(out, err.Error(), http.StatusInternalServerError)
		}
	}))
	w.t.Cleanup(hook.Close)
	fail, none := admissionregistrationv1.Fail, admissionregistrationv1.SideEffectClassNone
	hooks := w.users.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	_, err := hooks.Create(w.t.Context(), &admissionregistrationv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Webhooks: []admissionregistrationv1.ValidatingWebhook{{
			Name: "keeper.example.com", FailurePolicy: &fail, SideEffects: &none, AdmissionReviewVersions: []string{"v1"},
			ClientConfig: admissionregistrationv1.WebhookClientConfig{
				URL: &hook.URL, CABundle: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: hook.Certificate().Raw}),
			},
			NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": w.namespace}},
			Rules: []admissionregistrationv1.RuleWithOperations{{
				Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create, admissionregistrationv1.Update},
				Rule:       admissionregistrationv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"}},
			}},
		}},
	}, metav1.CreateOptions{})
	require.NoError(w.t, err)
	w.t.Cleanup(func() {
		require.NoError(w.t, hooks.Delete(context.WithoutCancel(w.t.Context()), w.namespace, metav1.DeleteOptions{}))
	})
	eventually(w.t, "the webhook is asked", func(ctx context.Context) error {
		sample := w.configMap("sample")
		sample.OwnerReferences = nil
		_, err := w.users.CoreV1().ConfigMaps(w.namespace).Create(ctx, sample, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		if err == nil || !strings.Contains(err.Error(), "keeper.example.com") {
			return fmt.Errorf("it was not: %w", err)
		}
		return nil
	})
}

// TestWebhookThatAnswersWithAConflict is no sign that others have written the object: it is not sent again, and its author
// is told who refused it. What the webhook says may hold values, and is only told to who asks.
func TestWebhookThatAnswersWithAConflict(t *testing.T) {
	t.Parallel()
	const password = "hunter2"
	w := newWorld(t)
	w.deny(metav1.Status{
		Reason: metav1.StatusReasonConflict, Code: http.StatusConflict, Message: "there is " + password,
		Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{{Type: metav1.CauseTypeFieldValueInvalid, Field: "data.size", Message: password}}},
	})
	for range 5 {
		_, err := clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
		var refused *clusterresources.RefusedError
		require.ErrorAs(t, err, &refused)
		assert.EqualError(t, err, "ConfigMap "+w.namespace+"/config: the API server refused it: Conflict, by admission webhook keeper.example.com: data.size (FieldValueInvalid)")
		require.ErrorContains(t, errors.Unwrap(err), password)
	}
	assert.Equal(t, "patch 409", verbs(w.traffic.take(t)))
}

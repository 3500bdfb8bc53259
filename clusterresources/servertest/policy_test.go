// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/clusterresources"
)

// mutate has the API server change ConfigMaps of the world whose name starts with "mutated", and waits until it does.
func (w *world) mutate(expression string) {
	w.t.Helper()
	ctx := w.t.Context()
	api := w.users.AdmissionregistrationV1()
	policy := &admissionregistrationv1.MutatingAdmissionPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Spec: admissionregistrationv1.MutatingAdmissionPolicySpec{
			ReinvocationPolicy: admissionregistrationv1.NeverReinvocationPolicy,
			MatchConstraints: &admissionregistrationv1.MatchResources{
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": w.namespace}},
				ResourceRules: []admissionregistrationv1.NamedRuleWithOperations{{RuleWithOperations: admissionregistrationv1.RuleWithOperations{
					Operations: []admissionregistrationv1.OperationType{admissionregistrationv1.Create, admissionregistrationv1.Update},
					Rule:       admissionregistrationv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"}},
				}}},
			},
			MatchConditions: []admissionregistrationv1.MatchCondition{{Name: "name", Expression: `object.metadata.name.startsWith("mutated")`}},
			Mutations: []admissionregistrationv1.Mutation{{
				PatchType:          admissionregistrationv1.PatchTypeApplyConfiguration,
				ApplyConfiguration: &admissionregistrationv1.ApplyConfiguration{Expression: expression},
			}},
		},
	}
	_, err := api.MutatingAdmissionPolicies().Create(ctx, policy, metav1.CreateOptions{})
	require.NoError(w.t, err)
	_, err = api.MutatingAdmissionPolicyBindings().Create(ctx, &admissionregistrationv1.MutatingAdmissionPolicyBinding{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Spec:       admissionregistrationv1.MutatingAdmissionPolicyBindingSpec{PolicyName: w.namespace},
	}, metav1.CreateOptions{})
	require.NoError(w.t, err)
	w.t.Cleanup(func() {
		ctx := context.WithoutCancel(ctx)
		require.NoError(w.t, api.MutatingAdmissionPolicyBindings().Delete(ctx, w.namespace, metav1.DeleteOptions{}))
		require.NoError(w.t, api.MutatingAdmissionPolicies().Delete(ctx, w.namespace, metav1.DeleteOptions{}))
	})
	eventually(w.t, "the policy is in force", func(ctx context.Context) error {
		sample := w.configMap("mutated-sample")
		sample.OwnerReferences = nil
		made, err := w.users.CoreV1().ConfigMaps(w.namespace).Create(ctx, sample, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		if err != nil {
			return err
		}
		if made.Data["size"] == sample.Data["size"] && made.Labels[clusterresources.LabelManagedBy] == w.applier.Manager() {
			return errors.New("it is as it was sent")
		}
		return nil
	})
}

// TestPolicyThatChangesAValue costs one apply, and no more.
func TestPolicyThatChangesAValue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mutate(`Object{data: {"size": "99"}}`)
	live, err := clusterresources.Add(t.Context(), w.set(), w.configMap("mutated"))
	require.NoError(t, err)
	assert.Equal(t, "99", live.Data["size"])
	w.traffic.take(t)
	for range 20 {
		_, requests := w.reconcileOnly(w.configMap("mutated"))
		require.Empty(t, requests)
	}
	eventually(t, "the object is in the cache", func(context.Context) error {
		_, err := clusterresources.Cached(w.applier, w.configMap("mutated"))
		return err
	})
	_, requests := w.reconcileOnly(w.configMap("mutated"))
	require.Empty(t, requests)
}

// TestPolicyThatTakesALabel is an error, and costs few requests.
func TestPolicyThatTakesALabel(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mutate(fmt.Sprintf(`Object{metadata: Object.metadata{labels: {%q: "policy"}}}`, clusterresources.LabelManagedBy))
	var taken *clusterresources.TakenError
	for range 20 {
		_, err := clusterresources.Add(t.Context(), w.set(), w.configMap("mutated"))
		require.ErrorAs(t, err, &taken)
	}
	assert.Equal(t, "metadata.labels[app.kubernetes.io/managed-by]", taken.Field)
	assert.Positive(t, taken.RetryAfter)
	assert.LessOrEqual(t, taken.RetryAfter, 5*time.Minute)
	requests := w.traffic.take(t)
	assert.LessOrEqual(t, len(requests), 2, "%v", requests)
}

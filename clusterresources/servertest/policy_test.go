// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"

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

// validate has the API server refuse what does not pass validations, of objects of the world in a resource and some operations,
// until allow is called.
func (w *world) validate(in admissionregistrationv1.Rule, of []admissionregistrationv1.OperationType, by ...admissionregistrationv1.Validation) (allow func()) {
	w.t.Helper()
	ctx := w.t.Context()
	api := w.users.AdmissionregistrationV1()
	_, err := api.ValidatingAdmissionPolicies().Create(ctx, &admissionregistrationv1.ValidatingAdmissionPolicy{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicySpec{
			MatchConstraints: &admissionregistrationv1.MatchResources{
				NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": w.namespace}},
				ResourceRules:     []admissionregistrationv1.NamedRuleWithOperations{{RuleWithOperations: admissionregistrationv1.RuleWithOperations{Operations: of, Rule: in}}},
			},
			Validations: by,
		},
	}, metav1.CreateOptions{})
	require.NoError(w.t, err)
	_, err = api.ValidatingAdmissionPolicyBindings().Create(ctx, &admissionregistrationv1.ValidatingAdmissionPolicyBinding{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Spec: admissionregistrationv1.ValidatingAdmissionPolicyBindingSpec{
			PolicyName: w.namespace, ValidationActions: []admissionregistrationv1.ValidationAction{admissionregistrationv1.Deny},
		},
	}, metav1.CreateOptions{})
	require.NoError(w.t, err)
	allow = sync.OnceFunc(func() {
		ctx := context.WithoutCancel(ctx)
		require.NoError(w.t, api.ValidatingAdmissionPolicyBindings().Delete(ctx, w.namespace, metav1.DeleteOptions{}))
		require.NoError(w.t, api.ValidatingAdmissionPolicies().Delete(ctx, w.namespace, metav1.DeleteOptions{}))
	})
	w.t.Cleanup(allow)
	return allow
}

// forbid has the API server refuse Secrets of the world with a password, and their deletion, and say what they hold.
func (w *world) forbid() (allow func()) {
	w.t.Helper()
	reason := metav1.StatusReasonForbidden
	allow = w.validate(
		admissionregistrationv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"secrets"}},
		[]admissionregistrationv1.OperationType{admissionregistrationv1.Create, admissionregistrationv1.Update, admissionregistrationv1.Delete},
		admissionregistrationv1.Validation{Expression: `request.operation == "DELETE" || !("weak" in object.data)`, Reason: &reason, MessageExpression: `"it is " + string(object.data.weak)`},
		admissionregistrationv1.Validation{Expression: `request.operation != "DELETE"`, Reason: &reason, MessageExpression: `"it was " + string(oldObject.data.password)`},
	)
	eventually(w.t, "the policy is in force", func(ctx context.Context) error {
		sample := w.secret("sample")
		sample.OwnerReferences, sample.Data = nil, map[string][]byte{"weak": []byte("a")}
		_, err := w.users.CoreV1().Secrets(w.namespace).Create(ctx, sample, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		if !apierrors.IsForbidden(err) {
			return fmt.Errorf("it was taken: %w", err)
		}
		return nil
	})
	return allow
}

// TestPolicyThatTellsValues does so only to who asks: errors and events name the policy, and no value.
func TestPolicyThatTellsValues(t *testing.T) {
	t.Parallel()
	const password = "hunter2"
	recorder := events.NewFakeRecorder(100)
	w := newWorld(t, func(o *clusterresources.Options) { o.Events = recorder })
	w.forbid()
	weak, orphan := w.secret("weak"), w.secret("orphan")
	weak.Data = map[string][]byte{"weak": []byte(password)}
	orphan.Data = map[string][]byte{"password": []byte(password)}
	for _, dry := range []bool{false, true} {
		_, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{DryRun: dry}), weak)
		var refused *clusterresources.RefusedError
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, "ValidatingAdmissionPolicy "+w.namespace, refused.By)
		assert.NotContains(t, err.Error(), "aHVudGVyMg")
		assert.NotContains(t, err.Error(), password)
		require.ErrorContains(t, errors.Unwrap(err), "aHVudGVyMg", "who asks gets all of it")
	}
	require.Len(t, recorder.Events, 1)
	event := <-recorder.Events
	assert.Contains(t, event, "by ValidatingAdmissionPolicy "+w.namespace)
	assert.NotContains(t, event, "aHVudGVyMg")

	_, err := clusterresources.Add(t.Context(), w.set(), orphan)
	require.NoError(t, err)
	eventuallyCached(w, orphan)
	err = w.set().DeleteOrphans(t.Context())
	require.ErrorContains(t, err, "delete an orphan: Secret "+w.namespace+"/orphan: the API server refused it: Forbidden, by ValidatingAdmissionPolicy")
	assert.NotContains(t, err.Error(), "aHVudGVyMg")
}

// TestRefusalsOfTheServerItself say all that it says: it takes no value from an object.
func TestRefusalsOfTheServerItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	quota := &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Name: "few"},
		Spec:       corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{"count/secrets": resource.MustParse("0")}},
	}
	_, err := w.users.CoreV1().ResourceQuotas(w.namespace).Create(t.Context(), quota, metav1.CreateOptions{})
	require.NoError(t, err)
	eventually(t, "the quota is in force", func(ctx context.Context) error {
		_, err := clusterresources.Add(ctx, w.set(clusterresources.SetOptions{DryRun: true}), w.secret("secret"))
		if err == nil || !strings.Contains(err.Error(), "exceeded quota: few, requested: count/secrets=1") {
			return fmt.Errorf("it was taken: %w", err)
		}
		return nil
	})
	w.allow("reader", &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "reader"}, Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"get", "list", "watch"}},
	}})
	w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: "reader", Groups: []string{"system:authenticated"}}
	w.restart()
	_, err = clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
	require.ErrorContains(t, err, `User "reader" cannot patch resource "configmaps" in API group "" in the namespace "`+w.namespace)
}

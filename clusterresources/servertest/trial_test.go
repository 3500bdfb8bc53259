// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/stackabletech/operator-go/clusterresources"
)

// creation has the API server answer to the creation of a Job until it does so as it should.
func (w *world) creation(until string, isIt func(error) bool) {
	w.t.Helper()
	eventually(w.t, until, func(ctx context.Context) error {
		sample := w.job("sample")
		sample.OwnerReferences = nil
		_, err := w.users.BatchV1().Jobs(w.namespace).Create(ctx, sample, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		if !isIt(err) {
			return fmt.Errorf("it is not: %w", err)
		}
		return nil
	})
}

// atMost has a quota allow so many Jobs, and waits until it has counted one.
func (w *world) atMost(jobs string) {
	w.t.Helper()
	const counted = corev1.ResourceName("count/jobs.batch")
	_, err := w.users.CoreV1().ResourceQuotas(w.namespace).Create(w.t.Context(), &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Name: "few"}, Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{counted: resource.MustParse(jobs)}},
	}, metav1.CreateOptions{})
	require.NoError(w.t, err)
	eventually(w.t, "the quota has counted", func(ctx context.Context) error {
		quota, err := w.users.CoreV1().ResourceQuotas(w.namespace).Get(ctx, "few", metav1.GetOptions{})
		if used := quota.Status.Used[counted]; err != nil || used.Value() != 1 {
			return fmt.Errorf("it is at %s: %w", used.String(), err)
		}
		return nil
	})
}

// TestRecreationThatWouldBeRefused leaves an object alone that could not be created again, and says so in a dry run, too. So it does
// where a quota has no room for one more: whether it will for another one of the same kind, nobody says.
func TestRecreationThatWouldBeRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(w *world)
		says   string
	}{
		"without the right to create": {func(w *world) {
			user := "changes-only-" + w.namespace
			w.allow(user, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: user}, Rules: []rbacv1.PolicyRule{
				{APIGroups: []string{"batch"}, Resources: []string{"jobs"}, Verbs: []string{"get", "list", "watch", "patch", "delete"}},
				{APIGroups: []string{ownerKind.Group}, Resources: []string{"products"}, Verbs: []string{"get"}},
			}})
			w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: []string{"system:authenticated"}}
			w.restart()
		}, `cannot create resource "jobs"`},
		"with a policy": {func(w *world) {
			w.validate(admissionregistrationv1.Rule{APIGroups: []string{"batch"}, APIVersions: []string{"v1"}, Resources: []string{"jobs"}},
				[]admissionregistrationv1.OperationType{admissionregistrationv1.Create}, admissionregistrationv1.Validation{Expression: "false"})
			w.creation("the policy is in force", func(err error) bool { return err != nil })
		}, "Invalid, by ValidatingAdmissionPolicy "},
		"with a quota for one": {func(w *world) { w.atMost("1") }, "exceeded quota: few"},
		"with room for one":    {func(w *world) { w.atMost("2") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			before, err := clusterresources.Add(t.Context(), w.set(), w.job("job"))
			require.NoError(t, err)
			c.before(w)
			job := w.job("job")
			job.Spec.Template.Spec.Containers[0].Image = "other:2"
			for _, dry := range []bool{true, false} {
				set := w.set(clusterresources.SetOptions{DryRun: dry})
				_, err = clusterresources.Add(t.Context(), set, job, clusterresources.RecreateIfImmutable())
				if c.says == "" {
					require.NoError(t, err)
					assert.Equal(t, clusterresources.Recreated, set.Result().Changes[0].Action)
					continue
				}
				var immutable *clusterresources.ImmutableError
				require.ErrorAs(t, err, &immutable)
				assert.Contains(t, immutable.Because, c.says)
			}
			after, err := w.users.BatchV1().Jobs(w.namespace).Get(t.Context(), "job", metav1.GetOptions{})
			require.NoError(t, err)
			assert.Equal(t, c.says == "", before.UID != after.UID)
		})
	}
}

// TestRecreationOfAService gets its ports back, which nobody else can have beside it.
func TestRecreationOfAService(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	service := w.service("web")
	service.Spec.Type, service.Spec.ExternalTrafficPolicy = corev1.ServiceTypeLoadBalancer, corev1.ServiceExternalTrafficPolicyLocal
	before, err := clusterresources.Add(t.Context(), w.set(), service)
	require.NoError(t, err)
	require.NotZero(t, before.Spec.HealthCheckNodePort)
	again := func(address string) *corev1.Service {
		s := w.service("web")
		s.Spec.Type, s.Spec.ExternalTrafficPolicy = service.Spec.Type, service.Spec.ExternalTrafficPolicy
		s.Spec.Ports[0].NodePort, s.Spec.HealthCheckNodePort = before.Spec.Ports[0].NodePort, before.Spec.HealthCheckNodePort
		s.Spec.ClusterIP = address
		return s
	}
	const free = "10.0.0.9" // one of the 16 of the testbed's that none is given by chance
	dry := w.set(clusterresources.SetOptions{DryRun: true})
	_, err = clusterresources.Add(t.Context(), dry, again(free), clusterresources.RecreateIfImmutable())
	require.NoError(t, err)
	assert.Equal(t, 1, dry.Result().Count(clusterresources.Recreated))
	after, err := clusterresources.Add(t.Context(), w.set(), again(free), clusterresources.RecreateIfImmutable())
	require.NoError(t, err)
	assert.NotEqual(t, before.UID, after.UID)
	assert.Equal(t, before.Spec.Ports[0].NodePort, after.Spec.Ports[0].NodePort)
	assert.Equal(t, before.Spec.HealthCheckNodePort, after.Spec.HealthCheckNodePort)

	// What is taken by the Service itself does not hide who else is against a new one.
	w.validate(admissionregistrationv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"services"}},
		[]admissionregistrationv1.OperationType{admissionregistrationv1.Create}, admissionregistrationv1.Validation{Expression: "false"})
	eventually(t, "the policy is in force", func(ctx context.Context) error {
		sample := w.service("sample")
		sample.OwnerReferences = nil
		if _, err := w.users.CoreV1().Services(w.namespace).Create(ctx, sample, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}); err == nil {
			return errors.New("it was taken")
		}
		return nil
	})
	_, err = clusterresources.Add(t.Context(), w.set(), again("10.0.0.10"), clusterresources.RecreateIfImmutable())
	require.ErrorContains(t, err, "by ValidatingAdmissionPolicy")
	live, err := w.users.CoreV1().Services(w.namespace).Get(t.Context(), "web", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, after.UID, live.UID)
}

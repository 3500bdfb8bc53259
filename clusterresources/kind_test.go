// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
)

// TestTable holds the table of kinds against the types, their schemas and the rules: whoever adds a kind adds it once.
func TestTable(t *testing.T) {
	t.Parallel()
	s, err := newScheme()
	require.NoError(t, err)
	table, err := newKinds(s, nil)
	require.NoError(t, err)
	rules, err := Rights{}.Rules()
	require.NoError(t, err)
	var order []string
	for _, kind := range table.ordered {
		order = append(order, kind.Kind)
		object := kind.New()
		found, err := table.of(object)
		require.NoError(t, err)
		assert.Same(t, kind, found)
		u := &unstructured.Unstructured{Object: map[string]any{"metadata": map[string]any{"name": "a"}}}
		u.SetGroupVersionKind(kind.GroupVersionKind)
		value, err := kind.Types.ObjectToTyped(u)
		require.NoError(t, err, kind.Kind)
		assert.NotEqual(t, "__untyped_deduced_", *value.TypeRef().NamedType, kind.Kind)
		allowed := 0
		for _, rule := range rules {
			if rule.APIGroups[0] == kind.Group {
				for _, resource := range rule.Resources {
					if resource == kind.Resource {
						allowed++
						assert.Equal(t, []string{"create", "delete", "get", "list", "patch", "watch"}, rule.Verbs)
					}
				}
			}
		}
		assert.Equal(t, 1, allowed, "%s has one rule", kind.Kind)
	}
	assert.Equal(t, []string{
		"HorizontalPodAutoscaler", "StackableScaler", "StatefulSet", "Deployment", "DaemonSet", "Job", "PodDisruptionBudget",
		"Service", "ConfigMap", "Secret", "RoleBinding", "Role", "ServiceAccount",
	}, order, "the order of deletion")
}

// TestRegisteredKinds come behind the built-in ones.
func TestRegisteredKinds(t *testing.T) {
	t.Parallel()
	s, err := newScheme()
	require.NoError(t, err)
	pods := KindOf(corev1.SchemeGroupVersion.WithKind("Pod"), "pods", &corev1.Pod{}, builtinKinds(s)[0].Types)
	table, err := newKinds(s, []Kind{pods})
	require.NoError(t, err)
	assert.Equal(t, "Pod", table.ordered[len(table.ordered)-1].Kind)
	kind, err := table.of(&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "a"}})
	require.NoError(t, err)
	assert.Equal(t, "pods", kind.Resource)
	rules, err := Rights{Kinds: []Kind{pods}, BindRoles: []string{"b", "a"}}.Rules()
	require.NoError(t, err)
	assert.Contains(t, rules[0].Resources, "pods")
	assert.Equal(t, rbacv1.PolicyRule{
		APIGroups: []string{rbacv1.GroupName}, Resources: []string{"roles"}, Verbs: []string{"bind"}, ResourceNames: []string{"a", "b"},
	}, rules[len(rules)-1])

	for says, kind := range map[string]Kind{
		"is registered twice":  KindOf(corev1.SchemeGroupVersion.WithKind("Secret"), "secrets", &corev1.Secret{}, pods.Types),
		"is not in the scheme": KindOf(corev1.SchemeGroupVersion.WithKind("Nothing"), "nothings", &corev1.Pod{}, pods.Types),
		"must all be set":      {GroupVersionKind: corev1.SchemeGroupVersion.WithKind("Pod")},
	} {
		_, err := newKinds(s, []Kind{kind})
		require.ErrorContains(t, err, says)
	}
	_, err = newKinds(clientgoscheme.Scheme, nil)
	require.ErrorContains(t, err, "Kind=StackableScaler is not in the scheme: call AddToScheme of its package first, of github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1")
	_, err = Rights{Kinds: []Kind{{Resource: "*"}}}.Rules()
	require.Error(t, err)
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	_, err := New(Options{FormerManagers: []string{"_"}, Resync: -1, Operator: "an operator"})
	for _, says := range []string{
		"no Config", "Controller is empty", "App is empty", "a negative Resync", "cannot be the value of a label",
	} {
		require.ErrorContains(t, err, says)
	}
	_, err = New(Options{Operator: "a", Controller: "b", App: "c", FormerManagers: []string{"a_b"}})
	require.ErrorContains(t, err, "which is the manager of today")
}

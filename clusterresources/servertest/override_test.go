// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/stackabletech/operator-go/apis/overrides"
	"github.com/stackabletech/operator-go/clusterresources"
)

// overriding are SetOptions with overrides; %s in them stands for the namespace.
func (w *world) overriding(texts ...string) clusterresources.SetOptions {
	var o overrides.ObjectOverrides
	for _, text := range texts {
		o = append(o, runtime.RawExtension{Raw: []byte(strings.ReplaceAll(text, "%s", w.namespace))})
	}
	return clusterresources.SetOptions{Overrides: o}
}

const nodes = `"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"nodes","namespace":"%s"`

// TestOverrides merges what a user wants into what the operator applies, in order, and costs nothing once it is there.
func TestOverrides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	options := w.overriding(
		`{`+nodes+`},"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"B","value":"user"},{"name":"D","value":"4"}]}],"nodeSelector":{"a":"1"}}}}}`,
		`{`+nodes+`,"annotations":{"note":"x"}},"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"D","value":"5"},{"name":"A","$patch":"delete"}]}]}}}}`,
		`{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"other","namespace":"%s"},"spec":{"replicas":9}}`,
	)
	s := w.set(options)
	live, err := clusterresources.Add(t.Context(), s, w.statefulSet("nodes", 1))
	require.NoError(t, err)
	assert.Equal(t, []corev1.EnvVar{{Name: "B", Value: "user"}, {Name: "C", Value: "3"}, {Name: "D", Value: "5"}}, live.Spec.Template.Spec.Containers[0].Env)
	assert.Equal(t, "x", live.Annotations["note"])
	require.NoError(t, s.DeleteOrphans(t.Context()))
	assert.Contains(t, strings.Join(s.Result().Warnings, "\n"), "override of StatefulSet "+w.namespace+"/other: the cluster has no such object")
	w.traffic.take(t)
	s = w.set(options)
	_, err = clusterresources.Add(t.Context(), s, w.statefulSet("nodes", 1))
	require.NoError(t, err)
	assert.Empty(t, w.traffic.take(t))

	stopped := w.overriding(`{` + nodes + `},"spec":{"replicas":7}}`)
	live, err = clusterresources.Add(t.Context(), w.set(stopped), w.statefulSet("nodes", 1))
	require.NoError(t, err)
	assert.Equal(t, int32(7), *live.Spec.Replicas)
	stopped.Strategy = clusterresources.ClusterStopped
	live, err = clusterresources.Add(t.Context(), w.set(stopped), w.statefulSet("nodes", 1))
	require.NoError(t, err)
	assert.Equal(t, int32(0), *live.Spec.Replicas, "a stopped cluster stays stopped")

	plain, err := clusterresources.Add(t.Context(), w.set(), w.statefulSet("nodes", 1))
	require.NoError(t, err)
	assert.Equal(t, "1", plain.Spec.Template.Spec.Containers[0].Env[0].Value, "what is not overridden any more is the operator's again")
	assert.Empty(t, plain.Annotations["note"])
}

// TestOverridesOfSecrets may say data and stringData, in base and override.
func TestOverridesOfSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret := w.secret("secret")
	secret.StringData = map[string]string{"user": "admin"}
	live, err := clusterresources.Add(t.Context(), w.set(w.overriding(
		`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"secret","namespace":"%s"},"stringData":{"password":"new"}}`)), secret)
	require.NoError(t, err)
	assert.Equal(t, map[string][]byte{"user": []byte("admin"), "password": []byte("new")}, live.Data)
}

// TestRefusedOverrides are errors that name object and field, and no value, before anything is sent.
func TestRefusedOverrides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const password = "hunter2"
	for name, c := range map[string]struct{ override, object, path string }{
		"wrong type":          {`{` + nodes + `},"spec":{"replicas":"` + password + `"}}`, "StatefulSet", ": spec.replicas: expected a number"},
		"key of wrong type":   {`{` + nodes + `},"spec":{"template":{"spec":{"containers":[{"name":"main","ports":[{"containerPort":"` + password + `","bad":1}]}]}}}}`, "StatefulSet", `: spec.template.spec.containers[name="main"].ports[0].containerPort: expected a number`},
		"unknown field":       {`{` + nodes + `},"spec":{"replica":"` + password + `"}}`, "StatefulSet", "replica"},
		"element without key": {`{` + nodes + `},"spec":{"template":{"spec":{"containers":[{"image":"` + password + `"}]}}}}`, "StatefulSet", "containers"},
		"identity label":      {`{` + nodes + `,"labels":{"app.kubernetes.io/instance":"` + password + `"}}}`, "StatefulSet", "metadata.labels[app.kubernetes.io/instance]"},
		"identity removed":    {`{` + nodes + `,"labels":{"app.kubernetes.io/name":null}}}`, "StatefulSet", "metadata.labels[app.kubernetes.io/name]"},
		"owners removed":      {`{` + nodes + `,"ownerReferences":null}}`, "StatefulSet", "metadata.ownerReferences"},
		"scaled replicas":     {`{` + nodes + `},"spec":{"replicas":9}}`, "StatefulSet", "spec.replicas"},
		"what is kept":        {`{` + nodes + `,"annotations":{"operator.stackable.tech/keep-on-removal":null}}}`, "StatefulSet", "metadata.annotations[operator.stackable.tech/keep-on-removal]"},
		"what keeps":          {`{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"job","namespace":"%s","labels":{"autoscaling.stackable.tech/operation":"a"}}}`, "Job", "metadata.labels[autoscaling.stackable.tech/operation]"},
		"all annotations":     {`{` + nodes + `,"$unset":["annotations"]}}`, "StatefulSet", "metadata.annotations[operator.stackable.tech/keep-on-removal]"},
		"no quantity":         {`{` + nodes + `},"spec":{"template":{"spec":{"containers":[{"name":"main","resources":{"limits":{"cpu":"` + password + `"}}}]}}}}`, "StatefulSet", "spec.template.spec.containers[0].resources.limits.cpu: the value does not fit"},
		"a status":            {`{` + nodes + `},"status":{"replicas":9}}`, "StatefulSet", "status: it is not the user's"},
		"a Job with a TTL":    {`{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"job","namespace":"%s"},"spec":{"ttlSecondsAfterFinished":1}}`, "Job", "spec.ttlSecondsAfterFinished"},
		"a role":              {`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"product","namespace":"%s"},"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}`, "Role", "roles cannot be overridden"},
	} {
		t.Run(name, func(t *testing.T) {
			s := w.set(w.overriding(c.override))
			var err error
			switch c.object {
			case "Role":
				_, err = clusterresources.Add(t.Context(), s, w.role("product"))
			case "Job":
				_, err = clusterresources.Add(t.Context(), s, w.job("job"))
			default:
				_, err = clusterresources.Add(t.Context(), s, w.statefulSet("nodes", 1), clusterresources.ReplicasGovernedBy("scaler", authorized), clusterresources.KeepOnRemoval())
			}
			var refused *clusterresources.OverrideError
			require.ErrorAs(t, err, &refused)
			assert.ErrorContains(t, err, c.path)
			assert.Equal(t, c.object, refused.Object.Kind)
			assert.NotContains(t, err.Error(), password)
			require.ErrorIs(t, s.DeleteOrphans(t.Context()), clusterresources.ErrIncomplete)
		})
	}
	for name, text := range map[string]string{
		"unknown kind":    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"%s"}}`,
		"unknown version": `{"apiVersion":"apps/v1beta1","kind":"StatefulSet","metadata":{"name":"a","namespace":"%s"}}`,
		"no name":         `{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"%s"}}`,
		"no namespace":    `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}`,
		"no object":       `["` + password + `"]`,
	} {
		_, err := w.applier.NewSet(w.owner, w.overriding(text))
		var refused *clusterresources.OverrideError
		require.ErrorAs(t, err, &refused, name)
		assert.NotContains(t, err.Error(), password)
	}
	assert.Empty(t, w.traffic.take(t), "nothing was sent")
	allowed := w.overriding(`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"product","namespace":"%s"},"rules":[]}`)
	allowed.AllowRBACOverrides = true
	_, err := clusterresources.Add(t.Context(), w.set(allowed), w.role("product"))
	require.NoError(t, err)
}

// TestRefusedOverrideOfWhatIsThere is an error under every strategy, and nothing is sent first: no fields are handed over,
// and none are taken over.
func TestRefusedOverrideOfWhatIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.options.Operator + "_" + w.options.Controller
	w.reconcile(w.deployment("proxy", 2))
	eventuallyCached(w, w.deployment("proxy", 2))
	refused := func(strategy clusterresources.Strategy) {
		t.Helper()
		options := w.overriding(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"proxy","namespace":"%s"},"nothing":1}`)
		options.Strategy = strategy
		_, err := clusterresources.Add(t.Context(), w.set(options), w.deployment("proxy", 2), clusterresources.CreateOnce("spec.replicas"))
		var override *clusterresources.OverrideError
		require.ErrorAs(t, err, &override, strategy)
		assert.Empty(t, w.traffic.take(t), strategy)
	}
	for _, strategy := range []clusterresources.Strategy{
		clusterresources.Default, clusterresources.ClusterStopped, clusterresources.ReconciliationPaused, clusterresources.NoApply,
	} {
		refused(strategy)
	}
	w.options.Operator = "new." + w.options.Operator
	w.options.FormerManagers = []string{before}
	w.restart()
	refused(clusterresources.Default)
}

// TestStopWithAnOverride stops what only the override has running, and has it go on.
func TestStopWithAnOverride(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	options := w.overriding(`{` + nodes + `},"spec":{"replicas":3}}`)
	for _, step := range []struct {
		strategy clusterresources.Strategy
		replicas int32
	}{
		{clusterresources.Default, 3}, {clusterresources.ClusterStopped, 0}, {clusterresources.Default, 3},
	} {
		options.Strategy = step.strategy
		live, err := clusterresources.Add(t.Context(), w.set(options), w.statefulSet("nodes", 0))
		require.NoError(t, err)
		assert.Equal(t, step.replicas, *live.Spec.Replicas)
	}
}

// TestErrorsCarryNoValues has the API server refuse a value that must not be told.
func TestErrorsCarryNoValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const password = "hunter2"
	for _, name := range []string{
		"not=a=name " + password, "ValidatingAdmissionPolicy '" + password + "' with binding '=' denied request: no",
	} {
		set := w.statefulSet("nodes", 1)
		set.Spec.Template.Spec.Containers[0].Env = []corev1.EnvVar{{Name: name, Value: password}}
		_, err := clusterresources.Add(t.Context(), w.set(), set)
		var refused *clusterresources.RefusedError
		require.ErrorAs(t, err, &refused)
		assert.NotContains(t, err.Error(), password)
		assert.Empty(t, refused.By, "it was the server itself")
		require.NotEmpty(t, refused.Causes)
		assert.Equal(t, "spec.template.spec.containers[0].env[0].name", refused.Causes[0].Field)
		assert.Contains(t, refused.Causes[0].Detail, "a valid environment variable name", "it says why")
	}
	_, err := w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
	require.Error(t, err)
}

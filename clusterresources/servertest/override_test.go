// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

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
		"wrong type":          {`{` + nodes + `},"spec":{"replicas":"` + password + `"}}`, "StatefulSet", ".spec.replicas"},
		"unknown field":       {`{` + nodes + `},"spec":{"replica":"` + password + `"}}`, "StatefulSet", "replica"},
		"element without key": {`{` + nodes + `},"spec":{"template":{"spec":{"containers":[{"image":"` + password + `"}]}}}}`, "StatefulSet", "containers"},
		"identity label":      {`{` + nodes + `,"labels":{"app.kubernetes.io/instance":"` + password + `"}}}`, "StatefulSet", "metadata.labels[app.kubernetes.io/instance]"},
		"identity removed":    {`{` + nodes + `,"labels":{"app.kubernetes.io/name":null}}}`, "StatefulSet", "metadata.labels[app.kubernetes.io/name]"},
		"owners removed":      {`{` + nodes + `,"ownerReferences":null}}`, "StatefulSet", "metadata.ownerReferences"},
		"scaled replicas":     {`{` + nodes + `},"spec":{"replicas":9}}`, "StatefulSet", "spec.replicas"},
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
				_, err = clusterresources.Add(t.Context(), s, w.statefulSet("nodes", 1), clusterresources.ReplicasGoverned())
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
	for _, r := range w.traffic.take(t) {
		assert.Equal(t, "get", r.Verb, "nothing was changed: %s", r.URI)
	}
	allowed := w.overriding(`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"product","namespace":"%s"},"rules":[]}`)
	allowed.AllowRBACOverrides = true
	_, err := clusterresources.Add(t.Context(), w.set(allowed), w.role("product"))
	require.NoError(t, err)
}

// TestErrorsCarryNoValues has the API server refuse a value that must not be told.
func TestErrorsCarryNoValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const password = "hunter2"
	set := w.statefulSet("nodes", 1)
	set.Spec.Template.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "not=a=name " + password, Value: password}}
	_, err := clusterresources.Add(t.Context(), w.set(), set)
	var refused *clusterresources.RefusedError
	require.ErrorAs(t, err, &refused)
	assert.NotContains(t, err.Error(), password)
	assert.NotEmpty(t, refused.Fields)
	_, err = w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
	require.Error(t, err)
}

// TestDryRun says what would change, and changes nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.configMap("config"), w.secret("secret"), w.service("web"), w.configMap("orphan"))
	eventuallyCached(w, w.configMap("orphan"))
	// kubectl keeps what was applied beside it, values included.
	_, err := w.users.CoreV1().Secrets(w.namespace).Patch(t.Context(), "secret", types.MergePatchType, []byte(`{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"password\":\"aHVudGVyMg==\"}}"}}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	config, secret := w.configMap("config"), w.secret("secret")
	config.Data["size"] = "2"
	secret.Data["password"] = []byte("hunter2")
	secret.Annotations = map[string]string{"test.example.com/near": "what kubectl keeps"}
	s := w.set(clusterresources.SetOptions{DryRun: true})
	for _, object := range []clusterresources.Object{config, secret, w.service("web"), w.statefulSet("nodes", 2), w.scaler("scaler", 2)} {
		_, err := clusterresources.Add(t.Context(), s, object)
		require.NoError(t, err)
	}
	require.NoError(t, s.DeleteOrphans(t.Context()))
	var got []string
	for _, d := range s.Result().Diffs {
		got = append(got, fmt.Sprintf("%s %s", d.Action, d.Object.Name))
		assert.NotContains(t, d.Text, "hunter2")
		assert.NotContains(t, d.Text, "aHVudGVyMg")
	}
	assert.ElementsMatch(t, []string{"configured config", "configured secret", "created nodes", "created scaler", "deleted orphan"}, got)
	assert.Contains(t, s.Result().Diffs[0].Text, "-  size: \"1\"\n+  size: \"2\"\n")
	assert.Contains(t, s.Result().Diffs[1].Text, "-  password: (masked, before)\n+  password: (masked, after)\n")
	live, err := w.users.CoreV1().ConfigMaps(w.namespace).Get(t.Context(), "config", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, "1", live.Data["size"])
	_, err = w.users.CoreV1().ConfigMaps(w.namespace).Get(t.Context(), "orphan", metav1.GetOptions{})
	require.NoError(t, err)
	_, err = w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
	require.Error(t, err)
}

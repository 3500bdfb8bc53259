// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"

	"github.com/stackabletech/operator-go/clusterresources"
	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

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

// TestDryRunOfAHandOver says that the replicas stay as they are, as the reconcile would have it.
func TestDryRunOfAHandOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.deployment("proxy", 4))
	s := w.set(clusterresources.SetOptions{DryRun: true})
	_, err := clusterresources.Add(t.Context(), s, w.deployment("proxy", 2), clusterresources.CreateOnce("spec.replicas"))
	require.NoError(t, err)
	assert.Empty(t, s.Result().Diffs)
	live, err := clusterresources.Add(t.Context(), w.set(), w.deployment("proxy", 2), clusterresources.CreateOnce("spec.replicas"))
	require.NoError(t, err)
	assert.Equal(t, int32(4), *live.Spec.Replicas)
}

// TestDryRunTellsTheTruth compares what a dry run says with what happens then, where the reconcile takes more than an apply.
func TestDryRunTellsTheTruth(t *testing.T) {
	t.Parallel()
	once := clusterresources.CreateOnce("spec.replicas")
	for name, c := range map[string]struct {
		// before is what there is, and then what is added.
		before, then func(w *world) clusterresources.Object
		options      []clusterresources.AddOption
		// renamed has the operator come back under another name, and stopped had the cluster stopped.
		renamed, stopped bool
		// fails is a part of the error, of both.
		fails string
		// action is what both say, and text a part of the difference.
		action clusterresources.Action
		text   string
	}{
		"a Job that is made again": {
			before: func(w *world) clusterresources.Object { return w.job("init") },
			then: func(w *world) clusterresources.Object {
				job := w.job("init")
				job.Spec.Template.Spec.Containers[0].Image = "other:2"
				return job
			},
			options: []clusterresources.AddOption{clusterresources.RecreateIfImmutable()},
			action:  clusterresources.Recreated, text: "+        image: other:2",
		},
		"a Secret that is made again": {
			before: func(w *world) clusterresources.Object { return w.secret("secret") },
			then: func(w *world) clusterresources.Object {
				secret := w.secret("secret")
				secret.Type = "test.example.com/other"
				return secret
			},
			options: []clusterresources.AddOption{clusterresources.RecreateIfImmutable()},
			action:  clusterresources.Recreated, text: "+type: test.example.com/other",
		},
		"a Secret that is made again with the password that it has": {
			before: func(w *world) clusterresources.Object { return w.secret("secret") },
			then: func(w *world) clusterresources.Object {
				secret := w.secret("secret")
				secret.Type, secret.Data["password"] = "test.example.com/other", []byte("another")
				return secret
			},
			options: []clusterresources.AddOption{clusterresources.RecreateIfImmutable(), clusterresources.CreateOnce("data.password")},
			action:  clusterresources.Recreated, text: "+type: test.example.com/other",
		},
		"a Job that cannot be changed": {
			before: func(w *world) clusterresources.Object { return w.job("init") },
			then: func(w *world) clusterresources.Object {
				job := w.job("init")
				job.Spec.Template.Spec.Containers[0].Image = "other:2"
				return job
			},
			fails: "cannot be changed while the object exists",
		},
		"another strategy": {
			before: func(w *world) clusterresources.Object { return w.deployment("proxy", 1) },
			then: func(w *world) clusterresources.Object {
				proxy := w.deployment("proxy", 2)
				proxy.Spec.Strategy.Type = appsv1.RecreateDeploymentStrategyType
				return proxy
			},
			action: clusterresources.Configured, text: "-    rollingUpdate:",
		},
		"another name of the operator": {
			before: func(w *world) clusterresources.Object { return w.configMap("config") },
			then: func(w *world) clusterresources.Object {
				config := w.configMap("config")
				config.Data = map[string]string{"new": "1"}
				return config
			},
			renamed: true, action: clusterresources.Configured, text: "-  size: \"1\"\n",
		},
		"replicas handed over by another name": {
			before:  func(w *world) clusterresources.Object { return w.deployment("proxy", 4) },
			then:    func(w *world) clusterresources.Object { return w.deployment("proxy", 2) },
			options: []clusterresources.AddOption{once},
			renamed: true, action: clusterresources.Configured, text: "managed-by",
		},
		"a stopped Deployment that goes on": {
			before:  func(w *world) clusterresources.Object { return w.deployment("proxy", 4) },
			then:    func(w *world) clusterresources.Object { return w.deployment("proxy", 2) },
			options: []clusterresources.AddOption{once},
			stopped: true, action: clusterresources.Configured, text: "-  replicas: 0\n",
		},
		"a scaler with what is running": {
			before:  func(w *world) clusterresources.Object { return w.statefulSet("nodes", 4) },
			then:    func(w *world) clusterresources.Object { return w.scaler("scaler", 0) },
			options: []clusterresources.AddOption{clusterresources.SeedReplicasFrom("nodes")},
			action:  clusterresources.Created, text: "+  replicas: 4\n",
		},
		"a scaler of nothing": {
			before: func(w *world) clusterresources.Object { return w.statefulSet("nodes", 4) },
			then:   func(w *world) clusterresources.Object { return w.scaler("scaler", 0) },
			fails:  "spec.replicas: it is less than 1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			recorder := events.NewFakeRecorder(100)
			w := newWorld(t, func(o *clusterresources.Options) { o.Events = recorder })
			options := clusterresources.SetOptions{}
			if c.stopped {
				options.Strategy = clusterresources.ClusterStopped
			}
			_, err := clusterresources.Add(t.Context(), w.set(options), c.before(w))
			require.NoError(t, err)
			if c.renamed {
				w.options.FormerManagers = []string{w.options.Operator + "_" + w.options.Controller}
				w.options.Operator = "new." + w.options.Operator
				w.restart()
			}
			for len(recorder.Events) > 0 {
				<-recorder.Events
			}
			dry, really := w.set(clusterresources.SetOptions{DryRun: true}), w.set()
			would, err := clusterresources.Add(t.Context(), dry, c.then(w), c.options...)
			assert.Empty(t, recorder.Events, "nothing happened")
			if c.fails != "" {
				require.ErrorContains(t, err, c.fails)
				assert.Empty(t, dry.Result().Diffs)
				_, err = clusterresources.Add(t.Context(), really, c.then(w), c.options...)
				require.ErrorContains(t, err, c.fails)
				return
			}
			require.NoError(t, err)
			is, err := clusterresources.Add(t.Context(), really, c.then(w), c.options...)
			require.NoError(t, err)
			require.Len(t, dry.Result().Diffs, 1)
			assert.Equal(t, c.action, dry.Result().Diffs[0].Action)
			assert.Contains(t, dry.Result().Diffs[0].Text, c.text)
			assert.Equal(t, c.action, really.Result().Changes[0].Action)
			assert.Equal(t, dry.Result().Changes, really.Result().Changes)
			if c.action == clusterresources.Recreated {
				assert.Equal(t, 2, strings.Count(dry.Result().Diffs[0].Text, "\n-")+strings.Count(dry.Result().Diffs[0].Text, "\n+")-1,
					"defaults of the server are no change: %s", dry.Result().Diffs[0].Text)
				return
			}
			assert.Equal(t, plain(t, would), plain(t, is))
		})
	}
}

// plain is an object without what its controller notes on it meanwhile.
func plain(t *testing.T, object clusterresources.Object) map[string]any {
	t.Helper()
	tree, err := canonical.Tree(object)
	require.NoError(t, err)
	unstructured.RemoveNestedField(tree, "metadata", "annotations", "deployment.kubernetes.io/revision")
	if len(object.GetAnnotations()) <= 1 {
		unstructured.RemoveNestedField(tree, "metadata", "annotations")
	}
	return tree
}

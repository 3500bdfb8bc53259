// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/clusterresources"
)

// TestReplicasOfADeployment are set once, and then belong to an autoscaler.
func TestReplicasOfADeployment(t *testing.T) {
	t.Parallel()
	once := clusterresources.CreateOnce("spec.replicas")
	for name, before := range map[string]func(*world){
		"new": func(w *world) {
			live, err := clusterresources.Add(t.Context(), w.set(), w.deployment("proxy", 2), once)
			require.NoError(t, err)
			assert.Equal(t, int32(2), *live.Spec.Replicas, "as it is created")
		},
		"owned until now": func(w *world) { w.reconcile(w.deployment("proxy", 2)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			before(w)
			live, err := clusterresources.Add(t.Context(), w.set(), w.deployment("proxy", 2), once)
			require.NoError(t, err)
			require.Equal(t, int32(2), *live.Spec.Replicas, "it did not fall back to its default")
			_, err = w.users.AppsV1().Deployments(w.namespace).Patch(t.Context(), "proxy", types.MergePatchType, []byte(`{"spec":{"replicas":5}}`), metav1.PatchOptions{FieldManager: "hpa"}, "scale")
			require.NoError(t, err)
			changed := w.deployment("proxy", 2)
			changed.Spec.Template.Spec.Containers[0].Image = "registry.example.com/product:2.0.0"
			eventually(t, "the new image is there", func(context.Context) error {
				live, err = clusterresources.Add(t.Context(), w.set(), changed, once)
				if err != nil || live.Spec.Template.Spec.Containers[0].Image != changed.Spec.Template.Spec.Containers[0].Image {
					return fmt.Errorf("%w", err)
				}
				return nil
			})
			scaled, err := w.users.AppsV1().Deployments(w.namespace).Get(t.Context(), "proxy", metav1.GetOptions{})
			require.NoError(t, err)
			assert.Equal(t, int32(5), *scaled.Spec.Replicas, "what the autoscaler wrote stays")
		})
	}
}

// TestReplicasThatAreTakenBack are the operator's again when it does not ask for CreateOnce any more, though the object
// that it wants is the same.
func TestReplicasThatAreTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deployments := w.users.AppsV1().Deployments(w.namespace)
	_, err := clusterresources.Add(t.Context(), w.set(), w.deployment("proxy", 2), clusterresources.CreateOnce("spec.replicas"))
	require.NoError(t, err)
	_, err = deployments.Patch(t.Context(), "proxy", types.MergePatchType, []byte(`{"spec":{"replicas":5}}`), metav1.PatchOptions{FieldManager: "hpa"}, "scale")
	require.NoError(t, err)
	live, err := clusterresources.Add(t.Context(), w.set(), w.deployment("proxy", 2))
	require.NoError(t, err)
	assert.Equal(t, int32(2), *live.Spec.Replicas)
}

// TestKeyThatIsSetOnce has dots in it, and belongs to its user from then on.
func TestKeyThatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maps := w.users.CoreV1().ConfigMaps(w.namespace)
	add := func(size string) map[string]string {
		config := w.configMap("config")
		config.Data["log4j.properties"], config.Data["size"] = "level=INFO", size
		live, err := clusterresources.Add(t.Context(), w.set(), config, clusterresources.CreateOnce("data[log4j.properties]"))
		require.NoError(t, err)
		return live.Data
	}
	assert.Equal(t, "level=INFO", add("1")["log4j.properties"])
	_, err := maps.Patch(t.Context(), "config", types.MergePatchType, []byte(`{"data":{"log4j.properties":"level=DEBUG"}}`), metav1.PatchOptions{FieldManager: "user"})
	require.NoError(t, err)
	data := add("2")
	assert.Equal(t, "level=DEBUG", data["log4j.properties"])
	assert.Equal(t, "2", data["size"])
}

// TestGeneratedPassword is made up in every reconcile, and only the first one counts.
func TestGeneratedPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	add := func() string {
		secret := w.secret("secret")
		secret.Data = map[string][]byte{"password": []byte(rand.Text())}
		live, err := clusterresources.Add(t.Context(), w.set(), secret, clusterresources.CreateOnce("data.password"))
		require.NoError(t, err)
		return string(live.Data["password"])
	}
	first := add()
	eventuallyCached(w, w.secret("secret"))
	w.traffic.take(t)
	for range 5 {
		assert.Equal(t, first, add())
	}
	assert.Empty(t, w.traffic.take(t))
	w.restart()
	assert.Equal(t, first, add())
	assert.Empty(t, w.traffic.take(t))

	options := w.overriding(`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"secret","namespace":"%s"},"stringData":{"password":"new"}}`,
		`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"secret","namespace":"%s"},"data":{"password":"bmV3"}}`)
	s := w.set(options)
	live, err := clusterresources.Add(t.Context(), s, w.secret("secret"), clusterresources.CreateOnce("data.password"))
	require.NoError(t, err)
	assert.Equal(t, first, string(live.Data["password"]))
	assert.Equal(t, []string{
		"override of Secret " + w.namespace + "/secret: data.password: it counts only when the object is created",
		"override of Secret " + w.namespace + "/secret: data.password: it counts only when the object is created",
	}, s.Result().Warnings)
}

// TestStoppedDeployment has no replicas, whoever scales it, and has some again when it goes on: an autoscaler leaves
// alone what has none.
func TestStoppedDeployment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	once := clusterresources.CreateOnce("spec.replicas")
	add := func(strategy clusterresources.Strategy) int32 {
		live, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{Strategy: strategy}), w.deployment("proxy", 2), once)
		require.NoError(t, err)
		return *live.Spec.Replicas
	}
	require.Equal(t, int32(2), add(clusterresources.Default))
	assert.Equal(t, int32(0), add(clusterresources.ClusterStopped))
	assert.Equal(t, int32(2), add(clusterresources.Default))
	_, err := w.users.AppsV1().Deployments(w.namespace).Patch(t.Context(), "proxy", types.MergePatchType, []byte(`{"spec":{"replicas":5}}`), metav1.PatchOptions{FieldManager: "hpa"}, "scale")
	require.NoError(t, err)
	eventually(t, "what the autoscaler wrote is in the cache", func(context.Context) error {
		if replicas := add(clusterresources.Default); replicas != 5 {
			return fmt.Errorf("%d", replicas)
		}
		return nil
	})
	assert.Equal(t, int32(0), add(clusterresources.ClusterStopped))
}

func (w *world) scaler(name string, replicas int32) *v1alpha1.StackableScaler {
	return &v1alpha1.StackableScaler{ObjectMeta: w.meta(name), Spec: v1alpha1.StackableScalerSpec{Replicas: replicas}}
}

// TestScaler creates a StackableScaler once, and leaves its spec to others while it is scaled, and its status moves.
func TestScaler(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var invalid *clusterresources.InvalidError
	_, err := clusterresources.Add(t.Context(), w.set(), w.scaler("scaler", 0))
	require.ErrorAs(t, err, &invalid)
	w.reconcile(w.statefulSet("nodes", 4))
	s := w.set()
	created, err := clusterresources.Add(t.Context(), s, w.scaler("scaler", 1), clusterresources.SeedReplicasFrom("nodes"))
	require.NoError(t, err)
	assert.Equal(t, int32(4), created.Spec.Replicas, "what is running")
	assert.Equal(t, 1, s.Result().Count(clusterresources.Created))
	other, err := clusterresources.Add(t.Context(), w.set(), w.scaler("other", 2), clusterresources.SeedReplicasFrom("nothing"))
	require.NoError(t, err)
	assert.Equal(t, int32(2), other.Spec.Replicas)
	w.traffic.take(t)

	scalers := w.dynamic.Resource(v1alpha1.GroupVersion.WithResource("stackablescalers")).Namespace(w.namespace)
	for i := range 30 {
		_, err := scalers.Patch(t.Context(), "scaler", types.MergePatchType, fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, 5+i), metav1.PatchOptions{FieldManager: "hpa"}, "scale")
		require.NoError(t, err)
		_, err = scalers.Patch(t.Context(), "scaler", types.MergePatchType, fmt.Appendf(nil, `{"status":{"replicas":%d,"selector":"a=b"}}`, 5+i), metav1.PatchOptions{FieldManager: "scaler"}, "status")
		require.NoError(t, err)
		_, err = clusterresources.Add(t.Context(), w.set(), w.scaler("scaler", 1))
		require.NoError(t, err)
	}
	assert.Empty(t, w.traffic.take(t))
	labelled := w.scaler("scaler", 1)
	labelled.Labels["tier"] = "front"
	live, err := clusterresources.Add(t.Context(), w.set(), labelled)
	require.NoError(t, err)
	assert.Equal(t, int32(34), live.Spec.Replicas)
	assert.Equal(t, "front", live.Labels["tier"])
}

// TestScalerGoesFirst waits for a scaler that is being deleted before it deletes what is scaled.
func TestScalerGoesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.statefulSet("nodes", 1), w.scaler("scaler", 1))
	scalers := w.dynamic.Resource(v1alpha1.GroupVersion.WithResource("stackablescalers")).Namespace(w.namespace)
	_, err := scalers.Patch(t.Context(), "scaler", types.MergePatchType, []byte(`{"metadata":{"finalizers":["test.example.com/drain"]}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	eventually(t, "both are in the cache", func(context.Context) error {
		cached, err := clusterresources.Cached(w.applier, w.scaler("scaler", 1))
		if err == nil && len(cached.Finalizers) == 0 {
			return fmt.Errorf("no finalizer")
		}
		if err == nil {
			_, err = clusterresources.Cached(w.applier, w.statefulSet("nodes", 1))
		}
		return err
	})
	for range 3 {
		result, _ := w.reconcile()
		assert.True(t, result.Waiting)
		assert.Positive(t, result.RetryAfter)
		_, err = w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
		require.NoError(t, err, "what is drained stays")
	}
	_, err = scalers.Patch(t.Context(), "scaler", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	eventually(t, "the StatefulSet is deleted", func(context.Context) error {
		result, _ := w.reconcile()
		if result.Count(clusterresources.Deleted) == 0 {
			return fmt.Errorf("%v", result)
		}
		return nil
	})
}

// TestFormerManager takes over what an earlier release applied under another name, what it has set once included.
func TestFormerManager(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.options.Operator + "_" + w.options.Controller
	once := clusterresources.CreateOnce("data.once")
	config := w.configMap("config")
	config.Data["once"] = "first"
	_, err := clusterresources.Add(t.Context(), w.set(), config, once)
	require.NoError(t, err)
	_, err = clusterresources.Add(t.Context(), w.set(), w.secret("gone"))
	require.NoError(t, err)
	w.options.Operator = "new." + w.options.Operator
	w.options.FormerManagers = []string{before}
	w.restart()
	changed := w.configMap("config")
	changed.Data = map[string]string{"size": "2", "once": "second"}
	live, err := clusterresources.Add(t.Context(), w.set(), changed, once)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"size": "2", "once": "first"}, live.Data, "what the former name owned, and nobody wants any more, is gone")
	var managers []string
	for _, e := range live.ManagedFields {
		managers = append(managers, e.Manager)
	}
	assert.ElementsMatch(t, []string{w.applier.Manager(), w.applier.Manager() + "-create"}, managers)
	_, err = clusterresources.Add(t.Context(), w.set(), changed, once)
	require.NoError(t, err)
	w.traffic.take(t)
	s := w.set()
	_, err = clusterresources.Add(t.Context(), s, changed, once)
	require.NoError(t, err)
	assert.Empty(t, w.traffic.take(t))
	require.NoError(t, s.DeleteOrphans(t.Context()))
	assert.Equal(t, 1, s.Result().Count(clusterresources.Deleted), "orphans of the former name are ours")
}

// TestFormerManagerThatUpdated wrote objects without server-side apply: what it wrote, and nobody wants any more, goes as well.
func TestFormerManagerThatUpdated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := w.configMap("config")
	config.Data = map[string]string{"size": "1", "old": "x"}
	_, err := w.users.CoreV1().ConfigMaps(w.namespace).Create(t.Context(), config, metav1.CreateOptions{FieldManager: "former"})
	require.NoError(t, err)
	w.options.FormerManagers = []string{"former"}
	w.restart()
	live, err := clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
	require.NoError(t, err)
	assert.Equal(t, w.configMap("config").Data, live.Data)
	require.Len(t, live.ManagedFields, 1)
	assert.Equal(t, w.applier.Manager(), live.ManagedFields[0].Manager)
}

// TestFormerManagerThatIsNamedLater has what it wrote go although the first release with an Applier did not name it, and nothing
// else has changed since. The restart after that sends nothing again.
func TestFormerManagerThatIsNamedLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := w.configMap("config")
	config.Data = map[string]string{"size": "1", "old": "x"}
	_, err := w.users.CoreV1().ConfigMaps(w.namespace).Create(t.Context(), config, metav1.CreateOptions{FieldManager: "former"})
	require.NoError(t, err)
	live, err := clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
	require.NoError(t, err)
	require.Contains(t, live.Data, "old")
	w.options.FormerManagers = []string{"former"}
	w.restart()
	live, err = clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
	require.NoError(t, err)
	assert.Equal(t, w.configMap("config").Data, live.Data)
	require.Len(t, live.ManagedFields, 1)
	w.restart()
	w.traffic.take(t)
	_, err = clusterresources.Add(t.Context(), w.set(), w.configMap("config"))
	require.NoError(t, err)
	assert.Empty(t, w.traffic.take(t))
}

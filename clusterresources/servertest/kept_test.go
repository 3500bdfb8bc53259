// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources"
)

// seed is an annotation that is made up once.
const seed = "test.example.com/seed"

// passwords is a Secret with two of them.
func (w *world) passwords(admin, user string) *corev1.Secret {
	s := w.secret("secret")
	s.Data = map[string][]byte{"admin": []byte(admin), "user": []byte(user)}
	return s
}

// TestMetadataThatIsSetOnce stays, whether it is new or was the operator's until now.
func TestMetadataThatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	config := w.configMap("config")
	config.Annotations = map[string]string{seed: "made-up"}
	config.Labels["tier"] = "front"
	live, err := clusterresources.Add(t.Context(), w.set(), config, clusterresources.CreateOnce("metadata.annotations["+seed+"]", "metadata.labels[tier]"))
	require.NoError(t, err)
	assert.Equal(t, "made-up", live.Annotations[seed])
	assert.Equal(t, "front", live.Labels["tier"])

	other := w.configMap("other")
	other.Annotations = map[string]string{seed: "made-up"}
	_, err = clusterresources.Add(t.Context(), w.set(), other)
	require.NoError(t, err)
	live, err = clusterresources.Add(t.Context(), w.set(), other, clusterresources.CreateOnce("metadata.annotations["+seed+"]"))
	require.NoError(t, err)
	assert.Equal(t, "made-up", live.Annotations[seed])
}

// TestFieldsThatASecondReleaseSetsOnce do not cost those of the first release, whether the object had them before or not.
func TestFieldsThatASecondReleaseSetsOnce(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"was the operator's": "fixed", "is new": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			first := w.passwords("generated 1", before)
			if before == "" {
				delete(first.Data, "user")
				before = "generated 3"
			}
			_, err := clusterresources.Add(t.Context(), w.set(), first, clusterresources.CreateOnce("data.admin"))
			require.NoError(t, err)
			for _, again := range []string{"generated 3", "generated 4"} {
				_, err = clusterresources.Add(t.Context(), w.set(), w.passwords("generated 2", again), clusterresources.CreateOnce("data.admin", "data.user"))
				require.NoError(t, err)
				stored, err := w.users.CoreV1().Secrets(w.namespace).Get(t.Context(), "secret", metav1.GetOptions{})
				require.NoError(t, err)
				assert.Equal(t, "generated 1", string(stored.Data["admin"]))
				assert.Equal(t, before, string(stored.Data["user"]))
			}
			_, err = clusterresources.Add(t.Context(), w.set(), w.passwords("generated 5", "generated 6"), clusterresources.CreateOnce("data.user"))
			require.NoError(t, err)
			stored, err := w.users.CoreV1().Secrets(w.namespace).Get(t.Context(), "secret", metav1.GetOptions{})
			require.NoError(t, err)
			assert.Equal(t, "generated 5", string(stored.Data["admin"]), "it is the operator's again")
			assert.Equal(t, before, string(stored.Data["user"]))
		})
	}
}

// TestStopKeepsWhatIsSetOnce but for the replicas.
func TestStopKeepsWhatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, strategy := range []clusterresources.Strategy{
		clusterresources.Default, clusterresources.ClusterStopped, clusterresources.Default, clusterresources.Default,
	} {
		d := w.deployment("proxy", 2)
		d.Spec.Template.Annotations = map[string]string{seed: fmt.Sprint("made up ", i)}
		once := clusterresources.CreateOnce("spec.replicas", "spec.template.metadata.annotations["+seed+"]")
		dry, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{Strategy: strategy, DryRun: true}), d, once)
		require.NoError(t, err)
		live, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{Strategy: strategy}), d, once)
		require.NoError(t, err)
		assert.Equal(t, dry.Spec.Replicas, live.Spec.Replicas, "a dry run says so")
		assert.Equal(t, dry.Spec.Template.Annotations, live.Spec.Template.Annotations, "a dry run says so")
		assert.Equal(t, "made up 0", live.Spec.Template.Annotations[seed])
		assert.Equal(t, strategy == clusterresources.ClusterStopped, *live.Spec.Replicas == 0)
	}
}

// TestRecreateKeepsWhatIsSetOnce has a Secret made again, since its type has changed, with the password that it had.
func TestRecreateKeepsWhatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := clusterresources.Add(t.Context(), w.set(), w.passwords("first", "x"), clusterresources.CreateOnce("data.admin"))
	require.NoError(t, err)
	other := w.passwords("second", "y")
	other.Type = "example.com/other"
	dry, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{DryRun: true}), other, clusterresources.CreateOnce("data.admin"), clusterresources.RecreateIfImmutable())
	require.NoError(t, err)
	live, err := clusterresources.Add(t.Context(), w.set(), other, clusterresources.CreateOnce("data.admin"), clusterresources.RecreateIfImmutable())
	require.NoError(t, err)
	assert.Equal(t, dry.Data, live.Data, "a dry run says so")
	assert.Equal(t, corev1.SecretType("example.com/other"), live.Type)
	assert.Equal(t, "first", string(live.Data["admin"]))
	assert.Equal(t, "y", string(live.Data["user"]))
}

// TestProcessThatEndsWhileItRecreates leaves to the next one what is set once of an object that is gone by then.
func TestProcessThatEndsWhileItRecreates(t *testing.T) {
	t.Parallel()
	f := &fault{}
	w := newWorld(t, f.on)
	secrets := w.users.CoreV1().Secrets(w.namespace)
	first := w.passwords("first", "x")
	_, err := clusterresources.Add(t.Context(), w.set(), first, clusterresources.CreateOnce("data.admin"))
	require.NoError(t, err)
	other := w.passwords("second", "y")
	other.Type = "example.com/other"
	add := func() (*corev1.Secret, *clusterresources.Set, error) {
		s := w.set()
		live, err := clusterresources.Add(t.Context(), s, other, clusterresources.CreateOnce("data.admin"), clusterresources.RecreateIfImmutable())
		return live, s, err
	}
	deleted := false
	f.become(func(r *http.Request) bool {
		ofIt := strings.HasSuffix(r.URL.Path, "/secrets/"+first.Name)
		deleted = deleted || ofIt && r.Method == http.MethodDelete
		return ofIt && deleted && r.Method == http.MethodPatch
	})
	_, _, err = add()
	require.Error(t, err)
	_, err = secrets.Get(t.Context(), first.Name, metav1.GetOptions{})
	require.True(t, apierrors.IsNotFound(err), "%v", err)
	f.become(nil)
	w.restart()
	live, s, err := add()
	require.NoError(t, err)
	assert.Equal(t, "first", string(live.Data["admin"]))
	assert.Equal(t, "y", string(live.Data["user"]))
	require.NoError(t, s.DeleteOrphans(t.Context()))
	left, err := secrets.List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	require.Len(t, left.Items, 1, "nothing else is left of it")
	assert.Equal(t, first.Name, left.Items[0].Name)
}

// TestDryRunOfARecreation says what becomes of it, also when the reconcile that began it is over. What a policy does not let the
// new object have is not lost: it is there when the policy is gone.
func TestDryRunOfARecreation(t *testing.T) {
	t.Parallel()
	for name, forbidden := range map[string]bool{"with what it had": false, "when it may have that": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			secrets := w.users.CoreV1().Secrets(w.namespace)
			first := w.secret("secret")
			first.Data = map[string][]byte{"weak": []byte("first")}
			first.Finalizers = []string{"test.example.com/hold"}
			once := clusterresources.CreateOnce("data.weak")
			_, err := clusterresources.Add(t.Context(), w.set(), first, once)
			require.NoError(t, err)
			other := w.secret("secret")
			other.Type = "example.com/other"
			add := func(ctx context.Context, set *clusterresources.Set) (*corev1.Secret, error) {
				return clusterresources.Add(ctx, set, other, once, clusterresources.RecreateIfImmutable())
			}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() {
				_, err := add(ctx, w.set())
				ended <- err
			}()
			eventually(t, "it is being deleted", func(ctx context.Context) error {
				live, err := secrets.Get(ctx, "secret", metav1.GetOptions{})
				if err == nil && live.DeletionTimestamp == nil {
					err = errors.New("not yet")
				}
				return err
			})
			cancel()
			require.ErrorIs(t, <-ended, context.Canceled)
			_, err = secrets.Patch(t.Context(), "secret", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
			require.NoError(t, err)
			eventually(t, "the cache knows that it is gone", func(context.Context) error {
				if _, err := clusterresources.Cached(w.applier, other); !apierrors.IsNotFound(err) {
					return errors.New("it has it")
				}
				return nil
			})
			if forbidden {
				allow := w.forbid()
				var refused *clusterresources.RefusedError
				_, err := add(t.Context(), w.set(clusterresources.SetOptions{DryRun: true}))
				require.ErrorAs(t, err, &refused)
				_, err = add(t.Context(), w.set())
				require.ErrorAs(t, err, &refused)
				allow()
				eventually(t, "it is allowed", func(ctx context.Context) error {
					_, err := add(ctx, w.set(clusterresources.SetOptions{DryRun: true}))
					return err
				})
			}
			dry, really := w.set(clusterresources.SetOptions{DryRun: true}), w.set()
			would, err := add(t.Context(), dry)
			require.NoError(t, err)
			var is *corev1.Secret
			eventually(t, "the pause is over", func(ctx context.Context) (err error) {
				really = w.set()
				is, err = add(ctx, really)
				return err
			})
			assert.Equal(t, "first", string(is.Data["weak"]))
			assert.Equal(t, is.Data, would.Data)
			assert.Equal(t, clusterresources.Recreated, really.Result().Changes[0].Action)
			assert.Equal(t, really.Result().Changes, dry.Result().Changes)
			assert.Empty(t, really.Result().Warnings)
			assert.Empty(t, dry.Result().Warnings)
		})
	}
}

// TestLabelsOfAScaler go when they are dropped: its creator owns only what it is found by.
func TestLabelsOfAScaler(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	scaler := w.scaler("scaler", 1)
	scaler.Labels["tier"] = "front"
	live, err := clusterresources.Add(t.Context(), w.set(), scaler)
	require.NoError(t, err)
	assert.Equal(t, "front", live.Labels["tier"])
	live, err = clusterresources.Add(t.Context(), w.set(), w.scaler("scaler", 1))
	require.NoError(t, err)
	assert.NotContains(t, live.Labels, "tier")
}

// TestRecreateForAStaleOwner is refused: what a newer specification wants would be lost.
func TestRecreateForAStaleOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, err := clusterresources.Add(t.Context(), w.set(), w.job("job"))
	require.NoError(t, err)
	_, err = w.dynamic.Resource(owners).Namespace(w.namespace).Patch(t.Context(), w.owner.Name, types.MergePatchType, []byte(`{"spec":{"size":2}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	job := w.job("job")
	job.Spec.Template.Spec.Containers[0].Image = "stale:1"
	_, err = clusterresources.Add(t.Context(), w.set(), job, clusterresources.RecreateIfImmutable())
	require.ErrorIs(t, err, clusterresources.ErrOwnerChanged)
	after, err := w.users.BatchV1().Jobs(w.namespace).Get(t.Context(), "job", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, before.UID, after.UID)
}

// TestScalerWithMetadataThatIsSetOnce has it from when it is created.
func TestScalerWithMetadataThatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	scaler := w.scaler("scaler", 1)
	scaler.Annotations = map[string]string{seed: "made-up"}
	live, err := clusterresources.Add(t.Context(), w.set(), scaler, clusterresources.CreateOnce("metadata.annotations["+seed+"]"))
	require.NoError(t, err)
	assert.Equal(t, "made-up", live.Annotations[seed])
}

// TestStartKeepsWhatIsHandedOver has a workload begin again in the same moment in which a field of it is handed over.
func TestStartKeepsWhatIsHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.deployment("proxy", 2)
	d.Annotations = map[string]string{seed: "first"}
	stopped := clusterresources.SetOptions{Strategy: clusterresources.ClusterStopped}
	_, err := clusterresources.Add(t.Context(), w.set(stopped), d)
	require.NoError(t, err)
	d = w.deployment("proxy", 2)
	d.Annotations = map[string]string{seed: "second"}
	live, err := clusterresources.Add(t.Context(), w.set(), d, clusterresources.CreateOnce("spec.replicas", "metadata.annotations["+seed+"]"))
	require.NoError(t, err)
	assert.Equal(t, int32(2), *live.Spec.Replicas)
	assert.Equal(t, "first", live.Annotations[seed])
}

// TestStartOfWhatIsMadeAgain begins with the replicas that the operator asks for: an autoscaler would leave alone what has
// none since it was stopped.
func TestStartOfWhatIsMadeAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	once := clusterresources.CreateOnce("spec.replicas")
	stopped := clusterresources.SetOptions{Strategy: clusterresources.ClusterStopped}
	_, err := clusterresources.Add(t.Context(), w.set(stopped), w.deployment("proxy", 2), once)
	require.NoError(t, err)
	d := w.deployment("proxy", 2)
	d.Spec.Selector.MatchLabels["tier"], d.Spec.Template.Labels["tier"] = "front", "front"
	live, err := clusterresources.Add(t.Context(), w.set(), d, once, clusterresources.RecreateIfImmutable())
	require.NoError(t, err)
	assert.Equal(t, d.Spec.Selector, live.Spec.Selector)
	assert.Equal(t, int32(2), *live.Spec.Replicas)
}

// TestStartOfWhatNobodyScales takes one apply, although something of it is set once.
func TestStartOfWhatNobodyScales(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nodes := w.statefulSet("nodes", 2)
	nodes.Annotations = map[string]string{seed: "first"}
	once := clusterresources.CreateOnce("metadata.annotations[" + seed + "]")
	_, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{Strategy: clusterresources.ClusterStopped}), nodes, once)
	require.NoError(t, err)
	w.traffic.take(t)
	live, err := clusterresources.Add(t.Context(), w.set(), nodes, once)
	require.NoError(t, err)
	assert.Equal(t, int32(2), *live.Spec.Replicas)
	assert.Regexp(t, `^(get 200, patch 409, )*get 200, patch 200$`, verbs(w.traffic.take(t)))
}

// TestStartAfterManagedFieldsWereWiped begins with the replicas that the operator asks for: nobody else has taken them.
func TestStartAfterManagedFieldsWereWiped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	once := clusterresources.CreateOnce("spec.replicas")
	_, err := clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{Strategy: clusterresources.ClusterStopped}), w.deployment("proxy", 2), once)
	require.NoError(t, err)
	_, err = w.users.AppsV1().Deployments(w.namespace).Patch(t.Context(), "proxy", types.MergePatchType, []byte(`{"metadata":{"managedFields":[{}]}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	w.restart()
	live, err := clusterresources.Add(t.Context(), w.set(), w.deployment("proxy", 2), once)
	require.NoError(t, err)
	assert.Equal(t, int32(2), *live.Spec.Replicas)
}

// TestWipedManagedFieldsKeepWhatIsSetOnce although the operator drops all that it had around it.
func TestWipedManagedFieldsKeepWhatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	once := clusterresources.CreateOnce("metadata.annotations[" + seed + "]")
	add := func(annotations map[string]string) map[string]string {
		config := w.configMap("config")
		config.Annotations = annotations
		live, err := clusterresources.Add(t.Context(), w.set(), config, once)
		require.NoError(t, err)
		return live.Annotations
	}
	add(map[string]string{seed: "first", "test.example.com/extra": "x"})
	_, err := w.users.CoreV1().ConfigMaps(w.namespace).Patch(t.Context(), "config", types.MergePatchType, []byte(`{"metadata":{"managedFields":[{}]}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	w.restart()
	add(map[string]string{seed: "second", "test.example.com/extra": "x"})
	assert.Equal(t, map[string]string{seed: "first"}, add(map[string]string{seed: "third"}))
}

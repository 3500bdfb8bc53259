// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/stackabletech/operator-go/clusterresources"
)

// immutableChanges are pairs of objects of which the second cannot be made of the first.
func immutableChanges(w *world) map[string][2]clusterresources.Object {
	image := func(job *batchv1.Job) *batchv1.Job {
		job.Spec.Template.Spec.Containers[0].Image = "registry.example.com/product:2.0.0"
		return job
	}
	role := func(binding *rbacv1.RoleBinding) *rbacv1.RoleBinding {
		binding.RoleRef.Name = "another"
		return binding
	}
	ofType := func(secret *corev1.Secret, t corev1.SecretType) *corev1.Secret {
		secret.Type = t
		return secret
	}
	frozen := func(config *corev1.ConfigMap, value string) *corev1.ConfigMap {
		immutable := true
		config.Immutable, config.Data = &immutable, map[string]string{"a": value}
		return config
	}
	address := func(service *corev1.Service, ip string) *corev1.Service {
		service.Spec.ClusterIP = ip
		return service
	}
	governing := func(set *appsv1.StatefulSet, service string) *appsv1.StatefulSet {
		set.Spec.ServiceName = service
		return set
	}
	return map[string][2]clusterresources.Object{
		"the template of a Job":            {w.job("job"), image(w.job("job"))},
		"the roleRef of a RoleBinding":     {w.roleBinding("binding"), role(w.roleBinding("binding"))},
		"the type of a Secret":             {ofType(w.secret("typed"), corev1.SecretTypeOpaque), ofType(w.secret("typed"), "example.com/other")},
		"immutable data":                   {frozen(w.configMap("frozen"), "1"), frozen(w.configMap("frozen"), "2")},
		"the address of a Service":         {address(w.service("web"), ""), address(w.service("web"), "None")},
		"the serviceName of a StatefulSet": {governing(w.statefulSet("set", 1), "a"), governing(w.statefulSet("set", 1), "b")},
	}
}

// TestVolumesAreNotDeleted with a StatefulSet that is to be made again: not before its claims are no more its own.
func TestVolumesAreNotDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nodes := func(whenDeleted appsv1.PersistentVolumeClaimRetentionPolicyType, size string) *appsv1.StatefulSet {
		set := w.statefulSet("nodes", 1)
		set.Spec.PersistentVolumeClaimRetentionPolicy = &appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy{WhenDeleted: whenDeleted, WhenScaled: appsv1.RetainPersistentVolumeClaimRetentionPolicyType}
		set.Spec.VolumeClaimTemplates = []corev1.PersistentVolumeClaim{{
			ObjectMeta: metav1.ObjectMeta{Name: "data"},
			Spec: corev1.PersistentVolumeClaimSpec{
				AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce}, StorageClassName: new("none"),
				Resources: corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse(size)}},
			},
		}}
		return set
	}
	const remove, retain = appsv1.DeletePersistentVolumeClaimRetentionPolicyType, appsv1.RetainPersistentVolumeClaimRetentionPolicyType
	first, err := clusterresources.Add(t.Context(), w.set(), nodes(remove, "1Gi"))
	require.NoError(t, err)
	claims := w.users.CoreV1().PersistentVolumeClaims(w.namespace)
	var claim *corev1.PersistentVolumeClaim
	eventually(t, "the claim is the StatefulSet's", func(ctx context.Context) (err error) {
		claim, err = claims.Get(ctx, "data-nodes-0", metav1.GetOptions{})
		if err == nil && len(claim.OwnerReferences) == 0 {
			err = errors.New("it is nobody's")
		}
		return err
	})
	for _, dry := range []bool{true, false} {
		_, err = clusterresources.Add(t.Context(), w.set(clusterresources.SetOptions{DryRun: dry}), nodes(remove, "2Gi"), clusterresources.RecreateIfImmutable())
		require.ErrorContains(t, err, "its volumes would be deleted with it: set spec.persistentVolumeClaimRetentionPolicy.whenDeleted to Retain first")
	}
	_, err = clusterresources.Add(t.Context(), w.set(), nodes(retain, "1Gi"))
	require.NoError(t, err)
	var again *appsv1.StatefulSet
	eventually(t, "it is made again", func(ctx context.Context) (err error) {
		again, err = clusterresources.Add(ctx, w.set(), nodes(retain, "2Gi"), clusterresources.RecreateIfImmutable())
		return err
	})
	assert.NotEqual(t, first.UID, again.UID)
	kept, err := claims.Get(t.Context(), "data-nodes-0", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, claim.UID, kept.UID)
	assert.Nil(t, kept.DeletionTimestamp)
	assert.Empty(t, kept.OwnerReferences, "nothing deletes it later")
}

// TestImmutableFields changes what cannot be changed.
func TestImmutableFields(t *testing.T) {
	t.Parallel()
	for name := range immutableChanges(newWorld(t)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			change := immutableChanges(w)[name]
			before, err := clusterresources.Add(t.Context(), w.set(), change[0])
			require.NoError(t, err)
			s := w.set()
			_, err = clusterresources.Add(t.Context(), s, change[1])
			var immutable *clusterresources.ImmutableError
			require.ErrorAs(t, err, &immutable)
			assert.NotEmpty(t, immutable.Fields)
			require.ErrorIs(t, s.DeleteOrphans(t.Context()), clusterresources.ErrIncomplete)
			w.traffic.take(t)
			_, err = clusterresources.Add(t.Context(), w.set(), change[1])
			require.ErrorAs(t, err, &immutable)
			assert.Empty(t, w.traffic.take(t), "the answer is known: nothing is sent for some seconds")

			w.restart() // a new process has not heard it
			after, err := clusterresources.Add(t.Context(), w.set(), change[1], clusterresources.RecreateIfImmutable())
			require.NoError(t, err)
			assert.NotEqual(t, before.GetUID(), after.GetUID())
		})
	}
}

// TestImmutableFieldIsTriedAgain waits until nothing is kept back any more: what was refused is tried again, and is not
// taken for right because nothing has changed since.
func TestImmutableFieldIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := immutableChanges(w)["the type of a Secret"]
	_, err := clusterresources.Add(t.Context(), w.set(), change[0])
	require.NoError(t, err)
	refusals := 0
	eventually(t, "it is refused a second time", func(context.Context) error {
		_, err := clusterresources.Add(t.Context(), w.set(), change[1])
		var immutable *clusterresources.ImmutableError
		require.ErrorAs(t, err, &immutable)
		for _, r := range w.traffic.take(t) {
			if r.StatusCode == http.StatusUnprocessableEntity {
				refusals++
			}
		}
		if refusals < 2 {
			return fmt.Errorf("refused %d times", refusals)
		}
		return nil
	})
}

// TestRecreateOnlyWhatIsOurs has somebody else's object in the way.
func TestRecreateOnlyWhatIsOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secrets := w.users.CoreV1().Secrets(w.namespace)
	theirs, err := secrets.Create(t.Context(), &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: "typed"}, Type: "example.com/theirs", Data: map[string][]byte{"key": []byte("theirs")},
	}, metav1.CreateOptions{})
	require.NoError(t, err)
	var immutable *clusterresources.ImmutableError
	_, err = clusterresources.Add(t.Context(), w.set(), immutableChanges(w)["the type of a Secret"][0], clusterresources.RecreateIfImmutable())
	require.ErrorAs(t, err, &immutable)
	live, err := secrets.Get(t.Context(), "typed", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, theirs.UID, live.UID)
	assert.Equal(t, theirs.Data, live.Data)
}

// TestStrategyChanges moves workloads between strategies that need and refuse the parameters of a rolling update.
func TestStrategyChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deployment := w.deployment("proxy", 1)
	set := w.statefulSet("nodes", 1)
	daemons := w.daemonSet("agent")
	w.reconcile(deployment, set, daemons)

	deployment, set, daemons = w.deployment("proxy", 1), w.statefulSet("nodes", 1), w.daemonSet("agent")
	deployment.Spec.Strategy.Type = appsv1.RecreateDeploymentStrategyType
	set.Spec.UpdateStrategy.Type = appsv1.OnDeleteStatefulSetStrategyType
	daemons.Spec.UpdateStrategy.Type = appsv1.OnDeleteDaemonSetStrategyType
	w.reconcile(deployment, set, daemons)
	live, err := w.users.AppsV1().Deployments(w.namespace).Get(t.Context(), "proxy", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType}, live.Spec.Strategy)
	nodes, err := w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, appsv1.OnDeleteStatefulSetStrategyType, nodes.Spec.UpdateStrategy.Type)
	_, requests := w.reconcile(deployment, set, daemons)
	assert.Empty(t, requests)

	w.reconcile(w.deployment("proxy", 1), w.statefulSet("nodes", 1), w.daemonSet("agent"))
	live, err = w.users.AppsV1().Deployments(w.namespace).Get(t.Context(), "proxy", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, appsv1.RollingUpdateDeploymentStrategyType, live.Spec.Strategy.Type, "and back")
}

// TestBadInput is refused before anything is sent.
func TestBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var (
		invalid *clusterresources.InvalidError
		label   *clusterresources.LabelError
		owner   *clusterresources.OwnerError
	)
	without := func(key string) *corev1.ConfigMap {
		object := w.configMap("config")
		delete(object.Labels, key)
		return object
	}
	unlabelled := w.configMap("config")
	unlabelled.Labels = nil
	other := w.configMap("config")
	other.Labels[clusterresources.LabelManagedBy] = "somebody"
	unowned := w.configMap("config")
	unowned.OwnerReferences = nil
	elsewhere := w.configMap("config")
	elsewhere.Namespace = "default"
	nowhere := w.configMap("config")
	nowhere.Namespace = ""
	nameless := w.configMap("")
	untyped := &unstructured.Unstructured{}
	untyped.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("ConfigMap"))
	untyped.SetName("config")
	untyped.SetNamespace(w.namespace)
	untyped.SetLabels(w.applier.Labels(w.owner))
	untyped.SetOwnerReferences([]metav1.OwnerReference{w.owner.Reference()})
	ttl := int32(1)
	doubled := w.statefulSet("nodes", 1)
	doubled.Spec.Template.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "A", Value: "hunter2"}, {Name: "A", Value: "hunter2"}}
	job := w.job("job")
	job.Spec.TTLSecondsAfterFinished = &ttl
	for name, c := range map[string]struct {
		object clusterresources.Object
		as     any
		says   string
	}{
		"nil":              {(*corev1.ConfigMap)(nil), &invalid, "the object is nil"},
		"unknown kind":     {&corev1.Pod{ObjectMeta: w.meta("pod")}, &invalid, "not registered"},
		"cluster-scoped":   {&rbacv1.ClusterRole{ObjectMeta: w.meta("role")}, &invalid, "not registered"},
		"untyped":          {untyped, &invalid, "add it as a *v1.ConfigMap"},
		"no name":          {nameless, &invalid, "metadata.name"},
		"no namespace":     {nowhere, &invalid, "metadata.namespace"},
		"other namespace":  {elsewhere, &invalid, "metadata.namespace"},
		"no labels":        {unlabelled, &label, "app.kubernetes.io/instance is missing"},
		"no instance":      {without(clusterresources.LabelInstance), &label, "app.kubernetes.io/instance is missing"},
		"no manager":       {without(clusterresources.LabelManagedBy), &label, "app.kubernetes.io/managed-by is missing"},
		"no app":           {without(clusterresources.LabelName), &label, "app.kubernetes.io/name is missing"},
		"another manager":  {other, &label, `app.kubernetes.io/managed-by is "somebody"`},
		"twice a variable": {doubled, &invalid, `: spec.template.spec.containers[name="main"].env: duplicate entries for key [name="A"]`},
		"no owner":         {unowned, &owner, "metadata.ownerReferences"},
		"a Job with a TTL": {job, &invalid, "spec.ttlSecondsAfterFinished"},
	} {
		for _, strategy := range []clusterresources.Strategy{clusterresources.Default, clusterresources.ReconciliationPaused, clusterresources.NoApply} {
			s := w.set(clusterresources.SetOptions{Strategy: strategy})
			_, err := clusterresources.Add(t.Context(), s, c.object)
			require.ErrorAs(t, err, c.as, "%s, %s", name, strategy)
			assert.ErrorContains(t, err, c.says)
		}
	}
	s := w.set()
	_, err := clusterresources.Add[*corev1.ConfigMap](t.Context(), s, nil)
	require.ErrorAs(t, err, &invalid)
	_, err = clusterresources.Cached[*corev1.ConfigMap](w.applier, nil)
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "the object is nil", err.Error())
	var nothing clusterresources.Object
	_, err = clusterresources.Add(t.Context(), s, nothing)
	require.ErrorAs(t, err, &invalid)
	assert.Empty(t, w.traffic.take(t), "nothing was sent")
}

// TestTwice adds an object twice, and after the end.
func TestTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.set()
	_, err := clusterresources.Add(t.Context(), s, w.configMap("config"))
	require.NoError(t, err)
	require.NoError(t, s.DeleteOrphans(t.Context()))
	_, err = clusterresources.Add(t.Context(), s, w.configMap("late"))
	require.ErrorIs(t, err, clusterresources.ErrFinished)
	require.ErrorIs(t, s.DeleteOrphans(t.Context()), clusterresources.ErrFinished)
	s = w.set()
	_, err = clusterresources.Add(t.Context(), s, w.configMap("config"))
	require.NoError(t, err)
	var invalid *clusterresources.InvalidError
	_, err = clusterresources.Add(t.Context(), s, w.configMap("config"))
	require.ErrorAs(t, err, &invalid)
}

// TestOwners refuses owners whose objects could not be found again.
func TestOwners(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for says, change := range map[string]func(*clusterresources.Owner){
		"no name: ":      func(o *clusterresources.Owner) { o.Name = "" },
		"no namespace: ": func(o *clusterresources.Owner) { o.Namespace = "" },
		"no uid: ":       func(o *clusterresources.Owner) { o.UID = "" },
		"cannot be the value of label app.kubernetes.io/instance": func(o *clusterresources.Owner) {
			o.Name = "a-name-of-more-than-sixty-three-characters-is-a-name-but-no-label-value"
		},
		"the namespace is none of Options.Namespaces": func(o *clusterresources.Owner) { o.Namespace = "default" },
	} {
		owner := w.owner
		change(&owner)
		_, err := w.applier.NewSet(owner, clusterresources.SetOptions{})
		require.ErrorContains(t, err, says)
	}
}

// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestEventsAndMetrics records what is created, deleted and contested.
func TestEventsAndMetrics(t *testing.T) {
	t.Parallel()
	recorder := events.NewFakeRecorder(100)
	registry := prometheus.NewRegistry()
	w := newWorld(t, func(o *clusterresources.Options) { o.Events, o.Metrics = recorder, registry })
	maps := w.users.CoreV1().ConfigMaps(w.namespace)
	before := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "before"}, Data: map[string]string{"theirs": "1"}}
	_, err := maps.Create(t.Context(), before, metav1.CreateOptions{FieldManager: "kubectl-create"})
	require.NoError(t, err)
	w.reconcile(w.configMap("config"), w.configMap("orphan"), w.configMap("before"))
	eventually(t, "the object is left alone", func(ctx context.Context) error {
		edited, err := maps.Patch(ctx, "config", types.MergePatchType, []byte(`{"data":{"size":"fight"}}`), metav1.PatchOptions{FieldManager: "rival"})
		if err != nil {
			return err
		}
		eventually(t, "the edit is in the cache", func(context.Context) error {
			seen, err := clusterresources.Cached(w.applier, edited)
			if err == nil && seen.ResourceVersion != edited.ResourceVersion {
				err = fmt.Errorf("not yet")
			}
			return err
		})
		result, _ := w.reconcile(w.configMap("config"))
		if result.Count(clusterresources.BackingOff) == 0 {
			return fmt.Errorf("%v", result)
		}
		assert.Positive(t, result.RetryAfter, "nobody else makes the operator come back")
		assert.LessOrEqual(t, result.RetryAfter, 5*time.Minute)
		return nil
	})
	var all []string
	for len(recorder.Events) > 0 {
		all = append(all, <-recorder.Events)
	}
	text := strings.Join(all, "\n")
	assert.Contains(t, text, "Normal ResourceCreated created ConfigMap "+w.namespace+"/config")
	assert.Contains(t, text, "Normal ResourceDeleted deleted ConfigMap "+w.namespace+"/orphan")
	assert.Contains(t, text, "Normal ResourceAdopted adopted ConfigMap "+w.namespace+"/before, which nobody controlled; besides this operator, kubectl-create wrote it last")
	assert.Equal(t, 1, strings.Count(text, "ResourceAdopted"))
	assert.Contains(t, text, "Warning ResourceContested")
	assert.Contains(t, text, "last by rival")
	count, err := testutil.GatherAndCount(registry, "clusterresources_adds_total", "clusterresources_repairs_total",
		"clusterresources_orphans_deleted_total", "clusterresources_remembered_objects")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, count, 5)
}

// TestEventsOfSeveralObjects are several on the API server, too: client-go counts alike ones as one.
func TestEventsOfSeveralObjects(t *testing.T) {
	t.Parallel()
	config, err := server.Config()
	require.NoError(t, err)
	client, err := kubernetes.NewForConfig(config)
	require.NoError(t, err)
	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: client.EventsV1()})
	require.NoError(t, broadcaster.StartRecordingToSinkWithContext(t.Context()))
	defer broadcaster.Shutdown()
	w := newWorld(t, func(o *clusterresources.Options) { o.Events = broadcaster.NewRecorder(scheme.Scheme, "operator") })
	w.reconcile(w.configMap("a"), w.configMap("b"), w.secret("a"))
	for _, field := range []string{"one", "other"} {
		_, err := clusterresources.Add(t.Context(), w.set(w.overriding(
			fmt.Sprintf(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":%q},%q:1}`, w.namespace, field))), w.configMap("a"))
		require.Error(t, err)
	}
	want := []string{
		"created ConfigMap %s/a", "created ConfigMap %s/b", "created Secret %s/a", "override of ConfigMap %s/a: one: unknown field of the compiled-in schema",
		"override of ConfigMap %s/a: other: unknown field of the compiled-in schema",
	}
	eventually(t, "the events are there", func(ctx context.Context) error {
		list, err := client.EventsV1().Events(w.namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		var notes []string
		for _, e := range list.Items {
			if e.Regarding.Name == w.owner.Name && e.Regarding.UID == w.owner.UID {
				notes = append(notes, strings.ReplaceAll(e.Note, w.namespace, "%s"))
			}
		}
		if slices.Sort(notes); !slices.Equal(notes, want) {
			return fmt.Errorf("%q", notes)
		}
		return nil
	})
}

// TestChanges are told to who reconciles, by whomever they are made.
func TestChanges(t *testing.T) {
	t.Parallel()
	told := make(chan string, 1000)
	w := newWorld(t, func(o *clusterresources.Options) {
		o.OnChange = func(namespace string, owner metav1.OwnerReference) {
			told <- fmt.Sprintf("%s %s/%s %s", owner.Kind, namespace, owner.Name, owner.UID)
		}
	})
	maps := w.users.CoreV1().ConfigMaps(w.namespace)
	expect := func(what string, change func() error) {
		t.Helper()
		for len(told) > 0 {
			<-told
		}
		require.NoError(t, change())
		select {
		case got := <-told:
			assert.Equal(t, fmt.Sprintf("Product %s/web %s", w.namespace, w.owner.UID), got, what)
		case <-time.After(patience):
			t.Fatalf("%s: nobody was told", what)
		}
	}
	expect("created", func() error {
		w.reconcile(w.configMap("config"))
		return nil
	})
	expect("edited", func() error {
		_, err := maps.Patch(t.Context(), "config", types.MergePatchType, []byte(`{"data":{"other":"1"}}`), metav1.PatchOptions{})
		return err
	})
	expect("taken", func() error {
		_, err := maps.Patch(t.Context(), "config", types.MergePatchType, []byte(`{"metadata":{"ownerReferences":null}}`), metav1.PatchOptions{})
		return err
	})
	w.reconcile(w.configMap("config"))
	expect("deleted", func() error { return maps.Delete(t.Context(), "config", metav1.DeleteOptions{}) })
	eventually(t, "it is there again", func(context.Context) error {
		if result, _ := w.reconcile(w.configMap("config")); result.Count(clusterresources.Created) == 0 {
			return fmt.Errorf("%v", result)
		}
		return nil
	})
	expect("restarted", func() error {
		w.restart()
		return nil
	})
}

// TestMetricsOfARestart go on with the Applier that runs, and there is only one of a manager at a time.
func TestMetricsOfARestart(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	w := newWorld(t, func(o *clusterresources.Options) { o.Metrics = registry })
	remembered := func() float64 {
		families, err := registry.Gather()
		require.NoError(t, err)
		for _, f := range families {
			if f.GetName() == "clusterresources_remembered_objects" {
				return f.GetMetric()[0].GetGauge().GetValue()
			}
		}
		return -1
	}
	w.reconcile(w.configMap("a"))
	assert.InDelta(t, 1, remembered(), 0)
	const requests = `
# HELP clusterresources_requests_total Requests for single objects, by what they do. In a steady state there are none.
# TYPE clusterresources_requests_total counter
clusterresources_requests_total{kind="ConfigMap",manager="%s",verb="patch"} 1
`
	w.reconcile(w.configMap("a"))
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(fmt.Sprintf(requests, w.applier.Manager())), "clusterresources_requests_total"))
	another, err := clusterresources.New(w.options)
	require.NoError(t, err)
	require.ErrorContains(t, another.Start(t.Context()), "register metrics")
	assert.InDelta(t, 1, remembered(), 0)
	w.restart()
	w.reconcile(w.configMap("a"), w.configMap("b"), w.configMap("c"))
	assert.InDelta(t, 3, remembered(), 0)
	w.stop()
	assert.InDelta(t, -1, remembered(), 0)
}

// TestWaitReady waits for pods to run, and for Jobs to end.
func TestWaitReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.set()
	for _, object := range []clusterresources.Object{w.statefulSet("nodes", 2), w.deployment("proxy", 1), w.service("web"), w.job("init")} {
		_, err := clusterresources.Add(t.Context(), s, object)
		require.NoError(t, err)
	}
	w.traffic.take(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	require.NoError(t, s.WaitReady(ctx))
	assert.Empty(t, w.traffic.take(t))
	nodes, err := w.users.AppsV1().StatefulSets(w.namespace).Get(ctx, "nodes", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, int32(2), nodes.Status.ReadyReplicas)

	impossible := w.statefulSet("impossible", 1)
	impossible.Spec.Template.Spec.NodeSelector = map[string]string{"no": "node"}
	s = w.set()
	_, err = clusterresources.Add(t.Context(), s, impossible)
	require.NoError(t, err)
	short, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	err = s.WaitReady(short)
	require.ErrorContains(t, err, "not ready: StatefulSet "+w.namespace+"/impossible")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// TestRights runs an operator that may do what its exported rules say, in one namespace, and nothing else.
func TestRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const user = "operator-with-rights"
	rights := clusterresources.Rights{Name: "operator", Namespaces: []string{w.namespace}, BindRoles: []string{"product"}, Events: true}
	roles, err := rights.Roles()
	require.NoError(t, err)
	role, ok := roles[0].(*rbacv1.Role)
	require.True(t, ok)
	// The owner's resource is the operator's own business, and making Roles needs what they grant.
	role.Rules = append(role.Rules, rbacv1.PolicyRule{APIGroups: []string{ownerKind.Group}, Resources: []string{"products"}, Verbs: []string{"get"}})
	w.allow(user, role)
	w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: []string{"system:authenticated"}}
	client, err := kubernetes.NewForConfig(w.options.Config)
	require.NoError(t, err)
	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: client.EventsV1()})
	require.NoError(t, broadcaster.StartRecordingToSinkWithContext(t.Context()))
	defer broadcaster.Shutdown()
	w.options.Events = broadcaster.NewRecorder(scheme.Scheme, "operator")
	w.restart()
	result, _ := w.reconcile(w.twenty()...)
	assert.Equal(t, 20, result.Count(clusterresources.Created))
	eventually(t, "the events are there", func(ctx context.Context) error {
		list, err := w.users.EventsV1().Events(w.namespace).List(ctx, metav1.ListOptions{})
		if err == nil && !slices.ContainsFunc(list.Items, func(e eventsv1.Event) bool { return e.Reason == clusterresources.ReasonCreated }) {
			err = fmt.Errorf("%d others", len(list.Items))
		}
		return err
	})
	eventuallyCached(w, w.configMap("config-3"))
	result, _ = w.reconcile(w.configMap("config-0"))
	assert.Positive(t, result.Count(clusterresources.Deleted))
	for _, rule := range role.Rules {
		assert.NotContains(t, rule.Verbs, "escalate")
		assert.NotContains(t, rule.Verbs, "*")
		if rule.Verbs[0] == "bind" {
			assert.Equal(t, []string{"product"}, rule.ResourceNames)
		}
	}
}

// allow gives a user a role.
func (w *world) allow(user string, role *rbacv1.Role) {
	w.t.Helper()
	_, err := w.users.RbacV1().Roles(w.namespace).Create(w.t.Context(), role, metav1.CreateOptions{})
	require.NoError(w.t, err)
	_, err = w.users.RbacV1().RoleBindings(w.namespace).Create(w.t.Context(), &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: role.Name}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: role.Name},
		Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "User", Name: user}},
	}, metav1.CreateOptions{})
	require.NoError(w.t, err)
}

// TestKindThatMayNotBeListed is applied by what is remembered, and left out of deletion; the others are not.
func TestKindThatMayNotBeListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const user = "operator-without-secrets"
	w.allow(user, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "limited"}, Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"create", "delete", "get", "list", "patch", "watch"}},
		{APIGroups: []string{""}, Resources: []string{"secrets"}, Verbs: []string{"create", "patch"}},
		{APIGroups: []string{ownerKind.Group}, Resources: []string{"products"}, Verbs: []string{"get"}},
	}})
	w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: []string{"system:authenticated"}}
	w.restart()
	w.reconcile(w.configMap("config"), w.secret("secret"), w.configMap("orphan"))
	eventuallyCached(w, w.configMap("orphan"))
	w.traffic.take(t)
	result, requests := w.reconcile(w.configMap("config"))
	assert.Equal(t, 1, result.Count(clusterresources.Deleted), "the secret is left out: %v", requests)
	for range 5 {
		_, requests = w.reconcile(w.configMap("config"), w.secret("secret"))
		assert.Empty(t, requests, "what is remembered is enough")
	}
	changed := w.secret("secret")
	changed.Data["password"] = []byte("new")
	_, requests = w.reconcile(w.configMap("config"), changed)
	assert.Len(t, requests, 1)
	live, err := w.users.CoreV1().Secrets(w.namespace).Get(t.Context(), "secret", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, []byte("new"), live.Data["password"])
}

// TestRightsThatComeLater are noticed while the operator runs.
func TestRightsThatComeLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: "late", Groups: []string{"system:authenticated"}}
	role := &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: "late"}, Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"create", "patch"}},
		{APIGroups: []string{ownerKind.Group}, Resources: []string{"products"}, Verbs: []string{"get"}},
	}}
	w.allow("late", role)
	w.restart()
	w.reconcile(w.configMap("config"), w.configMap("orphan"))
	result, _ := w.reconcile(w.configMap("config"))
	require.Zero(t, result.Count(clusterresources.Deleted))
	role.Rules[0].Verbs = []string{"create", "delete", "get", "list", "patch", "watch"}
	_, err := w.users.RbacV1().Roles(w.namespace).Update(t.Context(), role, metav1.UpdateOptions{})
	require.NoError(t, err)
	eventually(t, "the orphan is deleted", func(context.Context) error {
		if result, _ := w.reconcile(w.configMap("config")); result.Count(clusterresources.Deleted) == 0 {
			return fmt.Errorf("%v", result)
		}
		return nil
	})
}

// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	builtin "k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestRegisteredKind applies, overrides and deletes objects of a kind that an operator registers.
func TestRegisteredKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *clusterresources.Options) {
		o.Kinds = []clusterresources.Kind{clusterresources.KindOf(
			corev1.SchemeGroupVersion.WithKind("PersistentVolumeClaim"), "persistentvolumeclaims", &corev1.PersistentVolumeClaim{},
			builtin.NewTypeConverter(scheme.Scheme),
		)}
	})
	claim := func() *corev1.PersistentVolumeClaim {
		return &corev1.PersistentVolumeClaim{ObjectMeta: w.meta("data"), Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		}}
	}
	made, err := clusterresources.Add(t.Context(), w.set(w.overriding(
		`{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data","namespace":"%s"},"spec":{"storageClassName":"fast"}}`)), claim())
	require.NoError(t, err)
	assert.Equal(t, "fast", *made.Spec.StorageClassName)
	eventuallyCached(w, claim())
	w.traffic.take(t)
	result, _ := w.reconcile()
	assert.Equal(t, 1, result.Count(clusterresources.Deleted))
}

// gadget has something in each of its fields.
func (w *world) gadget(group string) *Gadget {
	target := intstr.FromString("http")
	return &Gadget{
		TypeMeta: metav1.TypeMeta{APIVersion: group + "/v1", Kind: "Gadget"}, ObjectMeta: w.meta("gadget"),
		Spec: GadgetSpec{
			Ports: []GadgetPort{{Port: 80, Name: "http"}, {Port: 53, Protocol: "UDP", Name: "dns"}},
			Tags:  []string{"a", "b"}, Args: []string{"--one", "--two"}, Target: &target,
			Limits:   map[string]intstr.IntOrString{"cpu": intstr.FromInt32(1), "memory": intstr.FromString("1Gi")},
			Selector: map[string]string{"app": "gadget", "tier": "front"},
			Free:     &runtime.RawExtension{Raw: []byte(`{"any":{"thing":[1,{"deep":true}]}}`)},
			Template: &runtime.RawExtension{Raw: []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"inner","labels":{"a":"1"}},"data":{"k":"v"}}`)},
		},
	}
}

// TestRegisteredDefinition applies, overrides and deletes objects of a kind whose schema is that of its definition.
func TestRegisteredDefinition(t *testing.T) {
	t.Parallel()
	const group = "registered.example.com"
	crd := gadgets(t, group)
	install(t, crd)
	w := newWorld(t, registering(t, crd))
	made, err := clusterresources.Add(t.Context(), w.set(), w.gadget(group))
	require.NoError(t, err)
	assert.Equal(t, "TCP", made.Spec.Ports[0].Protocol, "the server has written its default")
	eventuallyCached(w, w.gadget(group))
	w.traffic.take(t)
	for range 5 {
		_, requests := w.reconcile(w.gadget(group))
		require.Empty(t, requests)
	}
	w.restart()
	_, requests := w.reconcile(w.gadget(group))
	assert.Empty(t, requests, "it is known by field sets and values")

	const of = `{"apiVersion":"` + group + `/v1","kind":"Gadget","metadata":{"name":"gadget","namespace":"%s"},"spec":`
	options := w.overriding(of + `{
		"ports":[{"port":80,"protocol":"TCP","name":"web"},{"port":53,"protocol":"UDP","$patch":"delete"},{"port":443}],
		"tags":["c"],"args":["--user"],"target":8080,"limits":{"memory":2},"selector":{"app":"other"},
		"free":{"any":{"more":1}},"template":{"metadata":{"labels":{"b":"2"}},"data":{"l":"w"}}}}`)
	merged, err := clusterresources.Add(t.Context(), w.set(options), w.gadget(group))
	require.NoError(t, err)
	assert.Equal(t, []GadgetPort{{Port: 80, Protocol: "TCP", Name: "web"}, {Port: 443, Protocol: "TCP"}}, merged.Spec.Ports, "by port and protocol")
	assert.Equal(t, []string{"a", "b", "c"}, merged.Spec.Tags, "by value")
	assert.Equal(t, []string{"--user"}, merged.Spec.Args, "as a whole")
	assert.Equal(t, intstr.FromInt32(8080), *merged.Spec.Target)
	assert.Equal(t, map[string]intstr.IntOrString{"cpu": intstr.FromInt32(1), "memory": intstr.FromInt32(2)}, merged.Spec.Limits)
	assert.Equal(t, map[string]string{"app": "other"}, merged.Spec.Selector, "as a whole")
	assert.JSONEq(t, `{"any":{"thing":[1,{"deep":true}],"more":1}}`, string(merged.Spec.Free.Raw))
	assert.JSONEq(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"inner","labels":{"a":"1","b":"2"}},"data":{"k":"v","l":"w"}}`, string(merged.Spec.Template.Raw))
	eventuallyCached(w, w.gadget(group))
	w.traffic.take(t)
	_, err = clusterresources.Add(t.Context(), w.set(options), w.gadget(group))
	require.NoError(t, err)
	assert.Empty(t, w.traffic.take(t))

	for _, c := range []struct{ spec, path string }{
		{`{"sise":1}`, "spec.sise"},
		{`{"ports":[{"port":80,"protocol":"TCP","nam":"x"}]}`, `spec.ports[port=80,protocol="TCP"].nam`},
		{`{"ports":[{"port":"http"}]}`, "spec.ports[0].port"},
		{`{"ports":[{"name":"x"}]}`, "spec.ports[0]"},
		{`{"tags":"a"}`, "spec.tags"},
		{`{"template":{"metadata":{"lables":{}}}}`, "spec.template.metadata.lables"},
	} {
		_, err := clusterresources.Add(t.Context(), w.set(w.overriding(of+c.spec+`}`)), w.gadget(group))
		var wrong *clusterresources.OverrideError
		require.ErrorAs(t, err, &wrong, c.spec)
		assert.Equal(t, c.path, wrong.Path, "%v", err)
		assert.Empty(t, w.traffic.take(t))
	}
	result, _ := w.reconcile()
	assert.Equal(t, 1, result.Count(clusterresources.Deleted))
}

// TestClusterScopedKind is refused at the start, and not with the first object.
func TestClusterScopedKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	options := w.options
	options.Kinds = []clusterresources.Kind{clusterresources.KindOf(
		rbacv1.SchemeGroupVersion.WithKind("ClusterRole"), "clusterroles", &rbacv1.ClusterRole{}, builtin.NewTypeConverter(scheme.Scheme),
	)}
	applier, err := clusterresources.New(options)
	require.NoError(t, err)
	const says = "ClusterRole.rbac.authorization.k8s.io: objects of a cluster are namespaced, and this kind is cluster-scoped: leave it out of Options.Kinds"
	require.EqualError(t, applier.Start(t.Context()), "run the applier: "+says)
	require.ErrorContains(t, applier.WaitForSync(t.Context()), says)
}

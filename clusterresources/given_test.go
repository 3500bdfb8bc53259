// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/stackabletech/operator-go/apis/overrides"
)

// giver gives an object to another owner just before it is deleted.
type giver struct{ *rival }

func (g *giver) delete(ctx context.Context, kind *Kind, namespace, name string, p metav1.Preconditions) error {
	g.edit(kind, name, func(o Object) {
		o.SetOwnerReferences([]metav1.OwnerReference{Owner{GroupVersionKind: chaosKind, Name: "foreign", UID: foreignUID}.Reference()})
	})
	return g.rival.delete(ctx, kind, namespace, name, p)
}

// TestRecreateWhatIsGivenAway deletes nothing: the object is another one's by then.
func TestRecreateWhatIsGivenAway(t *testing.T) {
	t.Parallel()
	var g *giver
	l := newLone(t, func(s *chaosServer) server { g = &giver{rival: &rival{chaosServer: s}}; return g })
	require.NoError(t, l.try(l.set(), "config"))
	l.catchUp()
	g.immutable = true
	before := l.server.objects[l.kind]["config"].GetUID()
	_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: "config", Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()},
	}, Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
	var foreign *ForeignError
	require.ErrorAs(t, err, &foreign)
	require.Contains(t, l.server.objects[l.kind], "config")
	assert.Equal(t, before, l.server.objects[l.kind]["config"].GetUID())
}

// TestNumbersThatAreTooLarge are no overrides: cut to what the type holds, they would stop a cluster.
func TestNumbersThatAreTooLarge(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	for text, path := range map[string]string{
		`{"replicas":4294967296}`: "spec.replicas",
		`{"replicas":1e30}`:       "spec.replicas",
		`{"replicas":2147483648}`: "spec.replicas",
		`{"replicas":1.5}`:        "spec.replicas",
		`{"template":{"spec":{"containers":[{"name":"a","ports":[{"containerPort":4294967376}]}]}}}`: "spec.template.spec.containers[0].ports[0].containerPort",
		`{"replicas":3.0}`: "",
	} {
		override := `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"s","namespace":"` + chaosNamespace + `"},"spec":` + text + `}`
		set, err := l.applier.NewSet(l.owner, SetOptions{Strategy: NoApply, Overrides: overrides.ObjectOverrides{runtime.RawExtension{Raw: []byte(override)}}})
		require.NoError(t, err)
		got, err := Add(t.Context(), set, &appsv1.StatefulSet{
			ObjectMeta: metav1.ObjectMeta{Name: "s", Namespace: chaosNamespace, Labels: l.applier.Labels(l.owner), OwnerReferences: []metav1.OwnerReference{l.owner.Reference()}},
			Spec:       appsv1.StatefulSetSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "a"}}}}},
		})
		if path == "" {
			require.NoError(t, err, text)
			assert.Equal(t, int32(3), *got.Spec.Replicas, text)
			continue
		}
		var wrong *OverrideError
		require.ErrorAs(t, err, &wrong, text)
		assert.Equal(t, path, wrong.Path, text)
	}
}

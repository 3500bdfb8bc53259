// SPDX-License-Identifier: Apache-2.0

package canonical_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

// sample has the forms in which Go writes what nobody meant.
type sample struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`

	Enabled  bool                   `json:"enabled"`
	Count    int                    `json:"count"`
	Nested   nested                 `json:"nested"`
	Deep     struct{ Inner nested } `json:"deep"`
	Pointer  *nested                `json:"pointer,omitempty"`
	NilList  []string               `json:"nilList"`
	List     []nested               `json:"list"`
	ByName   map[string]nested      `json:"byName,omitempty"`
	Pointers map[string]*nested     `json:"pointers,omitempty"`
	Port     intstr.IntOrString     `json:"port"`
	Amount   resource.Quantity      `json:"amount"`
	When     metav1.Time            `json:"when"`
	Any      runtime.RawExtension   `json:"any,omitempty"`
	Status   struct{ Phase string } `json:"status"`
	Untagged nested
	Skipped  string `json:"-"`
	Large    int64  `json:"large,omitempty"`
}

type nested struct {
	Name string             `json:"name,omitempty"`
	Port intstr.IntOrString `json:"port,omitempty"`
	More *nested            `json:"more,omitempty"`
}

func (s *sample) DeepCopyObject() runtime.Object { copied := *s; return &copied }

func TestTree(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reason string
		object runtime.Object
		want   map[string]any
	}{
		"zero": {
			reason: "scalars without omitempty are what the author says; empty structs are not",
			object: &sample{}, want: map[string]any{"enabled": false, "count": int64(0)},
		},
		"filled": {
			reason: "what is there stays, with integers that no float holds",
			object: &sample{
				ObjectMeta: metav1.ObjectMeta{Name: "a", UID: "u", ResourceVersion: "1", Generation: 2, ManagedFields: []metav1.ManagedFieldsEntry{{}}},
				Pointer:    &nested{}, List: []nested{{}, {Name: "x", More: &nested{}}}, ByName: map[string]nested{"a": {}},
				Pointers: map[string]*nested{"b": {}, "c": nil}, Port: intstr.FromInt32(0), Amount: resource.MustParse("1000m"),
				Status: struct{ Phase string }{"x"}, Large: 9007199254740993,
			},
			want: map[string]any{
				"metadata": map[string]any{"name": "a"}, "enabled": false, "count": int64(0), "pointer": map[string]any{},
				"list":   []any{map[string]any{}, map[string]any{"name": "x", "more": map[string]any{}}},
				"byName": map[string]any{"a": map[string]any{}}, "pointers": map[string]any{"b": map[string]any{}, "c": nil},
				"amount": "1", "large": int64(9007199254740993),
			},
		},
		"a StatefulSet": {
			reason: "resources, strategy, targetPort and creationTimestamp are not meant; emptyDir is",
			object: &appsv1.StatefulSet{
				TypeMeta: metav1.TypeMeta{APIVersion: "apps/v1", Kind: "StatefulSet"}, ObjectMeta: metav1.ObjectMeta{Name: "a"},
				Spec: appsv1.StatefulSetSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
					Containers: []corev1.Container{{Name: "c"}},
					Volumes:    []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{EmptyDir: &corev1.EmptyDirVolumeSource{}}}},
				}}},
			},
			want: map[string]any{
				"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": map[string]any{"name": "a"},
				"spec": map[string]any{
					"serviceName": "",
					"template": map[string]any{"spec": map[string]any{
						"containers": []any{map[string]any{"name": "c"}},
						"volumes":    []any{map[string]any{"name": "v", "emptyDir": map[string]any{}}},
					}},
				},
			},
		},
		"a Service": {
			reason: "a targetPort that is not set is none",
			object: &corev1.Service{Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 80}, {Port: 81, TargetPort: intstr.FromString("x")}}}},
			want: map[string]any{"spec": map[string]any{"ports": []any{
				map[string]any{"port": int64(80)}, map[string]any{"port": int64(81), "targetPort": "x"},
			}}},
		},
		"a Role": {
			reason: "a list that is nil is none, and one that is empty is meant",
			object: &rbacv1.Role{Rules: []rbacv1.PolicyRule{{}, {Verbs: []string{}}}},
			want:   map[string]any{"rules": []any{map[string]any{}, map[string]any{"verbs": []any{}}}},
		},
		"a NetworkPolicy": {
			reason: "an empty selector behind no pointer selects everything, as an absent one does",
			object: &networkingv1.NetworkPolicy{Spec: networkingv1.NetworkPolicySpec{Ingress: []networkingv1.NetworkPolicyIngressRule{{}}}},
			want:   map[string]any{"spec": map[string]any{"ingress": []any{map[string]any{}}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := canonical.Tree(c.object)
			require.NoError(t, err)
			assert.Empty(t, cmp.Diff(c.want, got), c.reason)
		})
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	text, err := canonical.Encode(map[string]any{"b": "<&>", "a": int64(1)})
	require.NoError(t, err)
	assert.Equal(t, `{"a":1,"b":"<&>"}`, string(text))
}

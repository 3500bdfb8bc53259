// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

func TestMisfit(t *testing.T) {
	t.Parallel()
	for text, c := range map[string]struct {
		object Object
		want   string
	}{
		`{spec: {template: {spec: {containers: [{name: a}, {name: b, resources: {limits: {cpu: abc}}}]}}}}`: {
			&appsv1.StatefulSet{}, "spec.template.spec.containers[1].resources.limits.cpu",
		},
		`{data: {tls.crt: "not base64!"}}`:           {&corev1.Secret{}, "data[tls.crt]"},
		`{spec: {replicas: "1"}}`:                    {&appsv1.StatefulSet{}, "spec.replicas"},
		`{metadata: {creationTimestamp: yesterday}}`: {&corev1.Secret{}, "metadata.creationTimestamp"},
		`{spec: {template: []}}`:                     {&appsv1.StatefulSet{}, "spec.template"},
		`{kind: 1}`:                                  {&corev1.Secret{}, "kind"},
	} {
		tree := map[string]any{}
		require.NoError(t, yaml.Unmarshal([]byte(text), &tree))
		got, found := misfit(reflect.TypeOf(c.object).Elem(), tree)
		assert.True(t, found, text)
		assert.Equal(t, c.want, got.String())
	}
	_, found := misfit(reflect.TypeFor[corev1.Secret](), map[string]any{"data": map[string]any{"a": "YQ=="}, "unknown": 1})
	assert.False(t, found)
}

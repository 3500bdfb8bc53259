// SPDX-License-Identifier: Apache-2.0

package replicas_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"github.com/stackabletech/operator-go/apis/replicas"
)

func two() *int32 {
	n := int32(2)
	return &n
}

func TestValidForms(t *testing.T) {
	t.Parallel()
	for text, tc := range map[string]struct {
		want  replicas.ReplicasConfig
		short string
	}{
		`3`:                  {replicas.Fixed(3), `3`},
		`3.0`:                {replicas.Fixed(3), `3`},
		`null`:               {replicas.Fixed(1), `1`},
		`"externallyScaled"`: {replicas.Externally(), `"externallyScaled"`},
		`{"fixed":3}`:        {replicas.Fixed(3), `3`},
		`{"hpa":{"maxReplicas":10,"scaleTargetRef":{"kind":"","name":""}}}`: {
			replicas.HPA(autoscalingv2.HorizontalPodAutoscalerSpec{MaxReplicas: 10}),
			`{"hpa":{"maxReplicas":10}}`,
		},
		`{"hpa":{"minReplicas":2,"maxReplicas":10,"scaleTargetRef":{"kind":"StatefulSet","name":"nifi"}}}`: {
			replicas.HPA(autoscalingv2.HorizontalPodAutoscalerSpec{
				MinReplicas: two(), MaxReplicas: 10,
				ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{Kind: "StatefulSet", Name: "nifi"},
			}),
			`{"hpa":{"minReplicas":2,"maxReplicas":10,"scaleTargetRef":{"kind":"StatefulSet","name":"nifi"}}}`,
		},
		`{"auto":{"minReplicas":2,"maxReplicas":5}}`: {replicas.Auto(2, 5), `{"auto":{"minReplicas":2,"maxReplicas":5}}`},
	} {
		var got replicas.ReplicasConfig
		require.NoError(t, got.UnmarshalJSON([]byte(text)), text)
		assert.Equal(t, tc.want, got, text)
		require.NoError(t, got.Validate(), text)
		written, err := json.Marshal(got)
		require.NoError(t, err, text)
		assert.JSONEq(t, tc.short, string(written), text)
		assert.Equal(t, &got, got.DeepCopy())
	}
}

func TestInvalidFormsEachHaveTheirMessage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`0`:                        "replicas: 0 is out of range: from 1 to 2147483647",
		`-1`:                       "replicas: -1 is out of range: from 1 to 2147483647",
		`2147483648`:               "replicas: 2147483648 is out of range: from 1 to 2147483647",
		`1.5`:                      "replicas: 1.5 is a fraction: replicas are whole",
		`true`:                     "replicas: a boolean: write a number, externallyScaled, or an object with fixed, hpa or auto",
		`[3]`:                      "replicas: a list: write a number, externallyScaled, or an object with fixed, hpa or auto",
		`"many"`:                   `replicas: unknown string "many": the only one is externallyScaled`,
		`{}`:                       "replicas: an empty object: it needs one of the keys fixed, hpa and auto",
		`{"fixed":1,"auto":{}}`:    "replicas: the keys auto, fixed: exactly one of fixed, hpa and auto can be set",
		`{"fxed":1}`:               `replicas: unknown key "fxed": the keys are fixed, hpa and auto`,
		`{"fixed":"3"}`:            `replicas.fixed: "3" is no number`,
		`{"fixed":0}`:              "replicas.fixed: 0 is out of range: from 1 to 2147483647",
		`{"auto":3}`:               "replicas.auto: an object is needed",
		`{"auto":{"minimum":1}}`:   `replicas.auto: unknown field "minimum"`,
		`{"hpa":{"maxReplica":1}}`: `replicas.hpa: unknown field "maxReplica"`,
		`{"auto":{"MINReplicas":1,"maxReplicas":2}}`:                 `replicas.auto: unknown field "MINReplicas"`,
		`{"auto":{"minReplicas":1,"minReplicas":2,"maxReplicas":2}}`: `replicas.auto: duplicate field "minReplicas"`,
		`{"hpa":null}`: "replicas.hpa: an object is needed",
		` `:            "replicas: empty input",
	} {
		before := replicas.Fixed(7)
		got := before
		require.EqualError(t, got.UnmarshalJSON([]byte(text)), want, text)
		assert.Equal(t, before, got, "nothing is half read: %s", text)
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	both := replicas.Fixed(1)
	both.ExternallyScaled = true
	for want, c := range map[string]replicas.ReplicasConfig{
		"replicas: nothing is set: give a number, externallyScaled, hpa or auto":  {},
		"replicas: more than one of fixed, externallyScaled, hpa and auto is set": both,
		"replicas: 0 is less than 1: stop the cluster if it should have none":     replicas.Fixed(0),
		"replicas.auto.minReplicas: 0 is less than 1":                             replicas.Auto(0, 3),
		"replicas.auto.maxReplicas: 1 is less than minReplicas, which is 2":       replicas.Auto(2, 1),
		"replicas.hpa.maxReplicas: 1 is less than minReplicas, which is 2":        replicas.HPA(autoscalingv2.HorizontalPodAutoscalerSpec{MinReplicas: two(), MaxReplicas: 1}),
		"replicas.hpa.maxReplicas: 0 is less than minReplicas, which is 1":        replicas.HPA(autoscalingv2.HorizontalPodAutoscalerSpec{}),
	} {
		assert.EqualError(t, c.Validate(), want)
	}
	_, err := json.Marshal(both)
	assert.ErrorContains(t, err, "more than one")
}

func TestDeepCopySharesNothing(t *testing.T) {
	t.Parallel()
	original := replicas.HPA(autoscalingv2.HorizontalPodAutoscalerSpec{MinReplicas: two(), MaxReplicas: 3})
	copied := original.DeepCopy()
	*copied.HPA.MinReplicas = 9
	assert.Equal(t, int32(2), *original.HPA.MinReplicas)
	fixed, auto := replicas.Fixed(1), replicas.Auto(1, 2)
	*fixed.DeepCopy().FixedReplicas = 9
	auto.DeepCopy().Auto.MaxReplicas = 9
	assert.Equal(t, replicas.Fixed(1), fixed)
	assert.Equal(t, replicas.Auto(1, 2), auto)
	assert.Nil(t, (*replicas.ReplicasConfig)(nil).DeepCopy())
}

func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{`3`, `null`, `"externallyScaled"`, `{"fixed":3}`, `{"auto":{"minReplicas":1,"maxReplicas":2}}`, `{"hpa":{"maxReplicas":3}}`, `[`, `1e99`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second replicas.ReplicasConfig
		if first.UnmarshalJSON(data) != nil {
			return
		}
		written, err := json.Marshal(first)
		require.NoError(t, err)
		require.NoError(t, second.UnmarshalJSON(written))
		again, err := json.Marshal(second)
		require.NoError(t, err)
		require.JSONEq(t, string(written), string(again))
	})
}

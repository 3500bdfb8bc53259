// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/stackabletech/operator-go/apis/overrides"
)

const overridden = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"config","namespace":"` + chaosNamespace + `"}`

// TestOverridesThatChangeNothing are told of, with each reconcile, whether it sends anything, and also by the next process.
func TestOverridesThatChangeNothing(t *testing.T) {
	t.Parallel()
	const warning = "override of ConfigMap " + chaosNamespace + "/config: number 1 changes nothing: the object is like that without it"
	for name, c := range map[string]struct {
		override string
		warnings []string
	}{
		"a field that is not there": {overridden + `,"data":{"valeu":null}}`, []string{warning}},
		"another one":               {overridden + `,"data":{"$unset":["valeu"]}}`, []string{warning}},
		"nothing":                   {overridden + `}`, []string{warning}},
		"what is there":             {overridden + `,"data":{"value":"ours"}}`, []string{warning}},
		"something":                 {overridden + `,"data":{"value":"theirs","valeu":null}}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLone(t, nil)
			for i, want := range []Action{Created, Unchanged, Unchanged, Configured} {
				switch i {
				case 1:
					l.catchUp()
				case 2:
					l.forgets()
				case 3:
					l.server.edit(l.kind, "config", func(o Object) { o.(*corev1.ConfigMap).Data["value"] = "another" })
					l.catchUp()
				}
				set := l.setWith(Default, c.override)
				require.Equal(t, want, l.add(set, "config"))
				assert.Equal(t, c.warnings, set.Result().Warnings, i)
			}
		})
	}
}

// TestOverrideThatGuesses tells nobody what is in a Secret.
func TestOverrideThatGuesses(t *testing.T) {
	t.Parallel()
	l := newLoneOf(t, secrets, nil)
	set := l.setWith(Default, `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"secret","namespace":"`+chaosNamespace+`"},"stringData":{"password":"hunter2"}}`)
	_, err := Add(t.Context(), set, &corev1.Secret{ObjectMeta: l.metaOf("secret"), Data: map[string][]byte{"password": []byte("hunter2")}})
	require.NoError(t, err)
	assert.Empty(t, set.Result().Warnings)
}

// TestDryRunOfOtherOverrides says nothing of those that are applied.
func TestDryRunOfOtherOverrides(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	steady := func() []string {
		set := l.setWith(Default, overridden+`,"data":{"value":"theirs"}}`)
		l.add(set, "config")
		l.catchUp()
		return set.Result().Warnings
	}
	require.Empty(t, steady())
	set, err := l.applier.NewSet(l.owner, SetOptions{DryRun: true, Overrides: overrides.ObjectOverrides{{Raw: []byte(overridden + `}`)}}})
	require.NoError(t, err)
	l.add(set, "config")
	require.NotEmpty(t, set.Result().Warnings)
	assert.Empty(t, steady())
}

// TestOverrideThatLeavesNothingToBeginWith deletes what is set once, and what a new object needs: the user can mend that, not the
// operator.
func TestOverrideThatLeavesNothingToBeginWith(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	add := func(override string) error {
		_, err := Add(t.Context(), l.setWith(Default, override), &corev1.ConfigMap{
			ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "ours"},
		}, CreateOnce("data.value"))
		return err
	}
	for _, override := range []string{`,"data":{"value":null}}`, `,"data":null}`} {
		var refused *OverrideError
		require.ErrorAs(t, add(overridden+override), &refused)
		assert.Equal(t, "data.value", refused.Path)
		assert.Contains(t, refused.Reason, "it is set once")
	}
	require.NoError(t, add(overridden+`,"data":{"value":"theirs"}}`))
	l.catchUp()
	for _, strategy := range []Strategy{Default, NoApply, ReconciliationPaused} {
		_, err := Add(t.Context(), l.setWith(strategy, overridden+`,"data":{"value":null}}`), &corev1.ConfigMap{
			ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "ours"},
		}, CreateOnce("data.value"))
		require.ErrorContains(t, err, "it is set once", strategy)
	}
}

// TestOverrideOfWhatHasToBeThere deletes a field that its type always writes: it would be empty instead.
func TestOverrideOfWhatHasToBeThere(t *testing.T) {
	t.Parallel()
	l := newLoneOf(t, schema.GroupKind{Group: autoscalingv2.GroupName, Kind: "HorizontalPodAutoscaler"}, nil)
	add := func(spec string) error {
		set := l.setWith(Default, `{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web","namespace":"`+chaosNamespace+`"},"spec":`+spec+`}`)
		_, err := Add(t.Context(), set, &autoscalingv2.HorizontalPodAutoscaler{
			ObjectMeta: l.metaOf("web"), Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
				ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{Kind: "StatefulSet", Name: "web"}, MaxReplicas: 3, MinReplicas: new(int32(2)),
			},
		})
		return err
	}
	for spec, path := range map[string]string{
		`{"maxReplicas":null}`:             "spec.maxReplicas",
		`{"scaleTargetRef":{"name":null}}`: "spec.scaleTargetRef.name",
		`{"$unset":["maxReplicas"]}`:       "spec.maxReplicas",
	} {
		var refused *OverrideError
		require.ErrorAs(t, add(spec), &refused, spec)
		assert.Equal(t, path, refused.Path)
		assert.Contains(t, refused.Reason, "it has to be there")
	}
	require.NoError(t, add(`{"minReplicas":null}`))
}

// TestOverrideOfWhatIsEmpty deletes what its type writes although it is empty, and has nothing to say then.
func TestOverrideOfWhatIsEmpty(t *testing.T) {
	t.Parallel()
	l := newLoneOf(t, statefulSets, nil)
	add := func(spec string) error {
		set := l.setWith(Default, `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web","namespace":"`+chaosNamespace+`"},"spec":`+spec+`}`)
		_, err := Add(t.Context(), set, &appsv1.StatefulSet{ObjectMeta: l.metaOf("web"), Spec: appsv1.StatefulSetSpec{
			Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Env: []corev1.EnvVar{{
				Name: "A", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{Key: "a"}},
			}}}}}},
		}})
		return err
	}
	require.NoError(t, add(`{"serviceName":null}`))
	err := add(`{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"A","valueFrom":{"secretKeyRef":{"key":null}}}]}]}}}`)
	require.ErrorContains(t, err, "it has to be there")
}

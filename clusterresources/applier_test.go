// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/features"
	featurestesting "k8s.io/client-go/features/testing"
	"k8s.io/client-go/rest"
)

func TestNamespacesAreChecked(t *testing.T) {
	t.Parallel()
	options := Options{Config: &rest.Config{}, Operator: "a", Controller: "b", App: "c", Namespaces: []string{"x", "", "y", "x"}}
	_, err := New(options)
	require.ErrorContains(t, err, "an empty name in Namespaces")
	require.ErrorContains(t, err, "namespace x is in Namespaces twice")
	assert.NotContains(t, err.Error(), "names y")
	options.Namespaces = []string{"x", "y"}
	_, err = New(options)
	require.NoError(t, err)
}

// TestKindWithoutList could be applied, but never followed.
func TestKindWithoutList(t *testing.T) {
	t.Parallel()
	s, err := newScheme()
	require.NoError(t, err)
	thing := schema.GroupVersionKind{Group: "example.com", Version: "v1", Kind: "Thing"}
	s.AddKnownTypeWithName(thing, &corev1.ConfigMap{})
	options := Options{
		Config: &rest.Config{}, Operator: "a", Controller: "b", App: "c", Scheme: s,
		Kinds: []Kind{KindOf(thing, "things", &corev1.ConfigMap{}, builtinKinds(s)[0].Types)},
	}
	_, err = New(options)
	require.ErrorContains(t, err, "Kind=ThingList is not in the scheme, so that Thing cannot be listed: register the list type")
	s.AddKnownTypeWithName(thing.GroupVersion().WithKind("ThingList"), &corev1.ConfigMapList{})
	_, err = New(options)
	require.NoError(t, err)
}

// TestGateThatIsOff is not parallel: a gate is the whole process's.
func TestGateThatIsOff(t *testing.T) {
	options := Options{Config: &rest.Config{}, Operator: "a", Controller: "b", App: "c"}
	featurestesting.SetFeatureDuringTest(t, features.AtomicFIFO, false)
	_, err := New(options)
	require.ErrorContains(t, err, "feature gate AtomicFIFO is off")
	require.ErrorContains(t, err, "KUBE_FEATURE_AtomicFIFO")
	featurestesting.SetFeatureDuringTest(t, features.AtomicFIFO, true)
	_, err = New(options)
	require.NoError(t, err)
}

// TestWaitForAnApplierThatHasEnded says that it has, and nothing of caches if they were filled.
func TestWaitForAnApplierThatHasEnded(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	l.applier.started.Store(true)
	close(l.applier.stopped)
	require.EqualError(t, l.applier.WaitForSync(t.Context()), "wait for the caches: the applier has stopped")
}

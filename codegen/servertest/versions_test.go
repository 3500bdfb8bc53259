// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// sameShape is an API whose three versions have the same JSON.
const sameShape = `
-- person/person.go --
// +versioned:group=test.example.com
// +versioned:version:name=v1alpha1,deprecated=true,deprecationWarning="people v1alpha1 go away, use v1"
// +versioned:version:name=v1beta1,deprecated=true
// +versioned:version:name=v1,storage=true
package person

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Person is a person.
// +versioned:crd:plural=people,shortNames={pp}
// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas,labelSelectorPath=.status.selector
type Person struct {
	metav1.TypeMeta   §json:",inline"§
	metav1.ObjectMeta §json:"metadata,omitempty"§

	Spec   PersonSpec   §json:"spec"§
	Status PersonStatus §json:"status,omitempty"§
}

// PersonSpec is the spec.
type PersonSpec struct {
	// +versioned:deprecated:since=v1
	// +kubebuilder:validation:Minimum=0
	Replicas int32 §json:"replicas"§
}

// PersonStatus is the status.
type PersonStatus struct {
	Replicas int32  §json:"replicas,omitempty"§
	Selector string §json:"selector,omitempty"§
}
`

// differentShapes is an API whose spec replicas had another name, and were missing before that.
const differentShapes = `
-- person/person.go --
// +versioned:group=test.example.com
// +versioned:version:name=v1alpha1
// +versioned:version:name=v1beta1,storage=true
// +versioned:version:name=v1
package person

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Person is a person.
// +versioned:crd:plural=people
// +versioned:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas
type Person struct {
	metav1.TypeMeta   §json:",inline"§
	metav1.ObjectMeta §json:"metadata,omitempty"§

	Spec   PersonSpec   §json:"spec"§
	Status PersonStatus §json:"status,omitempty"§
}

// PersonSpec is the spec.
type PersonSpec struct {
	// +versioned:added:since=v1beta1
	// +versioned:changed:since=v1,fromName=Count
	Replicas int32 §json:"replicas"§
}

// PersonStatus is the status.
type PersonStatus struct {
	Replicas int32 §json:"replicas,omitempty"§
}
`

func archiveOf(text string) *txtar.Archive {
	source := []byte(text)
	for i := 0; i+1 < len(source); i++ {
		if source[i] == 0xc2 && source[i+1] == 0xa7 { // §, since Go has no way to put a backquote into a raw string
			source = append(append(source[:i:i], '`'), source[i+2:]...)
		}
	}
	return txtar.Parse(source)
}

func people(client dynamic.Interface, version string) dynamic.ResourceInterface {
	return client.Resource(schema.GroupVersionResource{Group: "test.example.com", Version: version, Resource: "people"}).Namespace("default")
}

func personAt(version string, spec map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "test.example.com/" + version, "kind": "Person",
		"metadata": map[string]any{"name": "ann"}, "spec": spec,
	}}
}

// scaleTo writes a number of replicas through /scale and reads it back.
func scaleTo(t *testing.T, people dynamic.ResourceInterface, replicas int64) {
	t.Helper()
	patch := fmt.Appendf(nil, `{"spec":{"replicas":%d}}`, replicas)
	_, err := people.Patch(t.Context(), "ann", types.MergePatchType, patch, metav1.PatchOptions{}, "scale")
	require.NoError(t, err)
	scale, err := people.Get(t.Context(), "ann", metav1.GetOptions{}, "scale")
	require.NoError(t, err)
	assert.Equal(t, "autoscaling/v1", scale.GetAPIVersion())
	got, _, err := unstructured.NestedInt64(scale.Object, "spec", "replicas")
	require.NoError(t, err)
	assert.Equal(t, replicas, got)
}

func TestScaleWorksAtEveryVersionOfTheSameShape(t *testing.T) {
	install(t, generate(t, archiveOf(sameShape))...)
	client := dynamicClient(t)
	_, err := people(client, "v1").Create(t.Context(), personAt("v1", map[string]any{"replicas": int64(1)}), metav1.CreateOptions{})
	require.NoError(t, err)
	for i, version := range []string{"v1alpha1", "v1beta1", "v1"} {
		scaleTo(t, people(client, version), int64(3+i))
		got, err := people(client, version).Get(t.Context(), "ann", metav1.GetOptions{})
		require.NoError(t, err)
		assert.Equal(t, "test.example.com/"+version, got.GetAPIVersion())
	}
	status := []byte(`{"status":{"replicas":2,"selector":"app=x"}}`)
	_, err = people(client, "v1").Patch(t.Context(), "ann", types.MergePatchType, status, metav1.PatchOptions{}, "status")
	require.NoError(t, err)
	scale, err := people(client, "v1beta1").Get(t.Context(), "ann", metav1.GetOptions{}, "scale")
	require.NoError(t, err)
	selector, _, err := unstructured.NestedString(scale.Object, "status", "selector")
	require.NoError(t, err)
	assert.Equal(t, "app=x", selector)
}

func TestScaleFollowsTheStorageVersionOfDifferentShapes(t *testing.T) {
	crds := generate(t, archiveOf(differentShapes))
	for _, v := range crds[0].Spec.Versions {
		assert.Equal(t, v.Name != "v1alpha1", v.Subresources.Scale != nil, "scale of %s", v.Name)
	}
	assert.Equal(t, "Webhook", string(crds[0].Spec.Conversion.Strategy))
	install(t, crds...)
	client := dynamicClient(t)
	_, err := people(client, "v1beta1").Create(t.Context(), personAt("v1beta1", map[string]any{"count": int64(1)}), metav1.CreateOptions{})
	require.NoError(t, err)
	scaleTo(t, people(client, "v1beta1"), 5)
	got, err := people(client, "v1beta1").Get(t.Context(), "ann", metav1.GetOptions{})
	require.NoError(t, err)
	count, _, err := unstructured.NestedInt64(got.Object, "spec", "count")
	require.NoError(t, err)
	assert.Equal(t, int64(5), count)
}

// warnings collects what the server warns of.
type warnings struct {
	mu    sync.Mutex
	texts []string
}

// HandleWarningHeader implements rest.WarningHandler.
func (w *warnings) HandleWarningHeader(_ int, _, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.texts = append(w.texts, text)
}

func TestDeprecatedVersionsWarn(t *testing.T) {
	install(t, generate(t, archiveOf(sameShape))...)
	for version, want := range map[string][]string{
		"v1alpha1": {"people v1alpha1 go away, use v1"},
		"v1beta1":  {"test.example.com/v1beta1 Person is deprecated; use test.example.com/v1 Person"},
		"v1":       nil,
	} {
		var said warnings
		config := configOf(t)
		config.WarningHandler = &said
		client, err := dynamic.NewForConfig(config)
		require.NoError(t, err)
		_, err = people(client, version).List(t.Context(), metav1.ListOptions{})
		require.NoError(t, err)
		assert.Equal(t, want, said.texts, version)
	}
}

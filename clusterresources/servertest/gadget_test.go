// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/clusterresources"
)

// Gadget is an object of testdata/gadgets.yaml, as its vendor might publish the type.
type Gadget struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              GadgetSpec `json:"spec"`
}

// GadgetSpec is what a Gadget should be.
type GadgetSpec struct {
	Ports    []GadgetPort                  `json:"ports,omitempty"`
	Tags     []string                      `json:"tags,omitempty"`
	Args     []string                      `json:"args,omitempty"`
	Target   *intstr.IntOrString           `json:"target,omitempty"`
	Limits   map[string]intstr.IntOrString `json:"limits,omitempty"`
	Selector map[string]string             `json:"selector,omitempty"`
	Free     *runtime.RawExtension         `json:"free,omitempty"`
	Template *runtime.RawExtension         `json:"template,omitempty"`
}

// GadgetPort is one of its ports, known by number and protocol.
type GadgetPort struct {
	Port     int32  `json:"port"`
	Protocol string `json:"protocol,omitempty"`
	Name     string `json:"name,omitempty"`
}

// DeepCopyObject copies by way of JSON, which is slow, and good enough for a test.
func (g *Gadget) DeepCopyObject() runtime.Object { return copied(g, &Gadget{}) }

// GadgetList is a list of them.
type GadgetList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Gadget `json:"items"`
}

// DeepCopyObject copies by way of JSON.
func (l *GadgetList) DeepCopyObject() runtime.Object { return copied(l, &GadgetList{}) }

func copied[T runtime.Object](from, to T) T {
	text, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		panic(err) // the type is no good
	}
	return to
}

// gadgets is the definition of gadgets, in a group of its own for each test.
func gadgets(t *testing.T, group string) *apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	text, err := os.ReadFile("../testdata/gadgets.yaml")
	require.NoError(t, err)
	crd := &apiextensionsv1.CustomResourceDefinition{}
	require.NoError(t, yaml.UnmarshalStrict(text, crd))
	crd.Name, crd.Spec.Group = "gadgets."+group, group
	return crd
}

// registering registers the kind of a definition.
func registering(t *testing.T, crd *apiextensionsv1.CustomResourceDefinition) func(*clusterresources.Options) {
	t.Helper()
	kind, err := clusterresources.KindOfDefinition(crd, "v1", &Gadget{})
	require.NoError(t, err)
	s := runtime.NewScheme()
	require.NoError(t, clientgoscheme.AddToScheme(s))
	require.NoError(t, v1alpha1.AddToScheme(s))
	version := schema.GroupVersion{Group: crd.Spec.Group, Version: "v1"}
	s.AddKnownTypes(version, &Gadget{}, &GadgetList{})
	metav1.AddToGroupVersion(s, version)
	return func(o *clusterresources.Options) { o.Scheme, o.Kinds = s, []clusterresources.Kind{kind} }
}

func definer(t *testing.T) *clientset.Clientset {
	t.Helper()
	config, err := server.Config()
	require.NoError(t, err)
	client, err := clientset.NewForConfig(config)
	require.NoError(t, err)
	return client
}

// install installs a definition, and waits until it is served.
func install(t *testing.T, crd *apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	client := definer(t)
	_, err := client.ApiextensionsV1().CustomResourceDefinitions().Create(t.Context(), crd, metav1.CreateOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { remove(t, crd) })
	eventually(t, crd.Name+" is served", func(context.Context) error {
		_, err := client.Discovery().ServerResourcesForGroupVersion(crd.Spec.Group + "/v1")
		return err
	})
}

// remove removes a definition, if it is there, and waits until it is gone.
func remove(t *testing.T, crd *apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	api := definer(t).ApiextensionsV1().CustomResourceDefinitions()
	if err := api.Delete(ctx, crd.Name, metav1.DeleteOptions{}); !apierrors.IsNotFound(err) {
		require.NoError(t, err)
	}
	require.Eventually(t, func() bool {
		_, err := api.Get(ctx, crd.Name, metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	}, patience, 25*time.Millisecond, "%s is gone", crd.Name)
}

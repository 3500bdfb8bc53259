// SPDX-License-Identifier: Apache-2.0

package autoscaling_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/apis/autoscaling/definitions"
	"github.com/stackabletech/operator-go/apis/autoscaling/install"
	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

func TestInstall(t *testing.T) {
	t.Parallel()
	scheme := runtime.NewScheme()
	require.NoError(t, install.AddToScheme(scheme))
	kinds, _, err := scheme.ObjectKinds(&v1alpha1.StackableScaler{})
	require.NoError(t, err)
	assert.Equal(t, v1alpha1.GroupVersion.WithKind("StackableScaler"), kinds[0])
	assert.Equal(t, v1alpha1.GroupVersion, scheme.PrioritizedVersionsForGroup("autoscaling.stackable.tech")[0])
}

// TestDefinitions holds what programs install against what is published.
func TestDefinitions(t *testing.T) {
	t.Parallel()
	all := definitions.All()
	require.Len(t, all, 1)
	content, err := os.ReadFile("../../crds/autoscaling.stackable.tech_stackablescalers.yaml")
	require.NoError(t, err)
	var published apiextensionsv1.CustomResourceDefinition
	require.NoError(t, yaml.UnmarshalStrict(content, &published))
	assert.Equal(t, &published, all[0])

	all[0].Spec.Versions[0].Name = "changed"
	assert.Equal(t, &published, definitions.StackableScaler(), "nobody changes what others get")

	columns := published.Spec.Versions[0].AdditionalPrinterColumns
	var names []string
	for _, column := range columns {
		names = append(names, column.Name)
	}
	assert.Equal(t, []string{"Desired", "Current", "Stage", "Age"}, names)
	assert.Equal(t, &apiextensionsv1.CustomResourceSubresourceScale{
		SpecReplicasPath: ".spec.replicas", StatusReplicasPath: ".status.replicas", LabelSelectorPath: ptr(".status.selector"),
	}, published.Spec.Versions[0].Subresources.Scale)
}

func ptr(text string) *string { return &text }

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder"
	"k8s.io/kube-openapi/pkg/schemaconv"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/yaml"
)

// gadgets is a definition that has everything in it.
func gadgets(t *testing.T) *apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	text, err := os.ReadFile("testdata/gadgets.yaml")
	require.NoError(t, err)
	crd := &apiextensionsv1.CustomResourceDefinition{}
	require.NoError(t, yaml.UnmarshalStrict(text, crd))
	return crd
}

// TestTypesAreThoseOfTheServer compares them with what the API server itself makes of a definition.
func TestTypesAreThoseOfTheServer(t *testing.T) {
	t.Parallel()
	crd := gadgets(t)
	kind, err := KindOfDefinition(crd, "v1", &corev1.ConfigMap{})
	require.NoError(t, err)
	types, ok := kind.Types.(definedTypes)
	require.True(t, ok)
	openAPI, err := builder.BuildOpenAPIV3(crd, "v1", builder.Options{})
	require.NoError(t, err)
	server, err := schemaconv.ToSchemaFromOpenAPI(openAPI.Components.Schemas, crd.Spec.PreserveUnknownFields)
	require.NoError(t, err)
	for ours, theirs := range map[string]string{
		*types.kind.TypeRef.NamedType:                     "com.example.test.v1.Gadget",
		"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
	} {
		has, found := types.kind.Schema.FindNamedType(ours)
		require.True(t, found, ours)
		wants, found := server.FindNamedType(theirs)
		require.True(t, found, theirs)
		assert.Empty(t, cmp.Diff(wants.Atom, has.Atom, cmpopts.IgnoreUnexported(smdschema.Map{}),
			cmpopts.SortSlices(func(a, b smdschema.StructField) bool { return a.Name < b.Name }),
			// Those of metadata are empty, and the server drops them.
			cmp.FilterPath(func(p cmp.Path) bool {
				return p.Last().String() == ".Default" && theirs != "com.example.test.v1.Gadget"
			}, cmp.Ignore()),
		), theirs)
	}
}

// TestDefinitionsThatAreNoGood are refused with the reason.
func TestDefinitionsThatAreNoGood(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*apiextensionsv1.CustomResourceDefinition){
		"definition gadgets.test.example.com, version v1: there is none of that name": func(d *apiextensionsv1.CustomResourceDefinition) { d.Spec.Versions[0].Name = "v2" },
		"version v1: it has no schema":        func(d *apiextensionsv1.CustomResourceDefinition) { d.Spec.Versions[0].Schema = nil },
		"objects of a cluster are namespaced": func(d *apiextensionsv1.CustomResourceDefinition) { d.Spec.Scope = apiextensionsv1.ClusterScoped },
	} {
		crd := gadgets(t)
		change(crd)
		_, err := KindOfDefinition(crd, "v1", &corev1.ConfigMap{})
		assert.ErrorContains(t, err, says)
	}
}

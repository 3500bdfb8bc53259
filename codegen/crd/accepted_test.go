// SPDX-License-Identifier: Apache-2.0

package crd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	controllertools "sigs.k8s.io/controller-tools/pkg/crd"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/loader"
	"sigs.k8s.io/controller-tools/pkg/markers"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	ourschema "github.com/stackabletech/operator-go/codegen/schema"
)

// files builds the definitions of all kinds that any of the views has, and writes them.
func files(t *testing.T, views []*model.View, identical bool) map[string]string {
	t.Helper()
	var problems diag.List
	builder := ourschema.NewBuilder(ourschema.Options{}, &problems)
	written := map[string]string{}
	var definitions []*crd.Definition
	for _, view := range views {
		for _, kind := range view.Kinds() {
			d := crd.Build(builder, kind.Name, views, identical, crd.Options{Service: crd.Service{Namespace: "operators"}})
			file, err := d.File("/crds", header.Header{License: []string{"// Somebody's"}, Sources: []string{view.API.Path}}, &problems)
			require.NoError(t, err)
			assert.Equal(t, filepath.Join("/crds", d.FileName()), file.Path)
			written[d.FileName()] = string(file.Content)
			definitions = append(definitions, d)
			d.Check(&problems)
		}
	}
	crd.Validate(t.Context(), definitions, &problems)
	assert.Empty(t, problems.Sorted())
	return written
}

func TestAccepted(t *testing.T) {
	const dir = "testdata/accepted"
	for name, views := range viewsBelow(t, dir) {
		for strategy, identical := range map[string]bool{"webhook": false, "none": true} {
			t.Run(name+"/"+strategy, func(t *testing.T) {
				if identical {
					// All but the stanza is the same, so that there is no need to keep it.
					for _, content := range files(t, views, true) {
						assert.NotContains(t, content, "strategy: Webhook")
						assert.Equal(t, name == "versions",
							strings.Contains(content, "conversion:\n    strategy: None\n"), content[:200])
					}
					return
				}
				for file, content := range files(t, views, false) {
					golden := filepath.Join(dir, name, file)
					if *update {
						require.NoError(t, os.WriteFile(golden, []byte(content), 0o600))
					}
					want, err := os.ReadFile(golden)
					require.NoError(t, err)
					assert.Equal(t, string(want), content)
					sources, ours := header.Sources([]byte(content))
					assert.True(t, ours)
					assert.Equal(t, []string{views[0].API.Path}, sources)
				}
			})
		}
	}
}

// TestDefinitionsAreThoseOfControllerGen compares resources of one version, of which controller-gen knows as much as we.
func TestDefinitionsAreThoseOfControllerGen(t *testing.T) {
	roots, err := loader.LoadRoots("./testdata/accepted/single")
	require.NoError(t, err)
	registry := &markers.Registry{}
	require.NoError(t, crdmarkers.Register(registry))
	parser := &controllertools.Parser{
		Collector: &markers.Collector{Registry: registry},
		Checker:   &loader.TypeChecker{NodeFilters: []loader.NodeFilter{controllertools.Generator{}.CheckFilter()}},
	}
	controllertools.AddKnownTypes(parser)
	parser.NeedPackage(roots[0])
	views := viewsBelow(t, "testdata/accepted")["single"]
	ours := files(t, views, false)
	for _, kind := range views[0].Kinds() {
		groupKind := schema.GroupKind{Group: "test.example.com", Kind: kind.Name}
		parser.NeedCRDFor(groupKind, nil)
		theirs := parser.CustomResourceDefinitions[groupKind]
		controllertools.FixTopLevelMetadata(theirs)
		want, err := yaml.Marshal(theirs)
		require.NoError(t, err)
		var wanted, got apiextensionsv1.CustomResourceDefinition
		require.NoError(t, yaml.Unmarshal(want, &wanted))
		require.NoError(t, yaml.UnmarshalStrict([]byte(ours[groupKind.Group+"_"+theirs.Spec.Names.Plural+".yaml"]), &got))
		wanted.Status = apiextensionsv1.CustomResourceDefinitionStatus{}
		assert.Equal(t, wanted, got)
	}
	assert.Empty(t, roots[0].Errors)
}

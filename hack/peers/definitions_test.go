// SPDX-License-Identifier: Apache-2.0

package peers_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/controller-tools/pkg/genall"
	"sigs.k8s.io/controller-tools/pkg/loader"
	"sigs.k8s.io/controller-tools/pkg/markers"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/hack/peers/realapi"
)

// controllerGen makes CRDs of packages as controller-gen does.
func controllerGen(t *testing.T, module *realapi.Module, paths ...string) definitions {
	t.Helper()
	roots, err := loader.LoadRootsWithConfig(&packages.Config{Dir: module.Dir}, paths...)
	require.NoError(t, err)
	registry := &markers.Registry{}
	generator := crd.Generator{}
	require.NoError(t, generator.RegisterMarkers(registry))
	dir := t.TempDir()
	require.NoError(t, generator.Generate(&genall.GenerationContext{
		Collector:  &markers.Collector{Registry: registry},
		Checker:    &loader.TypeChecker{NodeFilters: []loader.NodeFilter{generator.CheckFilter()}},
		Roots:      roots,
		InputRule:  genall.InputFromFileSystem,
		OutputRule: genall.OutputToDirectory(dir),
	}))
	for _, root := range roots {
		for _, err := range root.Errors {
			// controller-tools loads only the imports that fields need, so that other code does not type-check for it.
			assert.Equal(t, packages.TypeError, err.Kind, "%s: %v", root.PkgPath, err)
		}
	}
	return readDefinitions(t, dir)
}

// definitions are CRDs by the name of their file.
type definitions map[string]*apiextensionsv1.CustomResourceDefinition

func readDefinitions(t *testing.T, dir string) definitions {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	read := definitions{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		object := &apiextensionsv1.CustomResourceDefinition{}
		require.NoError(t, yaml.UnmarshalStrict(content, object), entry.Name())
		read[entry.Name()] = object
	}
	return read
}

// alike removes what the two say differently on purpose.
func (d definitions) alike() definitions {
	for _, object := range d {
		// controller-gen signs with its version.
		delete(object.Annotations, "controller-gen.kubebuilder.io/version")
		if len(object.Annotations) == 0 {
			object.Annotations = nil
		}
		// controller-gen knows nothing of conversions.
		object.Spec.Conversion = nil
		for i, version := range object.Spec.Versions {
			// controller-gen writes an empty object for a kind without subresources that has other markers.
			if s := version.Subresources; s != nil && s.Scale == nil && s.Status == nil {
				object.Spec.Versions[i].Subresources = nil
			}
		}
	}
	return d
}

func TestDefinitionsAreThoseOfControllerGen(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			module := v.module(t)
			generate(t, module, output.Disk{})
			ours := readDefinitions(t, filepath.Join(module.Dir, "crds")).alike()
			require.GreaterOrEqual(t, len(ours), v.api.Count)
			theirs := controllerGen(t, module, v.packages()...).alike()
			assert.Empty(t, cmp.Diff(theirs, ours), "theirs - ours +")
		})
	}
}

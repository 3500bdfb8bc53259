// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/loader"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/read"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// packagesBelow returns the folders of the packages below a folder.
func packagesBelow(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var dirs []string
	for _, entry := range entries {
		dirs = append(dirs, "./"+filepath.Join(dir, entry.Name()))
	}
	return dirs
}

// viewsOf reads API packages and shows each as it is written.
func viewsOf(t testing.TB, patterns ...string) []*model.View {
	t.Helper()
	var problems diag.List
	wd, err := os.Getwd()
	require.NoError(t, err)
	program, err := load.Load(t.Context(), load.Config{
		Dir: wd, Patterns: patterns, IsAPI: read.IsAPI, Extra: read.ExtraImports,
	}, &problems)
	require.NoError(t, err)
	result := read.Read(program, &problems)
	require.Empty(t, problems.Sorted())
	var views []*model.View
	for _, api := range result.APIs {
		views = append(views, &model.View{
			API: api, Version: api.Latest(), Path: api.Path, Dir: api.Dir, Types: api.Types, Universe: result.Ordinary,
		})
	}
	return views
}

// theirs makes the schemas of controller-tools.
func theirs(t testing.TB, options schema.Options, patterns ...string) func(model.TypeID) *apiextensionsv1.JSONSchemaProps {
	t.Helper()
	roots, err := loader.LoadRoots(patterns...)
	require.NoError(t, err)
	registry := &markers.Registry{}
	require.NoError(t, crdmarkers.Register(registry))
	parser := &crd.Parser{
		Collector:                  &markers.Collector{Registry: registry},
		Checker:                    &loader.TypeChecker{NodeFilters: []loader.NodeFilter{crd.Generator{}.CheckFilter()}},
		AllowDangerousTypes:        options.AllowDangerousTypes,
		IgnoreUnexportedFields:     options.IgnoreUnexportedFields,
		GenerateEmbeddedObjectMeta: options.EmbeddedObjectMeta,
	}
	crd.AddKnownTypes(parser)
	byPath := map[string]*loader.Package{}
	for _, root := range roots {
		parser.NeedPackage(root)
		byPath[root.PkgPath] = root
	}
	t.Cleanup(func() {
		for _, root := range roots {
			require.Empty(t, root.Errors, root.PkgPath)
		}
	})
	return func(id model.TypeID) *apiextensionsv1.JSONSchemaProps {
		ident := crd.TypeIdent{Package: byPath[id.Pkg], Name: id.Name}
		parser.NeedFlattenedSchemaFor(ident)
		flat := parser.FlattenedSchemata[ident]
		if options.MaxDescriptionLength != nil {
			flat = *flat.DeepCopy()
			crd.TruncateDescription(&flat, *options.MaxDescriptionLength)
		}
		return &flat
	}
}

func asTree(t testing.TB, props *apiextensionsv1.JSONSchemaProps) any {
	t.Helper()
	raw, err := json.Marshal(props)
	require.NoError(t, err)
	var tree any
	require.NoError(t, json.Unmarshal(raw, &tree))
	return tree
}

func TestSchemasAreThoseOfControllerTools(t *testing.T) {
	options := schema.Options{AllowDangerousTypes: true}
	dirs := packagesBelow(t, "testdata")
	their := theirs(t, options, dirs...)
	for _, view := range viewsOf(t, dirs...) {
		for _, declared := range view.Types {
			var problems diag.List
			ours := schema.NewBuilder(options, &problems).For(view, declared.TypeID)
			require.Empty(t, problems.Sorted())
			if diff := cmp.Diff(asTree(t, their(declared.TypeID)), asTree(t, ours)); diff != "" {
				t.Errorf("%s.%s: theirs - ours +\n%s", view.API.Name, declared.Name, diff)
			}
		}
	}
}

// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
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
	require.Empty(t, problems.Sorted(), "reading")
	var views []*model.View
	for _, api := range result.APIs {
		views = append(views, &model.View{
			API: api, Version: api.Latest(), Path: api.Path, Dir: api.Dir, Types: api.Types, Universe: result.Ordinary,
		})
	}
	return views
}

// theirs makes schemas as controller-gen does. What it says about the packages fails the test at its end.
func theirs(t testing.TB, patterns ...string) func(schema.Options, model.TypeID) *apiextensionsv1.JSONSchemaProps {
	t.Helper()
	roots, err := loader.LoadRoots(patterns...)
	require.NoError(t, err)
	registry := &markers.Registry{}
	require.NoError(t, crdmarkers.Register(registry))
	collector := &markers.Collector{Registry: registry}
	checker := &loader.TypeChecker{NodeFilters: []loader.NodeFilter{crd.Generator{}.CheckFilter()}}
	byPath := map[string]*loader.Package{}
	for _, root := range roots {
		byPath[root.PkgPath] = root
	}
	t.Cleanup(func() {
		for _, root := range roots {
			assert.Empty(t, root.Errors, root.PkgPath)
		}
	})
	return func(options schema.Options, id model.TypeID) *apiextensionsv1.JSONSchemaProps {
		// A parser remembers how far it came with circles, so that each type gets its own.
		parser := &crd.Parser{
			Collector:                  collector,
			Checker:                    checker,
			AllowDangerousTypes:        options.AllowDangerousTypes,
			IgnoreUnexportedFields:     options.IgnoreUnexportedFields,
			GenerateEmbeddedObjectMeta: options.EmbeddedObjectMeta,
		}
		crd.AddKnownTypes(parser)
		ident := crd.TypeIdent{Package: byPath[id.Pkg], Name: id.Name}
		parser.NeedFlattenedSchemaFor(ident)
		flat := parser.FlattenedSchemata[ident]
		if options.MaxDescriptionLength != nil {
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
	length := func(n int) *int { return &n }
	tests := map[string]schema.Options{
		"as it is":               {AllowDangerousTypes: true},
		"embedded metadata":      {AllowDangerousTypes: true, EmbeddedObjectMeta: true},
		"no descriptions":        {AllowDangerousTypes: true, MaxDescriptionLength: length(0)},
		"short descriptions":     {AllowDangerousTypes: true, MaxDescriptionLength: length(40)},
		"no limit":               {AllowDangerousTypes: true, MaxDescriptionLength: length(-1)},
		"only exported fields":   {AllowDangerousTypes: true, IgnoreUnexportedFields: true},
		"everything, long lines": {true, true, true, length(100)},
	}
	dirs := packagesBelow(t, "testdata/api")
	their := theirs(t, dirs...)
	views := viewsOf(t, dirs...)
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			var problems diag.List
			builder := schema.NewBuilder(options, &problems)
			for _, view := range views {
				for _, declared := range view.Types {
					ours := builder.For(view, declared.TypeID)
					if diff := cmp.Diff(asTree(t, their(options, declared.TypeID)), asTree(t, ours)); diff != "" {
						t.Errorf("%s.%s: theirs - ours +\n%s", view.API.Name, declared.Name, diff)
					}
				}
			}
			for _, d := range problems.Sorted() {
				assert.Regexp(t, "own/types.go:.* warning: type Any has a MarshalJSON method, and the schema of its fields", d.Format(""))
			}
		})
	}
}

func TestSchemasDoNotDependOnWhatElseIsMade(t *testing.T) {
	views := viewsOf(t, packagesBelow(t, "testdata/api")...)
	options := schema.Options{AllowDangerousTypes: true}
	var problems diag.List
	shared := schema.NewBuilder(options, &problems)
	for _, view := range slices.Backward(views) {
		for _, declared := range slices.Backward(view.Types) {
			shared.For(view, declared.TypeID)
		}
	}
	for _, view := range views {
		for _, declared := range view.Types {
			alone := schema.NewBuilder(options, &problems).For(view, declared.TypeID)
			diff := cmp.Diff(asTree(t, alone), asTree(t, shared.For(view, declared.TypeID)))
			assert.Empty(t, diff, "%s.%s", view.API.Name, declared.Name)
		}
	}
}

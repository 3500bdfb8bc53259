// SPDX-License-Identifier: Apache-2.0

package crd_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
	"github.com/stackabletech/operator-go/codegen/read"
	"github.com/stackabletech/operator-go/codegen/schema"
)

var update = flag.Bool("update", false, "rewrite the expected diagnostics")

// viewsBelow reads all packages below a folder and shows them at their versions, by import path.
func viewsBelow(t testing.TB, dir string) map[string][]*model.View {
	t.Helper()
	wd, err := os.Getwd()
	require.NoError(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	config := load.Config{Dir: wd, IsAPI: read.IsAPI, Extra: read.ExtraImports}
	for _, entry := range entries {
		config.Patterns = append(config.Patterns, "./"+filepath.Join(dir, entry.Name()))
	}
	var problems diag.List
	program, err := load.Load(t.Context(), config, &problems)
	require.NoError(t, err)
	result := read.Read(program, &problems)
	views := map[string][]*model.View{}
	for _, view := range project.Views(result.APIs, result.Referenced, result.Ordinary, &problems) {
		views[view.API.Name] = append(views[view.API.Name], view)
	}
	require.Empty(t, problems.Sorted())
	return views
}

// judge builds the definitions of a package and says what is wrong with them.
func judge(t testing.TB, views []*model.View, problems *diag.List) []*crd.Definition {
	t.Helper()
	builder := schema.NewBuilder(schema.Options{}, problems)
	var definitions []*crd.Definition
	for _, kind := range views[len(views)-1].Kinds() {
		definitions = append(definitions, crd.Build(builder, kind.Name, views, false, crd.Options{}))
	}
	for _, d := range definitions {
		d.Check(problems)
	}
	crd.Validate(t.Context(), definitions, problems)
	return definitions
}

func TestRefused(t *testing.T) {
	const dir = "testdata/refused"
	for name, views := range viewsBelow(t, dir) {
		t.Run(name, func(t *testing.T) {
			var problems diag.List
			judge(t, views, &problems)
			var got strings.Builder
			for _, d := range problems.Sorted() {
				got.WriteString(d.Format(views[0].API.Dir) + "\n")
			}
			golden := filepath.Join(dir, name, "want")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got.String())
		})
	}
}

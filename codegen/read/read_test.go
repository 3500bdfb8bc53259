// SPDX-License-Identifier: Apache-2.0

package read_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/read"
)

var update = flag.Bool("update", false, "rewrite the files that results are compared with")

// TestModel writes what was read as JSON, and compares it: nothing is emitted here.
func TestModel(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs("testdata")
	require.NoError(t, err)
	var problems diag.List
	program, err := load.Load(t.Context(), load.Config{Dir: dir, Patterns: []string{"./person"}, IsAPI: read.IsAPI, Extra: read.ExtraImports}, &problems)
	require.NoError(t, err)
	result := read.Read(program, &problems)
	require.Empty(t, problems.Sorted())
	got, err := json.MarshalIndent(result.APIs, "", "  ")
	require.NoError(t, err)
	file := filepath.Join(dir, "person", "model.json")
	if *update {
		require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(got))
}

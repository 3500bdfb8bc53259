// SPDX-License-Identifier: Apache-2.0

package versionpkg_test

import (
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/emit/versionpkg"
	"github.com/stackabletech/operator-go/codegen/model"
)

// overlay lets the go command see emitted files as part of this module, without putting them there.
func overlay(t *testing.T, view *model.View, extra map[string]string) (flag string) {
	t.Helper()
	files, err := versionpkg.Emit(view, nil)
	require.NoError(t, err)
	stored, replace := t.TempDir(), map[string]string{}
	dir, err := filepath.Abs(filepath.Join("testdata", "emitted", view.Version.Name))
	require.NoError(t, err)
	add := func(name string, content []byte) {
		path := filepath.Join(stored, name)
		require.NoError(t, os.WriteFile(path, content, 0o600))
		replace[filepath.Join(dir, name)] = path
	}
	for _, file := range files {
		formatted, err := format.Source(file.Content)
		require.NoError(t, err, "%s", file.Content)
		assert.Equal(t, string(formatted), string(file.Content))
		add(filepath.Base(file.Path), file.Content)
	}
	for name, source := range extra {
		content, err := os.ReadFile(source)
		require.NoError(t, err)
		add(name, content)
	}
	content, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	flag = filepath.Join(stored, "overlay.json")
	require.NoError(t, os.WriteFile(flag, content, 0o600))
	return "-overlay=" + flag
}

// TestEmittedCopies compiles and vets a version with every form of type, and copies random values of all its types.
func TestEmittedCopies(t *testing.T) {
	t.Parallel()
	flag := overlay(t, forms(), map[string]string{
		"copies_test.go": "testdata/copies_test.go.txt", "hidden_test.go": "testdata/hidden_test.go.txt",
	})
	for _, args := range [][]string{{"vet", flag, "./testdata/emitted/v1"}, {"test", flag, "./testdata/emitted/v1"}} {
		said, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
		require.NoError(t, err, "go %s\n%s", args[0], said)
	}
}

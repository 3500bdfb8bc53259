// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// generate runs the generator on the packages of an archive and returns the emitted definitions.
func generate(t *testing.T, archive *txtar.Archive) []*apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	dir := t.TempDir()
	root := repository(t)
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	_, requirements, _ := strings.Cut(string(mod), "\n")
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	archive.Files = append(archive.Files,
		txtar.File{Name: "go.mod", Data: []byte("module test.example.com/case\n" + requirements +
			"\nrequire github.com/stackabletech/operator-go v0.0.0\nreplace github.com/stackabletech/operator-go => " + root + "\n")},
		txtar.File{Name: "go.sum", Data: sum})
	for _, file := range archive.Files {
		if strings.HasPrefix(file.Name, "want/") {
			continue
		}
		path := filepath.Join(dir, file.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, file.Data, 0o644))
	}
	memory := &output.Memory{}
	result, err := codegen.Run(t.Context(), codegen.Options{
		Dir: dir, Patterns: []string{"./..."}, CRDs: "crds", Schema: schema.Options{AllowDangerousTypes: true},
	}, memory)
	require.NoError(t, err)
	require.False(t, result.HasErrors(), "%v", result.Diagnostics)
	var crds []*apiextensionsv1.CustomResourceDefinition
	for _, file := range memory.Files {
		if isCRD(file.Path) {
			crds = append(crds, readCRD(t, file.Content))
		}
	}
	require.NotEmpty(t, crds)
	return crds
}

// TestEveryCaseIsEstablished installs what the generator makes of all its cases: the real server accepts each.
func TestEveryCaseIsEstablished(t *testing.T) {
	paths, err := filepath.Glob("../testdata/pass/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			require.NoError(t, err)
			install(t, generate(t, archive)...)
		})
	}
}

// TestPublishedDefinitionsAreEstablished installs the files that a release publishes.
func TestPublishedDefinitionsAreEstablished(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(repository(t), "crds", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			install(t, readCRD(t, content))
		})
	}
}

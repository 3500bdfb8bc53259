// SPDX-License-Identifier: Apache-2.0

package peers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/hack/peers/realapi"
)

// variant is one API with some versions.
type variant struct {
	name     string
	api      realapi.API
	versions []string
}

var variants = []variant{
	{"gateway", realapi.Gateway, []string{"v1"}},
	{"monitoring", realapi.Monitoring, []string{"v1"}},
	{"gateway in two versions", realapi.Gateway, []string{"v1beta1", "v1"}},
}

// module copies the API of a variant into a module of its own.
func (v variant) module(t testing.TB) *realapi.Module {
	t.Helper()
	module, err := realapi.NewModule(t.Context(), t.TempDir())
	require.NoError(t, err)
	_, err = module.Add(t.Context(), v.api, v.versions...)
	require.NoError(t, err)
	return module
}

// packages are the import paths of the emitted packages of the versions.
func (v variant) packages() []string {
	var paths []string
	for _, version := range v.versions {
		paths = append(paths, realapi.ModulePath+"/apis/"+v.api.Name+"/"+version)
	}
	return paths
}

// nameGroup tells code-generator the group, which it reads from files called doc.go only.
func (v variant) nameGroup(t *testing.T, module *realapi.Module) {
	t.Helper()
	for _, version := range v.versions {
		doc := fmt.Sprintf("// +groupName=%s\npackage %s\n", v.api.Group, version)
		require.NoError(t, os.WriteFile(filepath.Join(module.Dir, "apis", v.api.Name, version, "doc.go"), []byte(doc), 0o644))
	}
}

// generate emits everything for all API packages of a module.
func generate(t testing.TB, module *realapi.Module, out output.Output) {
	t.Helper()
	result, err := codegen.Run(t.Context(), codegen.Options{
		Dir: module.Dir, Patterns: []string{"./..."}, CRDs: "crds", Clients: "generated",
	}, out)
	require.NoError(t, err)
	for _, d := range result.Diagnostics {
		require.False(t, result.HasErrors(), "%s", d.Format(module.Dir))
	}
}

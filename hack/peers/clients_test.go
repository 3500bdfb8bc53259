// SPDX-License-Identifier: Apache-2.0

package peers_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/output"
	"github.com/stackabletech/operator-go/hack/peers/realapi"
	"github.com/stackabletech/operator-go/hack/peers/surface"
	"github.com/stackabletech/operator-go/hack/peers/tools"
)

// openAPI is a document without definitions. With it code-generator emits Extract functions, whose signatures do not
// depend on what is in it.
const openAPI = `{"swagger": "2.0", "info": {"title": "none", "version": "none"}, "paths": {}}`

// TestClientsHaveTheSurfaceOfCodeGenerator compares every exported name, signature and method. There is no list of
// exceptions: what docs/adr/003 names as different on purpose is said by the markers of the emitted packages, which
// code-generator reads here.
func TestClientsHaveTheSurfaceOfCodeGenerator(t *testing.T) {
	t.Parallel()
	built, err := tools.Build(t.Context(), t.TempDir(), tools.ApplyConfigurationGen, tools.ClientGen, tools.ListerGen, tools.InformerGen)
	require.NoError(t, err)
	for _, v := range append(slices.Clone(variants), variant{"options of genclient", realapi.Options, []string{"v1"}}) {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			module := v.module(t)
			generate(t, module, output.Disk{})
			require.NoError(t, os.WriteFile(filepath.Join(module.Dir, "openapi.json"), []byte(openAPI), 0o644))
			v.nameGroup(t, module)
			for _, command := range built.Clients(tools.Job{
				Dir: module.Dir, Module: realapi.ModulePath, Packages: v.packages(), Clients: "theirs", OpenAPI: "openapi.json",
			}) {
				require.NoError(t, command.Run(t.Context()))
			}
			theirs, err := surface.Of(t.Context(), module.Dir, realapi.ModulePath+"/theirs")
			require.NoError(t, err)
			ours, err := surface.Of(t.Context(), module.Dir, realapi.ModulePath+"/generated")
			require.NoError(t, err)
			assert.Greater(t, len(theirs), 8, "applyconfiguration, clientset, informers and listers have more packages")
			assert.Empty(t, surface.Compare(theirs, ours), "theirs - ours +")
		})
	}
}

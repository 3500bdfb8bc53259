// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKubernetesVersion(t *testing.T) {
	t.Parallel()
	const clientGo = "k8s.io/client-go"
	for _, c := range []struct {
		name, reason string
		modules      []*debug.Module
		want         string
	}{
		{"release", "modules of Kubernetes 1.X are v0.X", []*debug.Module{{Path: "a", Version: "v0.1.2"}, {Path: clientGo, Version: "v0.37.2"}}, "1.37.2"},
		{"candidate", "it is its own schema", []*debug.Module{{Path: clientGo, Version: "v0.38.0-rc.1"}}, "1.38.0-rc.1"},
		{"replaced", "what is compiled in counts", []*debug.Module{{Path: clientGo, Version: "v0.37.2", Replace: &debug.Module{Path: "example.com/fork", Version: "v0.36.1"}}}, "1.36.1"},
		{"replaced by a folder", "nobody knows what is in it", []*debug.Module{{Path: clientGo, Version: "v0.37.2", Replace: &debug.Module{Path: "../fork"}}}, ""},
		{"commit", "it is no release", []*debug.Module{{Path: clientGo, Version: "v0.0.0-20260721132016-d427ff9ee9ad"}}, ""},
		{"old numbering", "v12 and before have none", []*debug.Module{{Path: clientGo, Version: "v12.0.0+incompatible"}}, ""},
		{"other modules", "client-go may be missing", []*debug.Module{{Path: "k8s.io/api", Version: "v0.37.2"}}, ""},
		{"no modules", "test binaries list none", nil, ""},
	} {
		assert.Equal(t, c.want, kubernetesOf(c.modules), "%s: %s", c.name, c.reason)
	}
}

func TestUnknownField(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "unknown field of the compiled-in schema, which is that of Kubernetes 1.37.2", unknownFieldOf("1.37.2").Reason)
	assert.Equal(t, "unknown field of the compiled-in schema", unknownFieldOf("").Reason)
}

// TestCommandKnowsKubernetes builds a command, since test binaries do not know their modules.
func TestCommandKnowsKubernetes(t *testing.T) {
	t.Parallel()
	module, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Version}}", "k8s.io/client-go").Output()
	require.NoError(t, err)
	release := strings.TrimPrefix(strings.TrimSpace(string(module)), "v0")
	got, err := exec.CommandContext(t.Context(), "go", "run", "./testdata/unknown").CombinedOutput()
	require.NoError(t, err, string(got))
	assert.Equal(t, "spce: unknown field of the compiled-in schema, which is that of Kubernetes 1"+release+"\n", string(got))
}

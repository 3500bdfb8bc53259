// SPDX-License-Identifier: Apache-2.0

package load

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGoEnvReadsWhatGoEnvHasKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "env")
	require.NoError(t, os.WriteFile(file, []byte("GOFLAGS=-tags=kept,more -mod=mod\nGOWORK=off\n"), 0o644))
	t.Setenv("GOENV", file)
	t.Setenv("GOFLAGS", "")
	assert.Equal(t, []string{"kept", "more"}, tagsOf(goEnv("GOFLAGS")))
	assert.Equal(t, "off", goEnv("GOWORK"))
	t.Setenv("GOFLAGS", "--tags=said")
	assert.Equal(t, []string{"said"}, tagsOf(goEnv("GOFLAGS")), "the environment comes first")
	t.Setenv("GOENV", "off")
	assert.Empty(t, goEnv("GOWORK"))
}

// SPDX-License-Identifier: Apache-2.0

package marker_test

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/marker"
)

var update = flag.Bool("update", false, "rewrite docs/markers.md")

func TestReferenceIsUpToDate(t *testing.T) {
	t.Parallel()
	const path = "../../docs/markers.md"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(marker.Markdown()), 0o644))
	}
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, marker.Markdown(), string(content), "run go test ./codegen/marker -update")
}

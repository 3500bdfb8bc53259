// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// TestFail holds the generator to its diagnostics: every case of testdata/fail has input that is at fault, and the
// lines that say so, each with its exact position.
func TestFail(t *testing.T) {
	t.Parallel()
	for _, path := range cases(t, "fail") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := loadCase(t, path)
			result, memory := c.run(t)
			got := c.diagnostics(result)
			assert.True(t, result.HasErrors(), "a case in testdata/fail must have an error")
			assert.Empty(t, memory.Files, "nothing is emitted when there is an error")
			if *update {
				c.rewrite(t, []txtar.File{{Name: "diagnostics", Data: []byte(got)}})
				return
			}
			require.Equal(t, c.expected("diagnostics"), got)
		})
	}
}

// TestEnoughCases keeps the number of cases from shrinking unnoticed.
func TestEnoughCases(t *testing.T) {
	t.Parallel()
	assert.GreaterOrEqual(t, len(cases(t, "fail")), 75)
	assert.GreaterOrEqual(t, len(cases(t, "pass")), 25)
}

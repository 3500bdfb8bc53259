// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// TestPass compares what the generator makes of the cases in testdata/pass with the files that they expect. A line
// "golden: PATTERN..." in the comment of a case says which files it is about; types and CRDs unless said. All of them are
// type-checked.
func TestPass(t *testing.T) {
	t.Parallel()
	checker := newTypeChecker()
	for _, path := range cases(t, "pass") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := loadCase(t, path)
			result, memory := c.run(t)
			require.False(t, result.HasErrors(), c.diagnostics(result))
			checker.check(t, c.dir, memory.Files)
			made := []txtar.File{}
			if said := c.diagnostics(result); said != "" {
				made = append(made, txtar.File{Name: "diagnostics", Data: []byte(said)})
			}
			for _, file := range memory.Files {
				name, err := filepath.Rel(c.dir, file.Path)
				require.NoError(t, err)
				if c.golden(name) {
					made = append(made, txtar.File{Name: "want/" + name, Data: file.Content})
				}
			}
			slices.SortFunc(made, func(a, b txtar.File) int { return strings.Compare(a.Name, b.Name) })
			if *update {
				c.rewrite(t, made)
				return
			}
			var want []string
			for _, file := range c.archive.Files {
				if expectation(file.Name) {
					want = append(want, file.Name)
				}
			}
			slices.Sort(want)
			var got []string
			for _, file := range made {
				got = append(got, file.Name)
				if diff := cmp.Diff(c.expected(file.Name), string(file.Data)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", file.Name, diff)
				}
			}
			assert.Equal(t, want, got)
		})
	}
}

func (c *testCase) golden(name string) bool {
	patterns := c.line("golden")
	if patterns == nil {
		patterns = []string{"crds/*", "*/*/zz_generated.versioned.types.go"}
	}
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		match, err := filepath.Match(pattern, name)
		return err == nil && match
	})
}

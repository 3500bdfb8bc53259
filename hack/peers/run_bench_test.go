// SPDX-License-Identifier: Apache-2.0

package peers_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/output"
)

// BenchmarkRun generates everything for an API in memory: what a run costs without the start of the process, and
// without the go command, which lists the imports in a process of its own.
func BenchmarkRun(b *testing.B) {
	for _, v := range variants {
		module := v.module(b)
		run := func(b *testing.B, lister func() *load.Lister) {
			for b.Loop() {
				result, err := codegen.Run(b.Context(), codegen.Options{
					Dir: module.Dir, Patterns: []string{"./apis/" + v.api.Name}, CRDs: "crds", Clients: "generated", Lister: lister(),
				}, &output.Memory{})
				require.NoError(b, err)
				require.False(b, result.HasErrors())
			}
		}
		b.Run(v.name+"/all", func(b *testing.B) {
			run(b, func() *load.Lister { return nil })
		})
		b.Run(v.name+"/without the go command", func(b *testing.B) {
			shared := &load.Lister{}
			run(b, func() *load.Lister { return shared })
		})
	}
}

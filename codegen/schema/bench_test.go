// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"testing"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// BenchmarkBuilder makes the schemas of all kinds below testdata/api as one run does, among them one with a
// PodTemplateSpec and volumes, and one that has the sources of volumes inlined.
func BenchmarkBuilder(b *testing.B) {
	views := viewsOf(b, packagesBelow(b, "testdata/api")...)
	for b.Loop() {
		var problems diag.List
		builder := schema.NewBuilder(schema.Options{AllowDangerousTypes: true}, &problems)
		for _, view := range views {
			for _, kind := range view.Kinds() {
				builder.For(view, kind.TypeID)
			}
		}
		if problems.HasErrors() {
			b.Fatal(problems.Sorted())
		}
	}
}

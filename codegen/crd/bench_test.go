// SPDX-License-Identifier: Apache-2.0

package crd_test

import (
	"fmt"
	"testing"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// BenchmarkDefinitions measures all that happens to the definitions of the packages below testdata/accepted: to two
// kinds of one version, of which one is a large one, and to one kind of four versions and two of one and two.
func BenchmarkDefinitions(b *testing.B) {
	views := viewsBelow(b, "testdata/accepted")
	build := func(problems *diag.List) []*crd.Definition {
		builder := schema.NewBuilder(schema.Options{}, problems)
		var all []*crd.Definition
		for _, name := range []string{"single", "versions"} {
			for _, kind := range views[name][len(views[name])-1].Kinds() {
				all = append(all, crd.Build(builder, kind.Name, views[name], false, crd.Options{}))
			}
		}
		return all
	}
	var problems diag.List
	definitions := build(&problems)
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			build(&problems)
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			for _, d := range definitions {
				d.Check(&problems)
			}
		}
	})
	b.Run("validate", func(b *testing.B) {
		for b.Loop() {
			crd.Validate(b.Context(), definitions, &problems)
		}
	})
	b.Run("write", func(b *testing.B) {
		size := 0
		for b.Loop() {
			size = 0
			for _, d := range definitions {
				file, err := d.File("/crds", header.Header{}, &problems)
				if err != nil {
					b.Fatal(err)
				}
				size += len(file.Content)
			}
		}
		b.SetBytes(int64(size))
	})
	if found := problems.Sorted(); len(found) > 0 {
		b.Fatal(fmt.Sprint(found))
	}
}

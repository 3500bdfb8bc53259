// SPDX-License-Identifier: Apache-2.0

package clients_test

import (
	"fmt"
	"testing"

	"github.com/stackabletech/operator-go/codegen/emit/clients"
	"github.com/stackabletech/operator-go/codegen/model"
)

// BenchmarkEmit emits the clients of an API as large as they come: 40 kinds and 600 types.
func BenchmarkEmit(b *testing.B) {
	const kinds, parts = 40, 14
	e := example{dir: "/src", importPath: "example.com/src", universe: ordinary()}
	api := &model.API{Path: "example.com/src/apis/large", Name: "large", Dir: "/src/apis/large", Group: "large.example.com"}
	view := e.view(api, "v1", func(local func(string) *model.Expr) []*model.Type {
		var types []*model.Type
		for i := range kinds {
			kind := fmt.Sprintf("Kind%d", i)
			var fields []*model.Field
			for j := range parts {
				part := fmt.Sprintf("%sPart%d", kind, j)
				fields = append(fields, field(part, slice(local(part)), fmt.Sprintf("part%d,omitempty", j), "listType=map", "listMapKey=name"))
				types = append(types, structure(part,
					field("Name", text, "name"),
					field("Replicas", pointer(model.BasicExpr("int32")), "replicas,omitempty"),
					field("Labels", mapping(text), "labels,omitempty"),
					field("Arguments", slice(text), "arguments,omitempty"),
					field("Template", model.NamedExpr(corePackage, "PodTemplateSpec"), "template,omitempty"),
					field("Selector", pointer(model.NamedExpr(metaPackage, "LabelSelector")), "selector,omitempty")))
			}
			types = append(types, root(kind, &model.Root{Plural: fmt.Sprintf("kind%ds", i), Namespaced: true}, fields...))
		}
		return types
	})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := clients.Emit([]*model.View{view}, clients.Target{Dir: "/src/generated", ImportPath: "example.com/src/generated"}); err != nil {
			b.Fatal(err)
		}
	}
}

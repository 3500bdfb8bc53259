// SPDX-License-Identifier: Apache-2.0

package clients_test

import (
	"go/format"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/emit/clients"
	"github.com/stackabletech/operator-go/codegen/model"
)

// TestOddTypes emits clients for types that other stages may let through: nothing of it may take the run down.
func TestOddTypes(t *testing.T) {
	t.Parallel()
	e := example{dir: "/src", importPath: "example.com/src", universe: ordinary()}
	api := &model.API{Path: "example.com/src/apis/3-odd.things", Name: "odd", Dir: "/src/apis/3-odd.things", Group: "3odd.example.com"}
	declared := func(name string, by *model.Expr) *model.Type {
		return &model.Type{TypeID: model.TypeID{Name: name}, Underlying: by}
	}
	view := e.view(api, "v1", func(local func(string) *model.Expr) []*model.Type {
		circle := declared("Circle", local("Circle"))
		file := structure("File")
		file.SchemaFile = &model.SchemaFile{Content: []byte("type: [no schema\n")}
		empty := structure("Empty")
		return []*model.Type{
			root("Type", &model.Root{Plural: "types", Namespaced: true},
				field("Self", pointer(local("Type")), "self,omitempty"),
				field("Tree", local("Tree"), "tree,omitempty"),
				field("Trees", mapping(local("Tree")), "trees,omitempty"),
				field("Unknown", model.NamedExpr("example.com/unknown", "Unknown"), "unknown,omitempty"),
				field("Unknowns", slice(model.NamedExpr("example.com/unknown-things/v2", "Unknown")), "unknowns,omitempty"),
				field("Error", model.NamedExpr("", "error"), "error,omitempty"),
				field("Any", &model.Expr{Kind: model.Interface}, "any,omitempty"),
				field("Array", &model.Expr{Kind: model.Array, Len: 3, Elem: local("Loop")}, "array,omitempty"),
				field("Deep", pointer(pointer(slice(pointer(local("Loop"))))), "deep,omitempty"),
				field("Circle", local("Circle"), "circle,omitempty"),
				field("File", local("File"), "file,omitempty"),
				field("Empty", local("Empty"), "empty,omitempty"),
				field("Pointer", local("Pointer"), "pointer,omitempty", `default={"a":1}`, "default=", "kubebuilder:default:=ref(X)"),
				field("Same_test", local("Loop"), "sameTest,omitempty", "listType=map", "structType=none")),
			structure("Loop",
				embedded("Loop2", pointer(local("Loop2")), ",inline"),
				field("Loop", slice(local("Loop")), "loop,omitempty", "kubebuilder:validation:items:Type=string")),
			structure("Loop2", embedded("Loop", local("Loop"), ",inline"), embedded("Circle", local("Circle"), ",inline")),
			structure("LOOP", field("A", text, "a"), field("A", text, "a")),
			structure("Loop_test", field("A", text, "a`b"), field("LOOP", local("LOOP"), "loop")),
			declared("Tree", slice(local("Tree"))),
			declared("Pointer", pointer(local("Loop"))),
			circle, file, empty,
		}
	})
	files, err := clients.Emit([]*model.View{view}, clients.Target{Dir: "/src/generated", ImportPath: "example.com/src/generated"})
	require.NoError(t, err)
	paths := map[string]bool{}
	for _, file := range files {
		assert.False(t, paths[file.Path], "%s is emitted twice", file.Path)
		paths[file.Path] = true
		_, err := format.Source(file.Content)
		require.NoError(t, err, file.Path)
	}
}

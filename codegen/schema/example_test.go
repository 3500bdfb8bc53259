// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"fmt"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func ExampleBuilder_For() {
	id := model.TypeID{Pkg: "example.com/v1", Name: "Size"}
	view := &model.View{
		Path: id.Pkg,
		Types: []*model.Type{{
			TypeID:     id,
			Underlying: model.BasicExpr("int32"),
			Markers:    []model.Marker{{Name: "kubebuilder:validation:Minimum", Text: "kubebuilder:validation:Minimum=1"}},
		}},
		Universe: model.NewUniverse(),
	}
	var problems diag.List
	made := schema.NewBuilder(schema.Options{}, &problems).For(view, id)
	fmt.Println(made.Type, made.Format, *made.Minimum, problems.HasErrors())
	// Output: integer int32 1 false
}

func ExampleWalk() {
	view := viewWith(
		structOf("Thing", field("Spec", named("ThingSpec"))),
		structOf("ThingSpec", field("Replicas", basic("int32"), "optional")),
	)
	var problems diag.List
	root := schema.NewBuilder(schema.Options{}, &problems).For(view, model.TypeID{Pkg: pkg, Name: "Thing"})
	names, _ := schema.Path(".spec.replicas")
	for _, step := range schema.Walk(root, names) {
		fmt.Println(step.Name, step.Schema.Type, step.Always())
	}
	// Output:
	// spec object true
	// replicas integer false
}

func ExampleLocate() {
	view := viewWith(
		structOf("Thing", field("Spec", named("ThingSpec"))),
		structOf("ThingSpec", field("Words", listOf(named("Word")))),
		typeOf("Word", basic("string")),
	)
	found := schema.Locate(view, model.TypeID{Pkg: pkg, Name: "Thing"}, []string{"spec", "words", schema.Elem})
	fmt.Println(found.Fields[0].Name, found.Fields[1].Name, found.Types[0].Name, found.Exact)
	// Output: Spec Words Word true
}

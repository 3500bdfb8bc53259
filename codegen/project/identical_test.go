// SPDX-License-Identifier: Apache-2.0

package project_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

func TestIdenticalAsksForTheJSON(t *testing.T) {
	t.Parallel()
	renamed := &model.History{Changed: []model.Changed{{Since: "v1", FromName: "Former", FromJSON: "former"}}}
	for _, test := range []struct {
		reason string
		field  model.Field
		want   bool
	}{
		{"another name in JSON is another JSON", model.Field{Name: "Name", JSON: "name", History: renamed}, false},
		{"what is inlined has no name in JSON that could change", model.Field{Name: "Base", Embedded: true, Inline: true, History: renamed}, true},
		{"what is left out of JSON has no name there either", model.Field{Name: "Name", Skipped: true, History: renamed}, true},
		{
			"another name in Go alone is the same JSON",
			model.Field{Name: "Name", JSON: "name", History: &model.History{Changed: []model.Changed{{Since: "v1", FromName: "Former", FromJSON: "name"}}}},
			true,
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			t.Parallel()
			test.field.Type = model.BasicExpr("string")
			root := &model.Type{
				TypeID: model.TypeID{Pkg: "example.com/api", Name: "Person"}, Root: &model.Root{},
				Underlying: &model.Expr{Kind: model.Struct}, Fields: []*model.Field{&test.field},
			}
			api := &model.API{Path: "example.com/api", Versions: []model.Version{{Name: "v1alpha1"}, {Name: "v1"}}, Types: []*model.Type{root}}
			assert.Equal(t, test.want, project.Identical(root, []*model.API{api}))
		})
	}
}

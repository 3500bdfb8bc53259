// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/model"
)

func TestDeclaration(t *testing.T) {
	t.Parallel()
	const pkg = "example.com/a"
	types := map[model.TypeID]*model.Type{}
	declare := func(name string, underlying *model.Expr) *model.Type {
		id := model.TypeID{Pkg: pkg, Name: name}
		types[id] = &model.Type{TypeID: id, Underlying: underlying}
		return types[id]
	}
	named := func(name string) *model.Expr { return model.NamedExpr(pkg, name) }
	object := declare("Object", &model.Expr{Kind: model.Struct})
	lookup := func(id model.TypeID) *model.Type { return types[id] }
	for _, tc := range []struct {
		of, want *model.Type
		reason   string
	}{
		{object, object, "a struct is its own"},
		{declare("A", named("Object")), object, "one name"},
		{declare("B", named("A")), object, "two names"},
		{declare("C", named("Missing")), nil, "one that is not known"},
		{declare("D", named("D")), nil, "a circle"},
		{declare("E", nil), nil, "one that could not be read"},
		{nil, nil, "none"},
	} {
		assert.Same(t, tc.want, model.Declaration(tc.of, lookup), tc.reason)
	}
	pointer := declare("P", &model.Expr{Kind: model.Pointer, Elem: named("A")})
	assert.Same(t, pointer, model.Declaration(pointer, lookup), "what a pointer points to is another matter")
}

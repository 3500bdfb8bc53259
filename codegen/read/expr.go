// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/types"

	"github.com/stackabletech/operator-go/codegen/model"
)

// toExpr translates a type as the compiler knows it. Type parameters, instances of generic types, functions and
// channels come out as model.Other, and so does everything that the compiler could not make sense of.
func toExpr(t types.Type) *model.Expr {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.Invalid || t.Kind() == types.UnsafePointer {
			return other(t)
		}
		return model.BasicExpr(t.Name())
	case *types.Alias:
		if t.TypeArgs().Len() > 0 {
			return other(t)
		}
		if t.Obj().Pkg() == nil { // any
			return toExpr(types.Unalias(t))
		}
		return named(t.Obj())
	case *types.Named:
		if t.TypeArgs().Len() > 0 {
			return other(t)
		}
		return named(t.Obj())
	case *types.Pointer:
		return &model.Expr{Kind: model.Pointer, Elem: toExpr(t.Elem())}
	case *types.Slice:
		return &model.Expr{Kind: model.Slice, Elem: toExpr(t.Elem())}
	case *types.Array:
		return &model.Expr{Kind: model.Array, Elem: toExpr(t.Elem()), Len: t.Len()}
	case *types.Map:
		return &model.Expr{Kind: model.Map, Key: toExpr(t.Key()), Elem: toExpr(t.Elem())}
	case *types.Struct:
		return &model.Expr{Kind: model.Struct}
	case *types.Interface:
		return &model.Expr{Kind: model.Interface, Name: interfaceName(t)}
	default:
		return other(t)
	}
}

// interfaceName is "any" for the empty interface, the only one that can be written without naming methods.
func interfaceName(t *types.Interface) string {
	if t.Empty() {
		return "any"
	}
	return t.String()
}

func named(obj *types.TypeName) *model.Expr {
	if obj.Pkg() == nil {
		return model.NamedExpr("", obj.Name())
	}
	return model.NamedExpr(obj.Pkg().Path(), obj.Name())
}

func other(t types.Type) *model.Expr { return &model.Expr{Kind: model.Other, Name: t.String()} }

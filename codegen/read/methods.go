// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/types"

	"github.com/stackabletech/operator-go/codegen/model"
)

// formOf tells how a type becomes JSON, by the methods it has or inherits from embedded fields.
func formOf(t types.Type) model.Form {
	switch {
	case signature(t, "MarshalJSON") == "func() ([]byte, error)":
		return model.OwnJSON
	case signature(t, "MarshalText") == "func() ([]byte, error)":
		return model.OwnText
	}
	return model.Structural
}

// declaresJSON reports whether the type itself, not one that it embeds, has a method that makes its JSON.
func declaresJSON(t types.Type) bool {
	for _, name := range []string{"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText"} {
		if _, index, _ := types.LookupFieldOrMethod(t, true, nil, name); len(index) == 1 && signature(t, name) != "" {
			return true
		}
	}
	return false
}

func deepCopyOf(t types.Type) model.DeepCopy {
	if own(t, "DeepCopyInto") {
		return model.CopyInto
	}
	if !own(t, "DeepCopy") {
		return model.CopyByShape
	}
	method := lookup(t, "DeepCopy")
	if method.Signature().Params().Len() != 0 || method.Signature().Results().Len() != 1 {
		return model.CopyByShape
	}
	if _, isPointer := method.Signature().Results().At(0).Type().(*types.Pointer); isPointer {
		return model.CopyReturnsPointer
	}
	return model.CopyReturns
}

func own(t types.Type, name string) bool {
	obj, index, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, isFunc := obj.(*types.Func)
	return isFunc && len(index) == 1
}

func lookup(t types.Type, name string) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	f, _ := obj.(*types.Func)
	return f
}

// signature writes a method's parameters and results without their names; "" if there is no such method.
func signature(t types.Type, name string) string {
	f := lookup(t, name)
	if f == nil {
		return ""
	}
	s := f.Signature()
	return types.TypeString(types.NewSignatureType(nil, nil, nil, unnamed(s.Params()), unnamed(s.Results()), s.Variadic()), nil)
}

func unnamed(tuple *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, tuple.Len())
	for i := range vars {
		vars[i] = types.NewParam(0, nil, "", tuple.At(i).Type())
	}
	return types.NewTuple(vars...)
}

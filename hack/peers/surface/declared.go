// SPDX-License-Identifier: Apache-2.0

package surface

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// declared describes a type: what it is, its exported fields, and its methods.
func (w writer) declared(name *types.TypeName) []string {
	if name.IsAlias() {
		return []string{"type = " + w.typ(types.Unalias(name.Type()))}
	}
	var lines []string
	switch u := name.Type().Underlying().(type) {
	case *types.Struct:
		lines = append(lines, "type struct")
		lines = append(lines, w.fields(u)...)
	case *types.Interface:
		lines = append(lines, "type interface")
	default:
		lines = append(lines, "type "+w.typ(u))
	}
	return append(lines, w.methods(name.Type())...)
}

func (w writer) fields(s *types.Struct) []string {
	var lines []string
	for i := range s.NumFields() {
		field := s.Field(i)
		if !field.Exported() {
			continue
		}
		label := field.Name()
		if field.Embedded() {
			label = "(embedded) " + label
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("field %s %s %s", label, w.typ(field.Type()), s.Tag(i)), " "))
	}
	slices.Sort(lines)
	return lines
}

// methods are those of a pointer to the type, those that the type itself has marked as such.
func (w writer) methods(t types.Type) []string {
	byValue := types.NewMethodSet(t)
	all := byValue
	if !types.IsInterface(t) {
		all = types.NewMethodSet(types.NewPointer(t))
	}
	var lines []string
	for i := range all.Len() {
		method := all.At(i).Obj()
		if !method.Exported() {
			continue
		}
		receiver := "*"
		if byValue.Lookup(method.Pkg(), method.Name()) != nil {
			receiver = ""
		}
		signature, ok := all.At(i).Type().(*types.Signature)
		if !ok {
			continue
		}
		lines = append(lines, fmt.Sprintf("method %s%s%s", receiver, method.Name(), w.signature(signature)))
	}
	return lines
}

// signature writes parameters and results without their names.
func (w writer) signature(s *types.Signature) string {
	unnamed := types.NewSignatureType(nil, nil, nil, w.unnamed(s.Params()), w.unnamed(s.Results()), s.Variadic())
	var parameters []string
	for p := range s.TypeParams().TypeParams() {
		parameters = append(parameters, p.Obj().Name()+" "+w.typ(p.Constraint()))
	}
	text := strings.TrimPrefix(w.typ(unnamed), "func")
	if len(parameters) > 0 {
		text = "[" + strings.Join(parameters, ", ") + "]" + text
	}
	return text
}

func (w writer) unnamed(tuple *types.Tuple) *types.Tuple {
	var list []*types.Var
	for v := range tuple.Variables() {
		list = append(list, types.NewParam(v.Pos(), v.Pkg(), "", v.Type()))
	}
	return types.NewTuple(list...)
}

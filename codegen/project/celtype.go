// SPDX-License-Identifier: Apache-2.0

package project

import (
	"maps"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"

	"github.com/stackabletech/operator-go/codegen/model"
)

// nothing is the type of what has no fields and stands for any type: a literal, null, an empty list, an empty map, no value.
var nothing = &model.Expr{Kind: model.Other, Name: "nothing"}

// alike returns the type of a value that is one of two, nil if they differ.
func alike(a, b *model.Expr) *model.Expr {
	switch {
	case a == nothing:
		return b
	case b == nothing || a.Deref().Equal(b.Deref()):
		return a
	}
	return nil
}

// listOf returns the type of a list; nil where nothing is known of its elements.
func listOf(elem *model.Expr) *model.Expr {
	if elem == nil || isRetyped(elem) {
		return elem
	}
	return &model.Expr{Kind: model.Slice, Elem: elem}
}

// list is a list in brackets, all elements of which have to have the same type.
func (w *celWalk) list(l ast.ListExpr, scope map[string]*model.Expr) *model.Expr {
	elem := nothing
	for _, element := range l.Elements() {
		elem = alike(elem, w.visit(element, scope))
	}
	if elem == nothing {
		return nothing
	}
	return listOf(elem)
}

// mapping is a map in braces.
func (w *celWalk) mapping(m ast.MapExpr, scope map[string]*model.Expr) *model.Expr {
	elem := nothing
	for _, entry := range m.Entries() {
		w.visit(entry.AsMapEntry().Key(), scope)
		elem = alike(elem, w.visit(entry.AsMapEntry().Value(), scope))
	}
	if elem == nothing || elem == nil {
		return elem
	}
	return mapOf(elem)
}

func mapOf(elem *model.Expr) *model.Expr {
	return &model.Expr{Kind: model.Map, Key: model.BasicExpr("string"), Elem: elem}
}

// call returns the type of a call. An optional value has the type of what it may hold: nothing else is selected from it.
func (w *celWalk) call(e ast.Expr, scope map[string]*model.Expr) *model.Expr {
	c := e.AsCall()
	name, args := c.FunctionName(), c.Args()
	if c.IsMemberFunction() {
		target := w.visit(c.Target(), scope)
		if isMacro(name) && len(args) >= 2 && args[0].Kind() == ast.IdentKind {
			return w.macro(name, target, args, scope)
		}
		types := w.visitAll(args, scope)
		w.arguments(name, c.Target(), target, args, types)
		return w.method(name, target, types)
	}
	if name == operators.OptSelect && len(args) == 2 && args[1].Kind() == ast.LiteralKind {
		field, _ := args[1].AsLiteral().Value().(string)
		return w.rename(w.visit(args[0], scope), field, w.nameAfter(w.start(e), field))
	}
	types := w.visitAll(args, scope)
	switch {
	case isComparison(name) && len(args) == 2:
		w.literals(args[0], types[1])
		w.literals(args[1], types[0])
	case name == operators.In && len(args) == 2:
		w.literals(args[0], w.members(types[1]))
		w.keys(args[1], types[0])
	case (name == operators.Index || name == operators.OptIndex) && len(args) == 2:
		if args[0].Kind() == ast.MapKind {
			w.keys(args[0], types[1])
		}
		return w.index(types[0], args[1])
	case name == operators.Conditional && len(args) == 3:
		w.literals(args[1], types[2])
		w.literals(args[2], types[1])
		return alike(types[1], types[2])
	case name == operators.Add && len(args) == 2:
		return w.sum(alike(types[0], types[1]))
	case isConversion(name) && len(args) == 1:
		return types[0]
	}
	return nil
}

func isComparison(name string) bool {
	switch name {
	case operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		return true
	}
	return false
}

// arguments translates the literals among the arguments of a method, as far as it is known what they are compared with. What is a
// part of a text, or a pattern for it, is none.
func (w *celWalk) arguments(name string, on ast.Expr, target *model.Expr, args []ast.Expr, types []*model.Expr) {
	switch {
	case on.Kind() == ast.IdentKind && on.AsIdent() == "sets" && len(args) == 2:
		w.literals(args[0], types[1])
		w.literals(args[1], types[0])
	case (name == "orValue" || name == "or") && len(args) == 1:
		w.literals(args[0], target)
	case element(w.projector, target) != nil:
		for _, arg := range args {
			w.literals(arg, element(w.projector, target))
		}
	default:
		if all, _ := w.projector.constants(target); len(all) == 0 {
			for _, arg := range args {
				w.literals(arg, target)
			}
		}
	}
}

// sum returns the type of a sum of values of a type: it is the same for lists, and texts and numbers have no fields, and are
// no constants any more.
func (w *celWalk) sum(of *model.Expr) *model.Expr {
	if of == nil || isRetyped(of) || element(w.projector, of) != nil {
		return of
	}
	return nothing
}

// method returns the type of what a function makes of the value that it is called on.
func (w *celWalk) method(name string, target *model.Expr, args []*model.Expr) *model.Expr {
	switch {
	case (name == "orValue" || name == "or") && len(args) == 1:
		return alike(target, args[0])
	case (name == "of" || name == "ofNonZeroValue") && len(args) == 1:
		return args[0] // of "optional"
	case name == "none":
		return nothing
	case name == "first" || name == "last":
		return element(w.projector, target)
	case name == "value" || name == "reverse" || name == "slice" || name == "distinct":
		return target
	}
	return nil
}

func (w *celWalk) visitAll(args []ast.Expr, scope map[string]*model.Expr) []*model.Expr {
	types := make([]*model.Expr, len(args))
	for i, arg := range args {
		types[i] = w.visit(arg, scope)
	}
	return types
}

// index is an element of a list or map. The API server takes dyn(self)["name"] for a field as well; there the name is
// found if it is an ordinary string.
func (w *celWalk) index(operand *model.Expr, key ast.Expr) *model.Expr {
	if key.Kind() == ast.LiteralKind {
		name, ok := key.AsLiteral().Value().(string)
		if t := w.latest(operand); ok && (operand == nil || t != nil && t.IsStruct()) {
			return w.rename(operand, name, w.nameAt(w.start(key)+1, name))
		}
	}
	w.literals(key, w.key(operand))
	return element(w.projector, operand)
}

func isMacro(name string) bool {
	switch name {
	case "all", "exists", "exists_one", "existsOne", "map", "filter", "sortBy", "transformList", "transformMap",
		"transformMapEntry", "optMap", "optFlatMap":
		return true
	}
	return false
}

// macro visits the body of a macro, in which its variables stand for elements of what it is called on, or for the value
// of an optional.
func (w *celWalk) macro(name string, target *model.Expr, args []ast.Expr, scope map[string]*model.Expr) *model.Expr {
	inner := maps.Clone(scope)
	key := w.key(target)
	isMap := key != nil
	elem := element(w.projector, target)
	first, body := args[0].AsIdent(), args[1:]
	switch {
	case name == "optMap" || name == "optFlatMap":
		inner[first] = target
	// Two variables: the key or index, and the value.
	case len(args) >= 3 && args[1].Kind() == ast.IdentKind && name != "map":
		inner[first], inner[args[1].AsIdent()] = key, elem
		body = args[2:]
	case isMap:
		inner[first] = key
	default:
		inner[first] = elem
	}
	types := w.visitAll(body, inner)
	result := types[len(types)-1]
	switch name {
	case "optMap", "optFlatMap":
		return result
	case "filter":
		if isMap {
			return nil // its keys
		}
		return target
	case "sortBy":
		return target
	case "map", "transformList":
		return listOf(result)
	case "transformMap":
		if result == nil || isRetyped(result) {
			return result
		}
		return mapOf(result)
	}
	return nil
}

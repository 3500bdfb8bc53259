// SPDX-License-Identifier: Apache-2.0

package project

import (
	"go/token"
	"strconv"
	"strings"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"

	"github.com/stackabletech/operator-go/codegen/model"
)

// literals translates the literals in an expression that stands for a value of a type. Nothing is done, and so nothing is
// known of them, where the type is not known either.
func (w *celWalk) literals(e ast.Expr, of *model.Expr) {
	if of == nil || of == nothing {
		return
	}
	elem := element(w.projector, of)
	switch e.Kind() {
	case ast.LiteralKind:
		w.literal(e, of)
	case ast.ListKind:
		for _, inner := range e.AsList().Elements() {
			w.literals(inner, elem)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			w.literals(entry.AsMapEntry().Key(), w.key(of))
			w.literals(entry.AsMapEntry().Value(), elem)
		}
	case ast.CallKind:
		c := e.AsCall()
		args := c.Args()
		switch name := c.FunctionName(); {
		case name == operators.Conditional && len(args) == 3:
			w.literals(args[1], of)
			w.literals(args[2], of)
		case name == operators.Add && elem != nil:
			w.literals(args[0], of)
			w.literals(args[1], of)
		case name == operators.Index && len(args) == 2:
			w.held(args[0], of)
		case len(args) == 1 && (isConversion(name) || isOptionalOf(c)):
			w.literals(args[0], of)
		}
	}
}

// held translates the literals that a list or a map in brackets holds, which stand for values of a type.
func (w *celWalk) held(e ast.Expr, of *model.Expr) {
	switch e.Kind() {
	case ast.ListKind:
		w.literals(e, listOf(of))
	case ast.MapKind:
		w.literals(e, mapOf(of))
	}
}

// keys translates the literals among which a value of a type is looked for: elements of lists, keys of maps.
func (w *celWalk) keys(e ast.Expr, of *model.Expr) {
	switch e.Kind() {
	case ast.ListKind:
		w.literals(e, listOf(of))
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			w.literals(entry.AsMapEntry().Key(), of)
		}
	case ast.CallKind:
		c := e.AsCall()
		switch args := c.Args(); {
		case c.FunctionName() == operators.Conditional && len(args) == 3:
			w.keys(args[1], of)
			w.keys(args[2], of)
		case c.FunctionName() == operators.Add && len(args) == 2:
			w.keys(args[0], of)
			w.keys(args[1], of)
		}
	}
}

// isConversion tells functions that return the value that they are given, as far as constants go.
func isConversion(name string) bool {
	switch name {
	case "dyn", "string", "int", "uint", "double":
		return true
	}
	return false
}

func isOptionalOf(c ast.CallExpr) bool {
	return c.IsMemberFunction() && c.Target().Kind() == ast.IdentKind && c.Target().AsIdent() == "optional" &&
		(c.FunctionName() == "of" || c.FunctionName() == "ofNonZeroValue")
}

// literal records what a literal becomes that is a constant of a type.
func (w *celWalk) literal(e ast.Expr, of *model.Expr) {
	text, ok := literalOf(e)
	if !ok {
		return
	}
	w.judged[e.ID()] = true
	if w.isAnother(of, text) {
		w.fail(untraced, strconv.Quote(text))
		return
	}
	to := w.constantText(of, text)
	if to == text {
		return
	}
	start := w.start(e)
	if _, number := e.AsLiteral().Value().(int64); number {
		if w.nameAt(start, text) < 0 {
			w.fail(untraced, text)
			return
		}
		w.edits = append(w.edits, celEdit{start: start, end: start + len(text), text: to})
		return
	}
	quote := ""
	if start >= 0 && start < len(w.runes) {
		quote = string(w.runes[start])
	}
	source := quote + text + quote
	if quote != `"` && quote != `'` || w.nameAt(start, source) < 0 {
		w.fail(escaped, strconv.Quote(text))
		return
	}
	w.edits = append(w.edits, celEdit{start: start, end: start + len([]rune(source)), text: requote(quote, to)})
}

// literalOf returns the text that users write for a literal; false for one that cannot be a constant.
func literalOf(e ast.Expr) (string, bool) {
	switch v := e.AsLiteral().Value().(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	}
	return "", false
}

// unjudged fails for a text of which nobody knows whether it stands for a constant that is another text at the version. Numbers
// are left alone: most are lengths.
func (w *celWalk) unjudged() {
	for _, e := range w.texts {
		text, _ := literalOf(e)
		if text != "" && !w.judged[e.ID()] && w.constantDiffersBelow(w.self, text) {
			w.fail(untraced, strconv.Quote(text))
		}
	}
}

// requote puts a text into quotes, those that the author uses where it needs no escapes.
func requote(quote, text string) string {
	quoted := strconv.Quote(text)
	if quoted == `"`+text+`"` && !strings.Contains(text, quote) {
		return quote + text + quote
	}
	return quoted
}

// members returns what "in" looks for in a value of a type: the keys of a map, the elements of a list.
func (w *celWalk) members(of *model.Expr) *model.Expr {
	if key := w.key(of); key != nil {
		return key
	}
	return element(w.projector, of)
}

// key returns the type of the keys of a map, nil for anything else.
func (w *celWalk) key(of *model.Expr) *model.Expr {
	if shape := w.shape(of); shape != nil && shape.Kind == model.Map {
		return shape.Key
	}
	return nil
}

// selectKey records what becomes of a key of a map that is selected like a field. Unlike fields, keys are not escaped.
func (w *celWalk) selectKey(of, key *model.Expr, name string, start int) *model.Expr {
	to := w.constantText(key, name)
	switch {
	case w.isAnother(key, name), to != name && (start < 0 || !token.IsIdentifier(to)):
		w.fail(untraced, name)
		return nil
	case to != name:
		w.edits = append(w.edits, celEdit{start: start, end: start + len([]rune(name)), text: to})
	}
	return element(w.projector, of)
}

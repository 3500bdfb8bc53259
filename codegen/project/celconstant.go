// SPDX-License-Identifier: Apache-2.0

package project

import (
	"strconv"
	"strings"

	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"

	"github.com/stackabletech/operator-go/codegen/model"
)

// constants translates the literals in an expression that is taken for a value of a type, nil if nothing is known of it.
func (w *celWalk) constants(e ast.Expr, of *model.Expr) {
	switch e.Kind() {
	case ast.LiteralKind:
		w.literal(e, of)
	case ast.ListKind:
		for _, inner := range e.AsList().Elements() {
			w.constants(inner, element(w.projector, of))
		}
	case ast.CallKind:
		if c := e.AsCall(); c.FunctionName() == operators.Conditional && len(c.Args()) == 3 {
			w.constants(c.Args()[1], of)
			w.constants(c.Args()[2], of)
		}
	}
}

// keys translates the literals in a list or a map among whose elements or keys a value of a type is looked for.
func (w *celWalk) keys(e ast.Expr, of *model.Expr) {
	switch e.Kind() {
	case ast.ListKind:
		for _, inner := range e.AsList().Elements() {
			w.constants(inner, of)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			w.constants(entry.AsMapEntry().Key(), of)
		}
	}
}

// literal records what a literal becomes that is a constant of a type.
func (w *celWalk) literal(e ast.Expr, of *model.Expr) {
	var text, quote string
	start := w.start(e)
	switch v := e.AsLiteral().Value().(type) {
	case string:
		text = v
		if start >= 0 && start < len(w.runes) {
			quote = string(w.runes[start])
		}
	case int64:
		text = strconv.FormatInt(v, 10)
		if of == nil {
			return // lengths and sums are no constants
		}
	default:
		return
	}
	if of == nil {
		if w.constantDiffersBelow(w.self, text) {
			w.fail(untraced, strconv.Quote(text))
		}
		return
	}
	to := w.constantText(of, text)
	if to == text {
		return
	}
	source := quote + text + quote
	if strings.Trim(quote, `"'`) != "" || w.nameAt(start, source) < 0 {
		w.fail(escaped, strconv.Quote(text))
		return
	}
	if quote != "" {
		to = requote(quote, to)
	}
	w.edits = append(w.edits, celEdit{start: start, end: start + len([]rune(source)), text: to})
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
	if shape := w.shape(of); shape != nil && shape.Kind == model.Map {
		return shape.Key
	}
	return element(w.projector, of)
}

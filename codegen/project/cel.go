// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"
	"strings"
	"unicode"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	apiservercel "k8s.io/apiserver/pkg/cel"

	"github.com/stackabletech/operator-go/codegen/model"
)

// celEnv parses rules as they are written: without expanding macros, so that every field stands in the tree once, at
// its place in the text.
var celEnv = func() *cel.Env {
	env, err := cel.NewCustomEnv(cel.ClearMacros(), cel.OptionalTypes())
	if err != nil {
		return nil // rules are then passed through, and the API server's validation judges them
	}
	return env
}()

// celWalk finds the fields that an expression selects, following the types from self on.
type celWalk struct {
	*projector
	runes []rune
	info  *ast.SourceInfo
	edits []celEdit
	// worst is what became of the field that fared worst, and which it was.
	worst     outcome
	worstName string
}

// celEdit replaces a name in the text; positions count runes.
type celEdit struct {
	start, end int
	text       string
}

// cel translates an expression over a value of that type. It returns the name of the field that stands in the way if
// the result is not projected.
func (p *projector) cel(text string, self *model.Expr) (string, outcome, string) {
	if celEnv == nil || text == "" || p.latestJSON {
		return text, projected, ""
	}
	parsed, issues := celEnv.Parse(text)
	if issues.Err() != nil {
		return text, projected, "" // the API server's validation reports it, with its position
	}
	native := parsed.NativeRep()
	w := &celWalk{projector: p, runes: []rune(text), info: native.SourceInfo()}
	w.visit(native.Expr(), map[string]*model.Expr{"self": self, "oldSelf": self})
	if w.worst != projected {
		return text, w.worst, w.worstName
	}
	slices.SortFunc(w.edits, func(a, b celEdit) int { return b.start - a.start })
	runes := w.runes
	for _, e := range slices.Compact(w.edits) {
		runes = slices.Concat(runes[:e.start], []rune(e.text), runes[e.end:])
	}
	return string(runes), projected, ""
}

// visit returns the type of an expression, nil where it is not known.
func (w *celWalk) visit(e ast.Expr, scope map[string]*model.Expr) *model.Expr {
	switch e.Kind() {
	case ast.IdentKind:
		return scope[e.AsIdent()]
	case ast.SelectKind:
		return w.selection(e, scope)
	case ast.CallKind:
		return w.call(e, scope)
	case ast.ListKind:
		for _, element := range e.AsList().Elements() {
			w.visit(element, scope)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			w.visit(entry.AsMapEntry().Key(), scope)
			w.visit(entry.AsMapEntry().Value(), scope)
		}
	}
	return nil
}

func (w *celWalk) selection(e ast.Expr, scope map[string]*model.Expr) *model.Expr {
	operand := w.visit(e.AsSelect().Operand(), scope)
	start := w.nameAfter(int(w.start(e.ID())))
	return w.rename(operand, e.AsSelect().FieldName(), start)
}

// rename records what becomes of a selected field, and returns its type. start is negative where the name has no place
// in the text.
func (w *celWalk) rename(operand *model.Expr, escaped string, start int) *model.Expr {
	name, ok := apiservercel.Unescape(escaped)
	if !ok {
		name = escaped
	}
	to, next, result := w.step(operand, name)
	if result != projected {
		w.worst, w.worstName = max(w.worst, result), name
		return nil
	}
	if to != name && start >= 0 {
		replacement, ok := apiservercel.Escape(to)
		if !ok {
			replacement = to
		}
		w.edits = append(w.edits, celEdit{start: start, end: start + len([]rune(escaped)), text: replacement})
	}
	return next
}

func (w *celWalk) start(id int64) int32 {
	r, _ := w.info.GetOffsetRange(id)
	return r.Start
}

// nameAfter finds the name behind the operator "." or ".?" at a position; -1 if there is none.
func (w *celWalk) nameAfter(i int) int {
	for ; i < len(w.runes); i++ {
		if r := w.runes[i]; r != '.' && r != '?' && !unicode.IsSpace(r) {
			return i
		}
	}
	return -1
}

func (w *celWalk) call(e ast.Expr, scope map[string]*model.Expr) *model.Expr {
	c := e.AsCall()
	var target *model.Expr
	if c.IsMemberFunction() {
		target = w.visit(c.Target(), scope)
	}
	args := c.Args()
	switch name := c.FunctionName(); {
	case name == operators.OptSelect && len(args) == 2 && args[1].Kind() == ast.LiteralKind:
		field, _ := args[1].AsLiteral().Value().(string)
		return w.rename(w.visit(args[0], scope), field, w.nameAfter(int(w.start(e.ID()))))
	case (name == operators.Index || name == operators.OptIndex) && len(args) == 2:
		w.visit(args[1], scope)
		return w.index(w.visit(args[0], scope), args[1])
	case c.IsMemberFunction() && isMacro(name) && len(args) >= 2 && args[0].Kind() == ast.IdentKind:
		return w.macro(name, target, args, scope)
	case c.IsMemberFunction() && (name == "orValue" || name == "value"):
		w.visitAll(args, scope)
		return target
	default:
		w.visitAll(args, scope)
		return nil
	}
}

func (w *celWalk) visitAll(args []ast.Expr, scope map[string]*model.Expr) {
	for _, arg := range args {
		w.visit(arg, scope)
	}
}

// index is an element of a list or map, or a field that is named by a string.
func (w *celWalk) index(operand *model.Expr, key ast.Expr) *model.Expr {
	if t := w.latest(operand); t != nil && t.IsStruct() && key.Kind() == ast.LiteralKind {
		if name, ok := key.AsLiteral().Value().(string); ok {
			return w.rename(operand, name, int(w.start(key.ID()))+1)
		}
	}
	return element(w.projector, operand)
}

func isMacro(name string) bool {
	switch name {
	case "all", "exists", "exists_one", "existsOne", "map", "filter", "sortBy", "transformList", "transformMap", "transformMapEntry":
		return true
	}
	return false
}

// macro visits the body of a macro, in which its variables stand for elements of what it is called on.
func (w *celWalk) macro(name string, target *model.Expr, args []ast.Expr, scope map[string]*model.Expr) *model.Expr {
	inner := map[string]*model.Expr{}
	for variable, t := range scope {
		inner[variable] = t
	}
	isMap := false
	if t := target.Deref(); t != nil {
		isMap = t.Kind == model.Map
	}
	elem := element(w.projector, target)
	first, body := args[0].AsIdent(), args[1:]
	switch {
	// Two variables: the key or index, and the value.
	case len(args) >= 3 && args[1].Kind() == ast.IdentKind && name != "map":
		inner[first], inner[args[1].AsIdent()] = nil, elem
		body = args[2:]
	case isMap:
		inner[first] = nil
	default:
		inner[first] = elem
	}
	w.visitAll(body, inner)
	if name == "filter" {
		return target
	}
	return nil
}

// fieldPath translates the fieldPath of a rule, a path from the value that the rule stands on.
func (p *projector) fieldPath(text string, self *model.Expr) (string, outcome) {
	if !strings.HasPrefix(text, ".") {
		return text, projected
	}
	return p.jsonPath(self, text)
}

// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"
	"unicode"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	apiservercel "k8s.io/apiserver/pkg/cel"

	"github.com/stackabletech/operator-go/codegen/model"
)

// celEnv parses rules as they are written: without expanding macros, so that every field stands in the tree once, at
// its place in the text.
var celEnv = func() *cel.Env {
	// The optional types bring macros of their own.
	env, err := cel.NewCustomEnv(cel.OptionalTypes(), cel.ClearMacros())
	if err != nil {
		return nil // rules are then passed through, and the API server's validation judges them
	}
	return env
}()

// celWalk finds the fields that an expression selects, following the types from self on.
type celWalk struct {
	*projector
	// self is the type of the value that the expression is about.
	self  *model.Expr
	runes []rune
	info  *ast.SourceInfo
	edits []celEdit
	// texts are the literals that are texts, and judged says of which it is known what they stand for.
	texts  []ast.Expr
	judged map[int64]bool
	// stray is a name that self lacks, and that something has which inlines it.
	stray string
	// worst is what became of the field that fared worst, and which it was.
	worst failure
}

// failure says why something cannot be translated.
type failure struct {
	outcome
	// name is what stands in the way.
	name string
	// limits are the arguments of versioned:marker for the versions that have it, empty where they are not known.
	limits string
	// outer is where something else is meant, if the outcome is outside.
	outer *model.Type
}

// celEdit replaces a name in the text; positions count runes.
type celEdit struct {
	start, end int
	text       string
}

// cel translates an expression over a value of that type.
//
// What a message says is for people, and may be the text of a constant by chance.
func (p *projector) cel(text string, self *model.Expr, message bool) (string, failure) {
	if celEnv == nil || text == "" || p.latestJSON {
		return text, failure{}
	}
	parsed, issues := celEnv.Parse(text)
	if issues.Err() != nil {
		return text, failure{} // the API server's validation reports it, with its position
	}
	native := parsed.NativeRep()
	w := &celWalk{projector: p, self: self, runes: []rune(text), info: native.SourceInfo(), judged: map[int64]bool{}}
	w.visit(native.Expr(), map[string]*model.Expr{"self": self, "oldSelf": self})
	if !message {
		w.unjudged()
	}
	slices.SortStableFunc(w.edits, func(a, b celEdit) int { return b.start - a.start })
	w.edits = slices.Compact(w.edits)
	for i := 1; i < len(w.edits); i++ {
		if w.edits[i].start == w.edits[i-1].start {
			w.fail(untraced, string(w.runes[w.edits[i].start:w.edits[i].end])) // it stands for two things
		}
	}
	if w.worst.outcome != projected {
		return text, w.worst
	}
	runes := w.runes
	for _, e := range w.edits {
		runes = slices.Concat(runes[:e.start], []rune(e.text), runes[e.end:])
	}
	out := string(runes)
	outer := p.differsAround(self, w.stray, out, func(self *model.Expr) (string, outcome) {
		to, failed := p.cel(text, self, message)
		return to, failed.outcome
	})
	if outer != nil {
		return text, failure{outcome: outside, name: w.stray, outer: outer}
	}
	return out, failure{}
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
	case ast.LiteralKind:
		if _, is := e.AsLiteral().Value().(string); is {
			w.texts = append(w.texts, e)
		}
		return nothing
	case ast.ListKind:
		return w.list(e.AsList(), scope)
	case ast.MapKind:
		return w.mapping(e.AsMap(), scope)
	}
	return nil
}

func (w *celWalk) selection(e ast.Expr, scope map[string]*model.Expr) *model.Expr {
	operand := w.visit(e.AsSelect().Operand(), scope)
	name := e.AsSelect().FieldName()
	return w.rename(operand, name, w.nameAfter(w.start(e), name))
}

// rename records what becomes of a selected field, and returns its type. start is negative where the name has not been
// found in the text.
func (w *celWalk) rename(operand *model.Expr, escaped string, start int) *model.Expr {
	if key := w.key(operand); key != nil {
		return w.selectKey(operand, key, escaped, start)
	}
	name, ok := apiservercel.Unescape(escaped)
	if !ok {
		name = escaped
	}
	if w.stray == "" && operand != nil && w.latest(operand) == w.latest(w.self) && len(w.around(operand, name)) > 0 {
		w.stray = name
	}
	to, next, result := w.follow(w.self, operand, name)
	if result == projected && to != name && start < 0 {
		result = untraced
	}
	if result != projected {
		w.fail(result, name)
		if f, _, _ := w.fieldByJSON(operand, name); f != nil && result == absent && w.worst.outcome == absent {
			w.worst.limits = limitsOf(f.History)
		}
		return nil
	}
	if to != name {
		replacement, ok := apiservercel.Escape(to)
		if !ok {
			replacement = to
		}
		w.edits = append(w.edits, celEdit{start: start, end: start + len([]rune(escaped)), text: replacement})
	}
	return next
}

func (w *celWalk) fail(result outcome, name string) {
	if result > w.worst.outcome {
		w.worst = failure{outcome: result, name: name}
	}
}

func (w *celWalk) start(e ast.Expr) int {
	r, _ := w.info.GetOffsetRange(e.ID())
	return int(r.Start)
}

// nameAfter finds a name behind the operator "." or ".?" at a position, and behind the spaces and comments that may
// follow that; -1 if something else is there.
func (w *celWalk) nameAfter(i int, name string) int {
	for i < len(w.runes) {
		rest := w.runes[i:]
		switch {
		case rest[0] == '.' || rest[0] == '?' || unicode.IsSpace(rest[0]):
			i++
		case len(rest) > 1 && rest[0] == '/' && rest[1] == '/':
			end := slices.Index(rest, '\n')
			if end < 0 {
				return -1
			}
			i += end
		default:
			return w.nameAt(i, name)
		}
	}
	return -1
}

// nameAt returns the position if the name stands there, else -1.
func (w *celWalk) nameAt(i int, name string) int {
	runes := []rune(name)
	if i < 0 || i+len(runes) > len(w.runes) || !slices.Equal(w.runes[i:i+len(runes)], runes) {
		return -1
	}
	return i
}

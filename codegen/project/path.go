// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// outcome says what became of something on its way into a version.
type outcome int

const (
	// projected: it was translated, or needed no translation.
	projected outcome = iota
	// absent: it speaks of something that the version does not have.
	absent
	// blocked: it leads through a field that has another type in the version, so that nobody knows what it means there.
	blocked
	// escaped: it is a constant that is another one in the version, and is not written in plain quotes.
	escaped
	// untraced: it speaks of a name that is another one in the version for some fields, and cannot be followed to the
	// field that is meant.
	untraced
	// outside: it speaks of a field of the struct into which its own is inlined, and means something else there.
	outside
)

// jsonPath translates a JSON path of the latest shape, such as .spec.fullName or
// .status.conditions[?(@.type=="Ready")].status, that starts at a value of the given type.
func (p *projector) jsonPath(start *model.Expr, text string) (string, outcome) {
	to, _, result := (&pathWalk{projector: p, root: start}).path(start, text)
	return to, result
}

// pathWalk translates one path with the paths in its filters.
type pathWalk struct {
	*projector
	// root is what $ stands for.
	root *model.Expr
}

// path translates a path that starts at a value of a type, and returns the type of what it leads to.
func (w *pathWalk) path(at *model.Expr, text string) (string, *model.Expr, outcome) {
	var out strings.Builder
	for rest := text; rest != ""; {
		switch rest[0] {
		case '.':
			name, length := pathName(rest[1:])
			if name == "" {
				// ".." is a step to anywhere below.
				at = nil
			}
			to, next, result := w.follow(w.root, at, name)
			if result != projected {
				return "", nil, result
			}
			out.WriteString("." + strings.ReplaceAll(to, ".", `\.`))
			at, rest = next, rest[1+length:]
		case '[':
			inside, behind, closed := bracket(rest)
			if !closed {
				return text, nil, projected // the API server's parser reports it
			}
			to, next, result := w.inBrackets(at, inside)
			if result != projected {
				return "", nil, result
			}
			out.WriteString("[" + to + "]")
			at, rest = next, behind
		default:
			// What stands before the first step: nothing, @ or $.
			name, length := pathName(rest)
			out.WriteString(name)
			rest = rest[length:]
		}
	}
	return out.String(), at, projected
}

// pathName reads a name up to the next unescaped dot or bracket, and how long it is in the text.
func pathName(text string) (string, int) {
	var name strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			name.WriteByte(text[i])
		case text[i] == '.' || text[i] == '[':
			return name.String(), i
		default:
			name.WriteByte(text[i])
		}
	}
	return name.String(), len(text)
}

// bracket takes apart a text that starts with a bracket. A filter ends at ")]" outside of quotes, as in the parser of
// the API server.
func bracket(text string) (inside, behind string, closed bool) {
	end := "]"
	if strings.HasPrefix(text, "[?(") {
		end = ")]"
	}
	quote := byte(0)
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.HasPrefix(text[i:], end):
			last := i + len(end) - 1
			return text[1:last], text[last+1:], true
		}
	}
	return "", "", false
}

// inBrackets translates what stands in brackets: names in quotes, which are fields, a filter, or a choice of items.
func (w *pathWalk) inBrackets(at *model.Expr, inside string) (string, *model.Expr, outcome) {
	if strings.HasPrefix(inside, "?(") {
		at = element(w.projector, at)
		text, result := w.filter(at, inside)
		return text, at, result
	}
	if !strings.HasPrefix(inside, "'") {
		return inside, element(w.projector, at), projected
	}
	var names []string
	var next *model.Expr
	for part := range strings.SplitSeq(inside, ",") {
		name := strings.Trim(strings.TrimSpace(part), "'")
		to, of, result := w.follow(w.root, at, name)
		if result != projected {
			return "", nil, result
		}
		names, next = append(names, "'"+to+"'"), of
	}
	if len(names) > 1 {
		next = nil
	}
	return strings.Join(names, ","), next, projected
}

// follow is step for a value of which the type may not be known (at is nil), but which is part of another value.
func (p *projector) follow(root, at *model.Expr, name string) (string, *model.Expr, outcome) {
	if at == nil && p.differsBelow(root, name) {
		return "", nil, untraced
	}
	return p.step(at, name)
}

// differsBelow reports whether a field at any depth below a value has a JSON name in the latest shape that it does not
// have at the version, or has it for another type.
func (p *projector) differsBelow(root *model.Expr, name string) bool {
	return p.anyBelow(root, func(t *model.Type) bool {
		a := p.apis[t.Pkg]
		return a != nil && slices.ContainsFunc(t.Fields, func(f *model.Field) bool {
			return f.JSON == name && name != "" && p.looksOther(a, f)
		})
	})
}

// anyBelow reports whether something holds for a type at any depth of a value, as the latest shape has it.
func (p *projector) anyBelow(root *model.Expr, holds func(*model.Type) bool) bool {
	seen := map[model.TypeID]bool{}
	found := false
	var visit func(id model.TypeID)
	visit = func(id model.TypeID) {
		if seen[id] || found {
			return
		}
		seen[id] = true
		t := p.ordinary.Lookup(id)
		if a := p.apis[id.Pkg]; a != nil {
			t = a.Type(id.Name)
		}
		if t == nil {
			return
		}
		found = holds(t)
		t.Underlying.Names(visit)
		for _, f := range t.Fields {
			f.Type.Names(visit)
		}
	}
	root.Names(visit)
	return found
}

// step goes from a value into the field with a JSON name of the latest shape, and returns the field's JSON name at the
// version and its latest type. Values of which nothing is known are passed through.
func (p *projector) step(at *model.Expr, name string) (string, *model.Expr, outcome) {
	if isRetyped(at) {
		return "", nil, blocked
	}
	f, a, exists := p.fieldByJSON(at, name)
	switch {
	case f == nil:
		if shape := p.shape(at); shape != nil && shape.Kind == model.Map {
			if p.isAnother(shape.Key, name) {
				return "", nil, untraced
			}
			name = p.constantText(shape.Key, name)
		}
		return name, element(p, at), projected
	case !exists:
		return "", nil, absent
	case a == nil:
		return name, f.Type, projected
	}
	l := LookAt(a, f, p.version)
	if l.Retyped {
		// The field itself is there; what is below it is another matter.
		return l.JSON, &model.Expr{Kind: model.Other, Name: retyped}, projected
	}
	return l.JSON, f.Type, projected
}

// retyped marks the type of a field that has another type at the version.
const retyped = "retyped"

func isRetyped(e *model.Expr) bool { return e != nil && e.Kind == model.Other && e.Name == retyped }

// fieldByJSON finds a field by its JSON name in the latest shape, the API package that declares it (nil for an ordinary
// one), and whether the version has it. As in encoding/json, what a struct declares hides what is inlined into it; but of
// two fields that have shared a name, the one that the version has is meant.
func (p *projector) fieldByJSON(at *model.Expr, name string) (field *model.Field, owner *model.API, exists bool) {
	var inlining []*model.Type
	var find func(at *model.Expr) (*model.Field, *model.API, bool)
	find = func(at *model.Expr) (field *model.Field, owner *model.API, exists bool) {
		t := p.latest(at)
		if t == nil || slices.Contains(inlining, t) {
			return nil, nil, false
		}
		a := p.apis[t.Pkg]
		has := func(f *model.Field) bool { return a == nil || ExistsAt(a, f.History, p.version) }
		for _, f := range t.Fields {
			if f.JSON == name && name != "" && !f.Skipped && !exists {
				field, owner, exists = f, a, has(f)
			}
		}
		inlining = append(inlining, t)
		for _, f := range t.Fields {
			if !f.Inline || exists {
				continue
			}
			if inner, of, there := find(f.Type); inner != nil && (field == nil || there && has(f)) {
				field, owner, exists = inner, of, there && has(f)
			}
		}
		inlining = inlining[:len(inlining)-1]
		return field, owner, exists
	}
	return find(at)
}

// element returns what a list or map holds; nil if it is neither. What a field holds that has another type at the version
// is as unknown as the field.
func element(p *projector, at *model.Expr) *model.Expr {
	if isRetyped(at) || at == nothing {
		return at
	}
	if at = p.shape(at); at == nil {
		return nil
	}
	switch at.Kind {
	case model.Slice, model.Array, model.Map:
		return at.Elem
	}
	return nil
}

// shape returns what a type is made of: []T for a named type that is declared so.
func (p *projector) shape(e *model.Expr) *model.Expr {
	e = e.Deref()
	if e != nil && e.Kind == model.Named {
		if t := p.latest(e); t != nil {
			return t.Underlying.Deref()
		}
	}
	return e
}

// SPDX-License-Identifier: Apache-2.0

package project

import (
	"regexp"
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
)

// jsonPath translates a JSON path of the latest shape, such as .spec.fullName or
// .status.conditions[?(@.type=="Ready")].status, that starts at a value of the given type.
func (p *projector) jsonPath(start *model.Expr, text string) (string, outcome) {
	var out strings.Builder
	at := start
	for rest := text; rest != ""; {
		switch rest[0] {
		case '.':
			name, length := pathName(rest[1:])
			to, next, result := p.step(at, name)
			if result != projected {
				return "", result
			}
			out.WriteString("." + strings.ReplaceAll(to, ".", `\.`))
			at, rest = next, rest[1+length:]
		case '[':
			end := strings.IndexByte(rest, ']')
			if end < 0 {
				end = len(rest) - 1
			}
			at = element(p, at)
			out.WriteString(p.filter(at, rest[:end+1]))
			rest = rest[end+1:]
		default:
			name, length := pathName(rest)
			out.WriteString(name)
			if length == 0 {
				return text, projected
			}
			rest = rest[length:]
		}
	}
	return out.String(), projected
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

var filtered = regexp.MustCompile(`@\.([A-Za-z0-9_]+)`)

// filter translates the fields that a filter such as [?(@.type=="Ready")] speaks of.
func (p *projector) filter(at *model.Expr, text string) string {
	return filtered.ReplaceAllStringFunc(text, func(match string) string {
		if to, _, result := p.step(at, match[2:]); result == projected {
			return "@." + to
		}
		return match
	})
}

// step goes from a value into the field with a JSON name of the latest shape, and returns the field's JSON name at the
// version and its latest type. Values of which nothing is known are passed through.
func (p *projector) step(at *model.Expr, name string) (string, *model.Expr, outcome) {
	if at != nil && at.Kind == model.Other && at.Name == retyped {
		return "", nil, blocked
	}
	f, owner := p.fieldByJSON(at, name)
	if f == nil {
		return name, element(p, at), projected
	}
	a := p.apis[owner.Pkg]
	if a == nil {
		return name, f.Type, projected
	}
	if !ExistsAt(a, f.History, p.version) {
		return "", nil, absent
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

// fieldByJSON finds a field, also among those of inlined structs, and the type that declares it.
func (p *projector) fieldByJSON(at *model.Expr, name string) (*model.Field, *model.Type) {
	t := p.latest(at)
	if t == nil {
		return nil, nil
	}
	for _, f := range t.Fields {
		if f.Inline {
			if found, owner := p.fieldByJSON(f.Type, name); found != nil {
				return found, owner
			}
		}
		if f.JSON == name && !f.Skipped {
			return f, t
		}
	}
	return nil, nil
}

// element returns what a list or map holds; nil if it is neither.
func element(p *projector, at *model.Expr) *model.Expr {
	at = at.Deref()
	if at != nil && at.Kind == model.Named {
		if t := p.latest(at); t != nil {
			at = t.Underlying
		}
	}
	if at == nil {
		return nil
	}
	switch at.Kind {
	case model.Slice, model.Array, model.Map:
		return at.Elem
	}
	return nil
}

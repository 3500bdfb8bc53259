// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stackabletech/operator-go/codegen/model"
)

// ExistsAt reports whether something with that history is part of a version of an API.
func ExistsAt(a *model.API, h *model.History, version string) bool {
	if h == nil {
		return true
	}
	if h.Added != nil && before(a, version, h.Added.Since) {
		return false
	}
	return h.Removed == nil || before(a, version, h.Removed.Since)
}

// before reports whether a version is older than another. Nothing is older than "", which stands for "never".
func before(a *model.API, version, other string) bool {
	return other != "" && a.Index(version) < a.Index(other)
}

func deprecatedSince(h *model.History) string {
	if h == nil || h.Deprecated == nil {
		return ""
	}
	return h.Deprecated.Since
}

// Plain takes the prefix off a name that says it is deprecated: DeprecatedNick is Nick, deprecatedNick and deprecated_nick
// are nick. Deprecatedness has no such prefix, and Deprecated2 would be no name without it.
func Plain(name string) string {
	if rest, ok := strings.CutPrefix(name, "Deprecated"); ok && startsWord(rest) {
		return rest
	}
	rest, ok := strings.CutPrefix(name, "deprecated")
	word := strings.TrimLeft(rest, "_-")
	if !ok || word == "" || word == rest && !startsWord(word) {
		return name
	}
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToLower(first)) + word[size:]
}

func startsWord(rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsUpper(first)
}

// Look is how a field looks at a version, in terms of the latest types.
type Look struct {
	Name, JSON string
	Type       *model.Expr
	// Retyped is true when the field has another type than in the latest shape.
	Retyped bool
}

// lookOf goes back in a field's history until the projector's version.
func (p *projector) lookOf(f *model.Field) Look { return LookAt(p.api, f, p.version) }

// LookAt tells a field's name, JSON name and type at a version. Types of API packages are those of the latest shape. A
// field without a name in JSON, which is inlined or left out there, has none at any version.
func LookAt(a *model.API, f *model.Field, version string) (l Look) {
	l = Look{Name: f.Name, JSON: f.JSON, Type: f.Type}
	if f.History == nil {
		return l
	}
	if before(a, version, deprecatedSince(f.History)) {
		l.Name, l.JSON = Plain(l.Name), Plain(l.JSON)
	}
	for _, c := range slices.Backward(f.History.Changed) {
		if !before(a, version, c.Since) {
			break
		}
		if c.FromName != "" {
			l.Name = c.FromName
		}
		if c.FromJSON != "" && f.JSON != "" {
			l.JSON = c.FromJSON
		}
		if c.FromType != nil {
			l.Type, l.Retyped = c.FromType, true
		}
	}
	return l
}

func (p *projector) fieldAt(f *model.Field) *model.Field {
	out := *f
	l := p.lookOf(f)
	out.History = nil
	out.Name = l.Name
	out.Type = l.Type.Rename(p.rename)
	if f.Embedded {
		out.Name = out.Type.Deref().ID.Name
	}
	out.JSON, out.Tag = l.JSON, p.tagAt(f, l)
	out.Doc, out.Description = p.deprecate(f.History, calledAs(f.Doc, f.Name, out.Name), nameAs(f.Description, f.Name, out.Name))
	out.Markers = p.fieldMarkers(f, l)
	return &out
}

func (p *projector) constantAt(c *model.Constant) *model.Constant {
	out := *c
	out.History = nil
	out.Name, out.Value = p.constantLook(c)
	out.Doc, _ = p.deprecate(c.History, calledAs(c.Doc, c.Name, out.Name), "")
	return &out
}

func (p *projector) constantLook(c *model.Constant) (name, value string) {
	return ConstantAt(p.api, c, p.version)
}

// TypeNameAt returns the name of a type at a version.
func TypeNameAt(a *model.API, t *model.Type, version string) string {
	if before(a, version, deprecatedSince(t.History)) {
		return Plain(t.Name)
	}
	return t.Name
}

// ConstantAt returns the name of a constant and its value, a Go literal, at a version.
func ConstantAt(a *model.API, c *model.Constant, version string) (name, value string) {
	name, value = c.Name, c.Value
	if c.History == nil {
		return name, value
	}
	if before(a, version, deprecatedSince(c.History)) {
		name = Plain(name)
	}
	for _, change := range slices.Backward(c.History.Changed) {
		if !before(a, version, change.Since) {
			break
		}
		if change.FromName != "" {
			name = change.FromName
		}
		if change.FromJSON != "" {
			value = quoteLike(c.Value, change.FromJSON)
		}
	}
	return name, value
}

// calledAs returns documentation in which something goes by another name. By convention Go's begins with the name; what
// else it says is left as it is.
func calledAs(doc []string, name, as string) []string {
	if name == as || len(doc) == 0 {
		return doc
	}
	out := slices.Clone(doc)
	out[0] = nameAs(doc[0], name, as)
	return out
}

// nameAs replaces a name with which a text begins.
func nameAs(text, name, as string) string {
	rest, ok := strings.CutPrefix(text, name)
	if next, _ := utf8.DecodeRuneInString(rest); !ok || next == '_' || unicode.IsLetter(next) || unicode.IsDigit(next) {
		return text
	}
	return as + rest
}

// deprecate adds the paragraph that Go tools and readers know to the documentation of something deprecated.
func (p *projector) deprecate(h *model.History, doc []string, description string) ([]string, string) {
	since := deprecatedSince(h)
	if since == "" || before(p.api, p.version, since) {
		return doc, description
	}
	if slices.ContainsFunc(doc, func(line string) bool { return strings.HasPrefix(line, "Deprecated:") }) {
		return doc, description
	}
	note := h.Deprecated.Note
	if note == "" {
		note = "since " + since + "."
	}
	paragraph := "Deprecated: " + note
	if len(doc) > 0 {
		doc = append(slices.Clone(doc), "")
	}
	if description != "" {
		description += "\n\n"
	}
	return append(doc, paragraph), description + paragraph
}

// SPDX-License-Identifier: Apache-2.0

package project

import (
	"slices"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// typeMarkers translates the markers of a type.
func (p *projector) typeMarkers(t *model.Type) []model.Marker {
	self := model.NamedExpr(t.Pkg, t.Name)
	var out []model.Marker
	for _, m := range t.Markers {
		if !p.within(m.Since, m.Until) {
			continue
		}
		if m.Since != "" || m.Until != "" {
			out = append(out, unlimited(m))
			continue
		}
		if m, ok := p.marker(m, self, t); ok {
			out = append(out, m)
		}
	}
	return out
}

// fieldMarkers translates the markers of a field.
func (p *projector) fieldMarkers(f *model.Field, l Look) []model.Marker {
	var out []model.Marker
	for _, m := range f.Markers {
		if !p.within(m.Since, m.Until) {
			continue
		}
		if m.Since != "" || m.Until != "" {
			// The author has said for which versions it is written.
			out = append(out, unlimited(m))
			continue
		}
		if l.Retyped && !speaksOfPresence(m.Name) {
			continue
		}
		if m, ok := p.marker(m, f.Type, nil); ok {
			out = append(out, m)
		}
	}
	return out
}

func unlimited(m model.Marker) model.Marker {
	m.Since, m.Until = "", ""
	return m
}

// speaksOfPresence tells markers that say whether a field must be there from those that are bound to its type.
func speaksOfPresence(name string) bool {
	switch name {
	case "optional", "required", "k8s:optional", "k8s:required", "kubebuilder:validation:Optional",
		"kubebuilder:validation:Required":
		return true
	}
	return false
}

// marker translates one marker on something of that type. It returns false if the version does without it.
func (p *projector) marker(m model.Marker, self *model.Expr, owner *model.Type) (model.Marker, bool) {
	name := strings.Replace(m.Name, "kubebuilder:validation:items:", "kubebuilder:validation:", 1)
	if name != m.Name {
		self = element(p, self)
	}
	switch {
	case name == "listMapKey", name == "k8s:listMapKey", name == "patchMergeKey":
		return p.listMapKey(m, self)
	case isUnion(name):
		return p.union(m, self)
	case isRule(name):
		return p.celMarker(m, self)
	case name == "kubebuilder:default", name == "default", name == "kubebuilder:example":
		return p.valueMarker(m, self)
	case name == "kubebuilder:validation:Enum":
		return p.enumMarker(m, self, owner)
	}
	return m, true
}

func isUnion(name string) bool {
	switch name {
	case "kubebuilder:validation:ExactlyOneOf", "kubebuilder:validation:AtMostOneOf", "kubebuilder:validation:AtLeastOneOf":
		return true
	}
	return false
}

func isRule(name string) bool { return strings.HasPrefix(name, "kubebuilder:validation:XValidation") }

func (p *projector) listMapKey(m model.Marker, self *model.Expr) (model.Marker, bool) {
	key := value(m)
	to, _, result := p.step(element(p, self), unquoted(key))
	if result != projected {
		p.problems.Errorf(m.Pos, "+%s: %s does not have the list key %s: write +versioned:marker:text=\"+%s\" with since= or until= for the versions that have it, and another one with the key that the others use",
			m.Name, p.version, key, m.Text)
		return m, false
	}
	return withValue(m, to), true
}

// union leaves out the members that the version does not have, and the whole marker when it says nothing any more.
func (p *projector) union(m model.Marker, self *model.Expr) (model.Marker, bool) {
	var members []string
	for _, member := range splitList(value(m)) {
		to, _, result := p.step(self, unquoted(member))
		outer := p.differsAround(self, unquoted(member), to, func(self *model.Expr) (string, outcome) {
			to, _, result := p.step(self, unquoted(member))
			return to, result
		})
		if outer != nil {
			p.refuseOutside(m, "marker", unquoted(member), self, outer)
			return m, false
		}
		if result == projected {
			members = append(members, to)
		}
	}
	if len(members) == 0 || len(members) == 1 && strings.HasSuffix(m.Name, "AtMostOneOf") {
		return m, false
	}
	return withValue(m, strings.Join(members, ";")), true
}

// enumMarker keeps an enumeration in step with the constants of the type that it stands on (owner), or of the type of the
// field that it stands on (owner is nil).
func (p *projector) enumMarker(m model.Marker, self *model.Expr, owner *model.Type) (model.Marker, bool) {
	all, _ := p.constants(self)
	if !slices.ContainsFunc(all, func(c *model.Constant) bool { return c.History != nil }) {
		return m, true
	}
	var values []string
	listed := map[string]bool{}
	for _, v := range splitList(value(m)) {
		listed[unquoted(v)] = true
		c, a := p.constant(self, unquoted(v))
		switch {
		case c == nil || c.History == nil:
			values = append(values, v)
		case ExistsAt(a, c.History, p.version):
			_, was := ConstantAt(a, c, p.version)
			values = append(values, was)
		}
	}
	if owner != nil {
		for _, c := range owner.Constants {
			if c.History != nil && c.History.Removed != nil && !listed[literalText(c.Value)] && ExistsAt(p.api, c.History, p.version) {
				_, was := p.constantLook(c)
				values = append(values, was)
			}
		}
	}
	return withValue(m, strings.Join(values, ";")), len(values) > 0
}

// value returns what stands behind the first "=" of a marker.
func value(m model.Marker) string {
	_, v, _ := strings.Cut(m.Text, "=")
	return strings.TrimSpace(v)
}

func withValue(m model.Marker, v string) model.Marker {
	m.Text = m.Name + "=" + v
	return m
}

// splitList splits "a;b" and "{a,b}", as controller-tools does.
func splitList(text string) []string {
	separator := ";"
	if strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") {
		text, separator = text[1:len(text)-1], ","
	}
	var parts []string
	for part := range strings.SplitSeq(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func unquoted(text string) string {
	if u, err := strconv.Unquote(text); err == nil {
		return u
	}
	return text
}

// literalText returns the text of a Go literal as JSON users see it.
func literalText(literal string) string { return unquoted(literal) }

// quoteLike writes a value as a Go literal of the same sort as another one.
func quoteLike(literal, text string) string {
	if strings.HasPrefix(literal, `"`) {
		return strconv.Quote(text)
	}
	return text
}

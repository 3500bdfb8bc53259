// SPDX-License-Identifier: Apache-2.0

package project

import (
	"strconv"
	"strings"

	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// celMarker translates a CEL rule with its message expression and its field path.
func (p *projector) celMarker(m model.Marker, self *model.Expr) (model.Marker, bool) {
	parsed, err := marker.ParseKubebuilder(afterName(m.Text), markers.DescribesField)
	if err != nil {
		return m, true // the schema emitter reports it, with the other markers that do not parse
	}
	rule, ok := parsed.(crdmarkers.XValidation)
	if !ok {
		return m, true
	}
	changed := false
	translate := func(what, text string, message bool) string {
		out, failed := p.cel(text, self, message)
		if failed.outcome != projected {
			p.refuse(m, what, failed, self)
			changed = false
			return text
		}
		changed = changed || out != text
		return out
	}
	before := p.problems.Len()
	rule.Rule = translate("rule", rule.Rule, false)
	rule.MessageExpression = translate("messageExpression", rule.MessageExpression, true)
	path, result := p.jsonPath(self, rule.FieldPath)
	failed := failure{outcome: result, name: rule.FieldPath}
	failed.outer = p.differsAround(self, firstName(rule.FieldPath), path, func(self *model.Expr) (string, outcome) {
		return p.jsonPath(self, rule.FieldPath)
	})
	if failed.outer != nil {
		failed.outcome = outside
	}
	if failed.outcome != projected {
		p.refuse(m, "fieldPath", failed, self)
	}
	if p.problems.Len() > before {
		return m, false
	}
	if !changed && path == rule.FieldPath {
		return m, true
	}
	rule.FieldPath = path
	m.Text = ruleText(prefixOf(m.Text), rule)
	return m, true
}

func (p *projector) refuse(m model.Marker, what string, failed failure, self *model.Expr) {
	name := failed.name
	if p.inlinedAt.IsValid() && failed.outcome != outside {
		return
	}
	switch failed.outcome {
	case escaped:
		p.problems.Errorf(m.Pos, "the %s compares with the constant %s, which is another one in %s: write it in plain quotes, so that it can be replaced there", what, name, p.version)
		return
	case outside:
		p.refuseOutside(m, what, name, self, failed.outer)
		return
	}
	why := "which " + p.version + " does not have"
	switch failed.outcome {
	case blocked:
		why = "below which " + p.version + " has another type"
	case untraced:
		why = "on a value whose type cannot be told, where some type has it by another name or not at all in " + p.version
	}
	limits := "," + failed.limits
	if failed.limits == "" {
		limits = " with since= or until="
	}
	p.problems.Errorf(m.Pos, "the %s speaks of %s, %s: write +versioned:marker:text=`+%s...`%s for the versions that have it, in their names",
		what, name, why, prefixOf(m.Text)+":rule=", limits)
}

// limitsOf returns the arguments of versioned:marker for the versions that have something with a history.
func limitsOf(h *model.History) string {
	var limits []string
	if h != nil && h.Added != nil {
		limits = append(limits, "since="+h.Added.Since)
	}
	if h != nil && h.Removed != nil {
		limits = append(limits, "until="+h.Removed.Since)
	}
	return strings.Join(limits, ",")
}

// refuseOutside reports that something on an inlined struct speaks of a field of the struct around it.
func (p *projector) refuseOutside(m model.Marker, what, name string, self *model.Expr, outer *model.Type) {
	pos := m.Pos
	if p.inlinedAt.IsValid() {
		pos = p.inlinedAt
	}
	p.problems.Errorf(pos, "the %s speaks of %s, which is no field of %s but of %s, which inlines it, and means something else in some version: put it on %s, where it is translated",
		what, name, p.latest(self).Name, outer.Name, outer.Name)
}

// firstName returns the name with which a path begins.
func firstName(path string) string {
	name, _ := pathName(strings.TrimLeft(path, ".['"))
	return strings.TrimRight(name, "']")
}

// prefixOf returns a rule marker's name: with or without "items:".
func prefixOf(text string) string {
	const items = "kubebuilder:validation:items:XValidation"
	if len(text) >= len(items) && text[:len(items)] == items {
		return items
	}
	return "kubebuilder:validation:XValidation"
}

// afterName makes an items marker look like one without items, which parses the same.
func afterName(text string) string {
	return "kubebuilder:validation:XValidation" + text[len(prefixOf(text)):]
}

func ruleText(prefix string, r crdmarkers.XValidation) string {
	text := prefix + ":rule=" + strconv.Quote(r.Rule)
	if r.Message != "" {
		text += ",message=" + strconv.Quote(r.Message)
	}
	if r.MessageExpression != "" {
		text += ",messageExpression=" + strconv.Quote(r.MessageExpression)
	}
	if r.Reason != "" {
		text += ",reason=" + strconv.Quote(r.Reason)
	}
	if r.FieldPath != "" {
		text += ",fieldPath=" + strconv.Quote(r.FieldPath)
	}
	if r.OptionalOldSelf != nil {
		text += ",optionalOldSelf=" + strconv.FormatBool(*r.OptionalOldSelf)
	}
	return text
}

// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// What the server says when the rules of a schema may cost too much together, and about some of these rules.
const (
	overBudget  = "x-kubernetes-validations estimated rule cost total"
	contributed = "contributed to estimated rule cost total"
)

// report turns errors of the server about an object into diagnostics.
func (d *Definition) report(object *apiextensions.CustomResourceDefinition, errs field.ErrorList, problems *diag.List) {
	found := d.findings()
	for _, err := range errs {
		w := parseWhere(err.Field)
		if w.version >= len(d.sources) {
			w.version = everywhere
		}
		pos := d.position(w)
		switch {
		case w.part != partSchema && d.checked[pos]:
			continue
		case strings.HasPrefix(err.Detail, contributed):
			continue
		case strings.HasPrefix(err.Detail, overBudget):
			d.blame(object, w.version, found)
		case d.recursive(err, w, found):
			continue
		}
		subject, detail := d.subject(w), d.detail(err, w)
		same := finding{pos: pos, message: subject + ": " + detail}
		if w.part == partSchema && w.version != everywhere {
			same.place = d.Object.Spec.Names.Kind + w.String()
			same.cause = strings.TrimPrefix(subject, same.place) + columns.ReplaceAllString(strings.ReplaceAll(detail, d.translated(w), ""), "")
		}
		found.record(d.needs(err, w), w.version, same)
	}
	found.report(problems)
}

// blamed is how many rules are named when the rules of a schema may cost too much together.
const blamed = 10

func (d *Definition) blame(object *apiextensions.CustomResourceDefinition, version int, found *findings) {
	validation := object.Spec.Validation
	if version != everywhere {
		validation = object.Spec.Versions[version].Schema
	}
	for i, c := range costs(version, validation.OpenAPIV3Schema) {
		if i == blamed {
			return
		}
		found.add(version, d.position(c.where), "%s: at worst it costs %d%% of what all rules of the kind may cost together",
			d.subject(c.where), c.percent())
	}
}

// subject names what an error is about, in the words of the Go source where it has words for it.
func (d *Definition) subject(w where) string {
	kind := d.Object.Spec.Names.Kind
	last := ""
	if len(w.rest) > 0 {
		last = w.rest[len(w.rest)-1]
	}
	switch w.part {
	case partSchema:
		subject := kind + w.String()
		if len(w.rest) == 0 {
			return subject
		}
		if w.rest[0] == keywordRules && len(w.rest) > 2 {
			return subject + " " + last
		}
		return subject + " " + w.rest[0]
	case partColumns:
		if i := index(w.rest, len(d.source(w).kind.Root.Columns)); i >= 0 {
			return fmt.Sprintf("column %s %s", d.source(w).kind.Root.Columns[i].Name, last)
		}
	case partSelectable:
		if i := index(w.rest, len(d.source(w).kind.Root.SelectableFields)); i >= 0 {
			return "selectable field"
		}
	}
	if last != "" {
		if _, err := strconv.Atoi(last); err != nil {
			return kind + " " + last
		}
		return kind + " " + cmp.Or(strings.Join(w.rest[:len(w.rest)-1], "."), w.part)
	}
	return strings.TrimSpace(kind + " " + w.part)
}

// schemaPath is a path into a schema in the words of the server.
var schemaPath = regexp.MustCompile(`spec\.(validation|versions\[\d+\]\.schema)\.openAPIV3Schema[^\s,;:]*`)

// selfType is what the server calls the type of an object that a rule is about, with a number of another run each time, and
// what follows for the types below it.
var selfType = regexp.MustCompile(`selfType\d+((?:\.@?\w+)*)`)

// detail says what is wrong in the words of the server, and shows the value if that is short and not told already.
func (d *Definition) detail(err *field.Error, w where) string {
	detail := cmp.Or(err.Detail, strings.ToLower(err.Type.String()))
	detail = schemaPath.ReplaceAllStringFunc(detail, func(path string) string {
		return d.Object.Spec.Names.Kind + parseWhere(path).String()
	})
	detail = selfType.ReplaceAllStringFunc(detail, func(name string) string {
		below := selfType.FindStringSubmatch(name)[1]
		return d.Object.Spec.Names.Kind + w.String() + strings.NewReplacer(".@idx", schema.Elem, ".@elem", schema.Elem).Replace(below)
	})
	detail = strings.TrimSpace(compiled(detail, d.translated(w)))
	var value string
	if len(w.rest) > 0 && w.rest[0] == "default" {
		value = d.defaultOf(w)
		detail = wrongType.ReplaceAllString(strings.Replace(detail, "in body ", "", 1), "$1")
	}
	switch bad := err.BadValue.(type) {
	case string:
		if value == "" && bad != "" && err.Type != field.ErrorTypeRequired {
			value = strconv.Quote(bad)
		}
	case bool, int, int64, float64:
		value = cmp.Or(value, fmt.Sprint(bad))
	}
	if value == "" || strings.Contains(detail, value) {
		return detail
	}
	return value + ": " + detail
}

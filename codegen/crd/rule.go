// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"regexp"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// rule returns the rule at a place, nil if there is none.
func (d *Definition) rule(w where) *apiextensionsv1.ValidationRule {
	if w.part != partSchema || len(w.rest) == 0 || w.rest[0] != keywordRules {
		return nil
	}
	at := d.at(w)
	if at == nil {
		return nil
	}
	i := index(w.rest[1:], len(at.XValidations))
	if i < 0 {
		return nil
	}
	return &at.XValidations[i]
}

// What the compiler of rules says before an error, and with the columns, which follow from the names that fields have in a
// version, once that was made readable.
var (
	compilerAt = regexp.MustCompile(`ERROR: <input>:(\d+):(\d+): `)
	columns    = regexp.MustCompile(`(line \d+, )?column \d+: `)
)

// translated names the rule at a place where it need not be what is written: in older versions, and where another marker
// stands for it.
func (d *Definition) translated(w where) string {
	rule := d.rule(w)
	if rule == nil {
		return ""
	}
	s := d.source(w)
	written := slices.ContainsFunc(markersOf(schema.Locate(s.view, s.kind.TypeID, w.steps), w.steps), func(m model.Marker) bool {
		return strings.Contains(m.Name, "XValidation") && schema.SaysRule(m, rule.Rule)
	})
	if written && d.versionOf(w) == d.youngest {
		return ""
	}
	return " of " + rule.Rule
}

// compiled makes what the compiler of rules says readable: without the pictures of the rule, which need lines of their own.
func compiled(detail, of string) string {
	if !compilerAt.MatchString(detail) {
		return detail
	}
	var kept []string
	for line := range strings.Lines(detail) {
		if !strings.HasPrefix(line, " | ") {
			kept = append(kept, strings.TrimSpace(line))
		}
	}
	detail = compilerAt.ReplaceAllString(strings.Join(kept, "; "), "line $1, column $2"+strings.ReplaceAll(of, "$", "$$")+": ")
	return strings.ReplaceAll(strings.ReplaceAll(detail, "line 1, ", ""), ": ; ", ": ")
}

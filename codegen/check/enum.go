// SPDX-License-Identifier: Apache-2.0

package check

import (
	"slices"

	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// unlisted warns about constants of a type that its enumeration does not list: whoever uses them is refused by the API
// server. The enumerations of versions list constants that are removed by themselves, and an empty string often stands for
// a field that is left out.
func (c *checker) unlisted(t *model.Type) {
	for _, m := range t.Markers {
		if m.Name != "kubebuilder:validation:Enum" {
			continue
		}
		listed, ok := marker.EnumValues(m.Text)
		if !ok {
			continue // the schema emitter reports it
		}
		for _, k := range t.Constants {
			removed := k.History != nil && k.History.Removed != nil
			if !removed && k.Value != `""` && !slices.Contains(listed, k.Value) && c.meet(t, m, k) {
				c.problems.Warnf(k.Pos, "constant %s has the value %s, which +%s of %s does not list, so that API servers refuse it: add it there",
					k.Name, k.Value, m.Name, t.Name)
			}
		}
	}
}

// meet reports whether a marker of a type holds in a version that has a constant of it.
func (c *checker) meet(t *model.Type, m model.Marker, k *model.Constant) bool {
	return slices.ContainsFunc(c.api.Versions, func(v model.Version) bool {
		age := c.api.Index(v.Name)
		return c.use.Has(c.api, t, v.Name) && project.ExistsAt(c.api, k.History, v.Name) &&
			(m.Since == "" || age >= c.api.Index(m.Since)) && (m.Until == "" || age < c.api.Index(m.Until))
	})
}

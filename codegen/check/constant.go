// SPDX-License-Identifier: Apache-2.0

package check

import (
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// constant judges one constant of a type.
func (c *checker) constant(t *model.Type, k *model.Constant, first, last int) {
	what := "constant " + k.Name
	c.deprecatedName(what, k.Name, k.History, k.Pos)
	c.deprecatedDoc(what, k.Doc, k.History, k.Pos)
	h := k.History
	if h == nil {
		return
	}
	if !c.order(subject{what: what, first: first, last: last, history: h}) {
		return
	}
	for _, change := range h.Changed {
		if change.FromName == "" && change.FromJSON == "" {
			c.problems.Errorf(change.Pos, "changed of %s says neither fromName nor fromJSON (its former value)", what)
		}
		for _, r := range []*model.Ref{change.UpgradeWith, change.DowngradeWith} {
			if r != nil {
				c.problems.Errorf(r.Pos, "%s needs no conversion function: its former value is fromJSON", what)
			}
		}
	}
	switch {
	case h.Added != nil && h.DowngradeTo == nil:
		c.problems.Errorf(h.Added.Pos, "%s is added in %s, but nothing says what older versions show: write // +versioned:downgradeTo=CONSTANT", what, h.Added.Since)
	case h.Added == nil && h.DowngradeTo != nil:
		c.problems.Errorf(h.DowngradeTo.Pos, "%s exists since ever, so that no version needs +versioned:downgradeTo", what)
	case h.Added != nil && h.Added.Default != nil:
		c.problems.Errorf(h.Added.Default.Pos, "%s: a default is for fields; write // +versioned:downgradeTo=CONSTANT", what)
	case h.Added != nil:
		c.replacement(t, k, h.DowngradeTo, "downgradeTo", c.api.Index(h.Added.Since)-1)
	}
	if h.Removed != nil {
		if h.Removed.UpgradeTo == nil {
			c.problems.Errorf(h.Removed.Pos, "%s is removed in %s, but nothing says what takes its place: add upgradeTo=CONSTANT", what, h.Removed.Since)
			return
		}
		c.replacement(t, k, h.Removed.UpgradeTo, "upgradeTo", c.api.Index(h.Removed.Since))
	}
}

// replacement judges the constant that stands for another one in the version of that age.
func (c *checker) replacement(t *model.Type, k *model.Constant, r *model.Ref, arg string, age int) {
	for _, other := range t.Constants {
		if other.Name != r.Text {
			continue
		}
		version := c.api.Versions[max(age, 0)].Name
		if other == k || !project.ExistsAt(c.api, other.History, version) {
			c.problems.Errorf(r.Pos, "%s=%s: %s has no constant %s, which must stand for %s there", arg, r.Text, version, r.Text, k.Name)
		}
		return
	}
	c.problems.Errorf(r.Pos, "%s=%s names no constant of type %s", arg, r.Text, t.Name)
}

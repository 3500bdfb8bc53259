// SPDX-License-Identifier: Apache-2.0

package check

import (
	"strconv"

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
		if change.FromJSON != "" && !isValueOf(basicKind(t.Underlying.Name), change.FromJSON) {
			c.problems.Errorf(change.Pos, "fromJSON=%s of %s is no value of %s, which is of the type %s", change.FromJSON, what, t.Name, t.Underlying)
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

// isValueOf reports whether a text is a value of a basic type. Of strings any is.
func isValueOf(kind, text string) bool {
	var err error
	switch kind {
	case "integer":
		_, err = strconv.ParseInt(text, 10, 64)
	case "float":
		_, err = strconv.ParseFloat(text, 64)
	case "bool":
		_, err = strconv.ParseBool(text)
	}
	return err == nil
}

// values reports constants that have one value in an older version, and different ones today: nobody could tell which is
// meant.
func (c *checker) values(t *model.Type) {
	said := map[string]bool{}
	for _, v := range c.api.Versions {
		if !c.use.Has(c.api, t, v.Name) {
			continue
		}
		taken := map[string]*model.Constant{}
		for _, k := range t.Constants {
			if !project.ExistsAt(c.api, k.History, v.Name) {
				continue
			}
			_, value := project.ConstantAt(c.api, k, v.Name)
			other := taken[value]
			if other == nil {
				taken[value] = k
				continue
			}
			if pair := other.Name + " " + k.Name; other.Value != k.Value && !said[pair] {
				said[pair] = true
				c.problems.Errorf(c.changedIn(v.Name, k.Pos, k.History, other.History), "constants %s and %s both have the value %s in %s", other.Name, k.Name, value, v.Name)
			}
		}
	}
}

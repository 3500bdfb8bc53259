// SPDX-License-Identifier: Apache-2.0

package check

import (
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// subject is something with a history: a type, a field or a constant.
type subject struct {
	// what names it in messages: "field Replicas".
	what string
	// first and last are the ages of the first and the last version in which that exists which it is part of.
	first, last int
	history     *model.History
}

// action is one entry of a history.
type action struct {
	name, since string
	pos         diag.Pos
	age         int
}

func (c *checker) actions(h *model.History) []action {
	var all []action
	add := func(name, since string, pos diag.Pos) {
		all = append(all, action{name: name, since: since, pos: pos, age: c.api.Index(since)})
	}
	if h.Added != nil {
		add("added", h.Added.Since, h.Added.Pos)
	}
	for _, change := range h.Changed {
		add("changed", change.Since, change.Pos)
	}
	if h.Deprecated != nil {
		add("deprecated", h.Deprecated.Since, h.Deprecated.Pos)
	}
	if h.Removed != nil {
		add("removed", h.Removed.Since, h.Removed.Pos)
	}
	return all
}

// order judges whether the actions of a history can have happened. It returns false if a version is not declared.
func (c *checker) order(s subject) bool {
	all := c.actions(s.history)
	ok := true
	for _, a := range all {
		switch {
		case a.age < 0:
			c.problems.Errorf(a.pos, "%s of %s names version %s, which the package does not declare (it declares %s)", a.name, s.what, a.since, c.declared())
			ok = false
		case a.age <= s.first:
			c.problems.Errorf(a.pos, "%s of %s names %s, the earliest version in which it can exist: an action says what an earlier version lacks, so leave it out or name a later version",
				a.name, s.what, a.since)
			ok = false
		case a.age > s.last:
			c.problems.Errorf(a.pos, "%s of %s names %s, when what it is part of is gone", a.name, s.what, a.since)
			ok = false
		}
	}
	if !ok {
		return false
	}
	// The actions stand in the order in which they may happen, so that every pair is judged once.
	for i, a := range all {
		for _, b := range all[i+1:] {
			c.pair(s, a, b)
		}
	}
	return true
}

func (c *checker) pair(s subject, a, b action) {
	switch {
	case a.age < b.age:
	case a.name == "changed" && b.name == "changed":
		c.problems.Errorf(b.pos, "%s is changed twice in %s: write one +versioned:changed for the version", s.what, a.since)
	case b.name == "removed":
		c.problems.Errorf(b.pos, "%s is removed in %s, but %s only in %s: it must be removed later", s.what, b.since, a.name, a.since)
	case a.age == b.age:
		c.problems.Errorf(b.pos, "%s is both %s and %s in %s: give the actions different versions", s.what, a.name, b.name, a.since)
	default:
		c.problems.Errorf(a.pos, "%s is %s in %s after it was %s in %s: it must be %s first", s.what, a.name, a.since, b.name, b.since, a.name)
	}
}

func (c *checker) declared() string {
	var names []string
	for _, v := range c.api.Versions {
		names = append(names, v.Name)
	}
	return strings.Join(names, ", ")
}

// deprecatedName judges a name with the prefix that says it is deprecated.
func (c *checker) deprecatedName(what, name string, h *model.History, pos diag.Pos) {
	if project.Plain(name) != name && (h == nil || h.Deprecated == nil) {
		c.problems.Errorf(pos, "%s has the prefix Deprecated but no marker: write // +versioned:deprecated:since=VERSION", what)
	}
}

// deprecatedDoc warns about a comment that Go tools understand as a deprecation and the generator does not.
func (c *checker) deprecatedDoc(what string, doc []string, h *model.History, pos diag.Pos) {
	if h != nil && h.Deprecated != nil {
		return
	}
	for _, line := range doc {
		if strings.HasPrefix(line, "Deprecated:") {
			c.problems.Warnf(pos, "%s has a Deprecated: comment but no marker: write // +versioned:deprecated:since=VERSION if it concerns some versions only", what)
			return
		}
	}
}

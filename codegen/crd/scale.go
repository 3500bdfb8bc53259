// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func (c *checker) scale(scale *model.Scale) {
	if steps, ok := c.scalePath("specReplicasPath", scale.SpecReplicas, "integer", "spec"); ok {
		c.presence(scale.SpecReplicas, steps)
	}
	// A new object has no status. The API server shows 0 replicas then.
	c.scalePath("statusReplicasPath", scale.StatusReplicas, "integer", "status")
	if scale.LabelSelector != nil && scale.LabelSelector.Text != "" {
		c.scalePath("labelSelectorPath", *scale.LabelSelector, "string", "spec", "status")
	}
}

func (c *checker) scalePath(what string, path model.Path, want string, below ...string) ([]schema.Step, bool) {
	names, ok := c.names(what, path)
	if !ok {
		return nil, false
	}
	if len(names) < 2 || !slices.Contains(below, names[0]) {
		c.errorf(path, "%s %s: it must lead to a field below .%s", what, path.Text, strings.Join(below, " or ."))
		return nil, false
	}
	steps, ok := c.follow(what, path, names)
	if !ok {
		return nil, false
	}
	got := typeOf(steps)
	if got == want || got == "" && steps[len(steps)-1].Free {
		return steps, true
	}
	if got == "" {
		got = "any"
	}
	c.errorf(path, "%s %s: it must lead to a value of type %s, and this is one of type %s", what, path.Text, want, got)
	return nil, false
}

// presence makes sure that every object has replicas: GET on /scale fails for one that has none.
func (c *checker) presence(path model.Path, steps []schema.Step) {
	var names []string
	for _, step := range steps {
		names = append(names, step.Name)
		problem, remedy := "absent", "make it required, or give it a default"
		if step.Always() {
			problem, remedy = "null", "take its +nullable marker away"
			if step.Schema == nil || !step.Schema.Nullable {
				continue
			}
		}
		c.errorf(path, "specReplicasPath %s: %s may be %s, and GET on /scale then answers with status 500: %s",
			path.Text, dotted(names), problem, remedy)
		return
	}
}

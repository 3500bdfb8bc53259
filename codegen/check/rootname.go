// SPDX-License-Identifier: Apache-2.0

package check

import (
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
)

// rootName reports a resource that the prefix Deprecated gives another name in earlier versions: a CRD has one kind.
func (c *checker) rootName(t *model.Type) {
	for _, v := range c.api.Versions {
		if name := project.TypeNameAt(c.api, t, v.Name); name != t.Name && project.ExistsAt(c.api, t.History, v.Name) {
			c.problems.Errorf(t.Pos, "resource %s cannot change its name between versions: call it %s", t.Name, name)
			return
		}
	}
}

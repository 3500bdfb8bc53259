// SPDX-License-Identifier: Apache-2.0

package crd

import "github.com/stackabletech/operator-go/codegen/model"

func (c *checker) selectable(path model.Path) {
	const what = "selectable field"
	names, ok := c.names(what, path)
	if !ok {
		return
	}
	if names[0] == "metadata" {
		c.errorf(path, "%s %s: metadata.name and metadata.namespace can always be selected by, and nothing else of "+
			"metadata can", what, path.Text)
		return
	}
	steps, ok := c.follow(what, path, names)
	if !ok {
		return
	}
	switch got := typeOf(steps); got {
	case "string", "boolean", "integer":
	case "":
		c.errorf(path, "%s %s: it must lead to a string, boolean or integer, and this may be anything", what, path.Text)
	default:
		c.errorf(path, "%s %s: it must lead to a string, boolean or integer, and this is of type %s", what, path.Text, got)
	}
}

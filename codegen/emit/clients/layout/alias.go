// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"path"
	"strings"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/emit/gofile"
)

// alias is what a package is called in a file that imports it, and whether the import has to say so.
func (t *Tree) alias(importPath string) (name string, explicit bool) {
	if name, ok := t.aliases[importPath]; ok {
		return name, true
	}
	name = gofile.Alias(importPath)
	if name == path.Base(importPath) {
		// Packages of Kubernetes are called like their folders; of any other this cannot be known.
		return name, !strings.HasPrefix(importPath, "k8s.io/") && !strings.HasPrefix(importPath, "sigs.k8s.io/")
	}
	if strings.HasPrefix(importPath, plan.ClientConfigs) {
		name = "apply" + name
	}
	return name, true
}

// owns reports whether a package is one of the tree, or one that it is made from.
func (t *Tree) owns(importPath string) bool { return t.aliases[importPath] != "" }

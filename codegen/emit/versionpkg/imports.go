// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"maps"
	"slices"

	"github.com/stackabletech/operator-go/codegen/model"
)

// importsOf returns the packages whose types the view may name, sorted.
func importsOf(view *model.View) []string {
	paths := map[string]bool{metav1Path: true, runtimePath: true, schemaPath: true, "maps": true, "slices": true}
	if view.Universe != nil {
		for _, id := range view.Universe.IDs() {
			paths[id.Pkg] = true
		}
	}
	delete(paths, view.Path)
	delete(paths, "")
	return slices.Sorted(maps.Keys(paths))
}

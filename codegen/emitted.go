// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"path"
	"strings"

	emitdefinitions "github.com/stackabletech/operator-go/codegen/emit/definitions"
	"github.com/stackabletech/operator-go/codegen/emit/install"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
)

// emittedFor returns the import paths of the packages that are emitted below an API package. The loader needs them before
// the markers are read.
func emittedFor(pkg *load.Package) []string {
	paths := []string{path.Join(pkg.Path, install.Name), path.Join(pkg.Path, emitdefinitions.Name)}
	for _, file := range pkg.Files {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				text := strings.TrimSpace(strings.TrimPrefix(comment.Text, "//"))
				if !strings.HasPrefix(text, "+versioned:version:") {
					continue
				}
				if parsed, _ := marker.Parse(text, marker.Package); parsed != nil && parsed.Get("name") != "" {
					paths = append(paths, path.Join(pkg.Path, parsed.Get("name")))
				}
			}
		}
	}
	return paths
}

// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"path/filepath"
	"slices"

	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/read"
)

// inputs returns everything that a run depended on: what was loaded, and what was read besides Go packages.
func inputs(program *load.Program, source *read.Result, target target) load.Inputs {
	in := program.Inputs()
	if target.headerFile != "" {
		in.Files = append(in.Files, target.headerFile)
	}
	for _, api := range slices.Concat(source.APIs, source.Referenced) {
		for _, version := range api.Versions {
			// Functions written by hand beside the emitted files.
			dir := filepath.Join(api.Dir, version.Name)
			in.Folders = append(in.Folders, dir)
			files, err := filepath.Glob(filepath.Join(dir, "*.go"))
			if err == nil { // the pattern is ours, so that it is well formed
				in.Files = append(in.Files, files...)
			}
		}
		for _, t := range api.Types {
			if t.SchemaFile != nil {
				in.Files = append(in.Files, t.SchemaFile.Path)
			}
		}
	}
	for _, id := range source.Ordinary.IDs() {
		if file := source.Ordinary.Lookup(id).SchemaFile; file != nil {
			in.Files = append(in.Files, file.Path)
		}
	}
	return in
}

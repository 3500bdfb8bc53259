// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/read"
)

// attempts is how often sources are read that somebody changes meanwhile. A clock that is behind that of the disk makes all
// files look changed, so that the last attempt does not look.
const attempts = 3

var errOutdated = errors.New("a source has changed while it was read")

// current reports whether inputs are older than a moment: files, and folders, in which files may be new or gone. What other
// runs emit is no input; that they emit into a folder may cost another attempt.
func current(in load.Inputs, began time.Time) error {
	for _, path := range slices.Concat(in.Files, in.Folders) {
		if strings.HasPrefix(filepath.Base(path), "zz_generated.") {
			continue
		}
		if info, err := os.Stat(path); err == nil && info.ModTime().After(began) {
			return fmt.Errorf("%w: %s", errOutdated, path)
		}
	}
	return nil
}

// inputs returns everything that a run depended on: what was loaded, and what was read besides Go packages.
func inputs(program *load.Program, source *read.Result, target target) load.Inputs {
	in := program.Inputs()
	in.Contents = maps.Clone(in.Contents)
	schemaFile := func(t *model.Type) {
		if t.SchemaFile != nil {
			in.Files = append(in.Files, t.SchemaFile.Path)
			in.Contents[t.SchemaFile.Path] = t.SchemaFile.Content
		}
	}
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
			schemaFile(t)
		}
	}
	for _, id := range source.Ordinary.IDs() {
		schemaFile(source.Ordinary.Lookup(id))
	}
	return in
}

// SPDX-License-Identifier: Apache-2.0

package output

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/header"
)

// otherSources are the packages that files of the output folders were made from, and that are not those of the run.
type otherSources struct {
	sources []string
	// of are the files of each, by import path.
	of map[string][]placed
	// inTheWay are those of which the run would overwrite a file: it would make it from only some of the packages.
	inTheWay map[string]bool
}

// placed is a file and the output folder that it lies in.
type placed struct{ path, folder string }

func (o otherSources) note(file placed, content []byte, overwritten bool) {
	if strings.HasPrefix(filepath.Base(file.path), header.NamePrefix) {
		return // it is of the package in whose folder it lies, even if that was renamed
	}
	made, _ := header.Sources(content)
	for _, source := range made {
		if !slices.Contains(o.sources, source) {
			o.of[source] = append(o.of[source], file)
			o.inTheWay[source] = o.inTheWay[source] || overwritten
		}
	}
}

// refuse says of each package that is in the way where all that was made from it lies: if the package is gone, nothing of it
// is of use.
func (o otherSources) refuse() error {
	var errs []error
	for _, source := range slices.Sorted(maps.Keys(o.of)) {
		files := o.of[source]
		if !o.inTheWay[source] {
			continue
		}
		what, them := files[0].path+" was", "the file"
		if len(files) > 1 {
			var folders []string
			for _, file := range files {
				folders = append(folders, file.folder)
			}
			slices.Sort(folders)
			what = fmt.Sprintf("%d files in %s were", len(files), strings.Join(slices.Compact(folders), " and "))
			them = "these files"
		}
		errs = append(errs, fmt.Errorf("%s made from %s, which is not among the packages of this run: name all packages that share a folder in one run, or remove %s if that package is gone",
			what, source, them))
	}
	return errors.Join(errs...)
}

// SPDX-License-Identifier: Apache-2.0

package load

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/header"
)

// emittedError says what to name instead of a package that the generator has emitted; nil for any other package.
func emittedError(f found) error {
	var sources []string
	ours := false
	for _, file := range f.files {
		content, err := os.ReadFile(file)
		if err != nil {
			continue // it has been reported
		}
		from, emitted := header.Sources(content)
		sources, ours = append(sources, from...), ours || emitted || strings.HasPrefix(baseName(file), header.NamePrefix)
	}
	if !ours {
		return nil
	}
	slices.Sort(sources)
	sources = slices.Compact(sources)
	for i, source := range sources {
		sources[i] = f.argument(source)
	}
	if len(sources) == 0 {
		return fmt.Errorf("package %s was emitted by versioned-gen: name the package that it was made from", f.pattern)
	}
	return fmt.Errorf("package %s was emitted by versioned-gen: name the package that it was made from, %s", f.pattern, strings.Join(sources, " "))
}

// argument returns what to write for a package where the user wrote a pattern: the folder for a folder, if both are in one
// module.
func (f found) argument(source string) string {
	rest, err := filepath.Rel(filepath.FromSlash("/"+f.path), filepath.FromSlash("/"+source))
	if err != nil || !isFolder(f.pattern) {
		return source
	}
	if there, err := ImportPath(filepath.Join(f.dir, rest)); err != nil || there != source {
		return source
	}
	folder := filepath.ToSlash(filepath.Join(f.pattern, rest))
	if !isFolder(folder) {
		folder = "./" + folder
	}
	return folder
}

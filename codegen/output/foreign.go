// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/header"
)

// named is how many files of somebody else's are named for a folder; of more, only some are.
const named = 3

// isForeign reports whether somebody else wrote a file.
func isForeign(path string, content []byte) bool {
	if strings.HasPrefix(filepath.Base(path), header.NamePrefix) || len(bytes.TrimSpace(content)) == 0 {
		return false
	}
	_, ours := header.Sources(content)
	return !ours
}

// refuseForeign says which files of somebody else's are in the way: each in a line, or, where many are below one root, as
// when another generator wrote there, the folder.
func refuseForeign(files []string, roots []Root) error {
	var errs []error
	byRoot := map[string][]string{}
	var order []string
	for _, file := range files {
		root := rootOf(file, roots)
		if byRoot[root] == nil {
			order = append(order, root)
		}
		byRoot[root] = append(byRoot[root], file)
	}
	for _, root := range order {
		files := byRoot[root]
		if len(files) <= named {
			for _, file := range files {
				errs = append(errs, fmt.Errorf("%s was not written by versioned-gen: remove it, or choose another folder", file))
			}
			continue
		}
		var some []string
		for _, file := range files[:named] {
			some = append(some, strings.TrimPrefix(file, root+string(filepath.Separator)))
		}
		errs = append(errs, fmt.Errorf("%s has %d files that versioned-gen did not write, where it would write its own (%s and %d more): remove them, or choose another folder",
			root, len(files), strings.Join(some, ", "), len(files)-named))
	}
	return errors.Join(errs...)
}

// rootOf returns the innermost root that a file lies in.
func rootOf(file string, roots []Root) string {
	var around []string
	for _, root := range roots {
		if below(root.Dir, file) {
			around = append(around, filepath.Clean(root.Dir))
		}
	}
	return slices.MaxFunc(around, func(a, b string) int { return len(a) - len(b) })
}

// SPDX-License-Identifier: Apache-2.0

package output

import (
	"path"
	"path/filepath"
	"strings"
)

// Root is a folder with output, in which left-overs are looked for. Other runs may have their output below it, for other
// things of the same packages, so that it says what left-overs look like.
type Root struct {
	// Dir is absolute. It need not exist.
	Dir string
	// Pattern is the path of left-overs below Dir, with slashes, as [path.Match] has it. Behind "**/" stands the name of
	// files that are looked for at any depth.
	Pattern string
}

const anyDepth = "**/"

// matches reports whether a file may be a left-over of the root.
func (r Root) matches(file string) bool {
	below, err := filepath.Rel(r.Dir, file)
	if err != nil {
		return false
	}
	pattern, below := r.Pattern, filepath.ToSlash(below)
	if name, deep := strings.CutPrefix(pattern, anyDepth); deep {
		pattern, below = name, path.Base(below)
	}
	match, err := path.Match(pattern, below)
	return match && err == nil // a malformed pattern was refused before
}

// mayHold reports whether left-overs may lie in a folder of the root, or below it.
func (r Root) mayHold(folder string) bool {
	if folder == r.Dir || strings.HasPrefix(r.Pattern, anyDepth) {
		return true
	}
	below, err := filepath.Rel(r.Dir, folder)
	return err == nil && strings.Count(filepath.ToSlash(below), "/") < strings.Count(r.Pattern, "/")
}

func dirs(roots []Root) []string {
	list := make([]string, len(roots))
	for i, root := range roots {
		list[i] = root.Dir
	}
	return list
}

// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// Compare writes nothing. It tells what [Disk] would do.
type Compare struct {
	// Dir is what paths in the diff are relative to; empty shows absolute paths.
	Dir string
}

// Put implements [Output]. The result names the files that [Disk] would write and remove, and its diff leads from what
// is there to what should be, so that it can be applied as a patch.
func (c Compare) Put(ctx context.Context, plan Plan) (Result, error) {
	there := &folders{}
	d, err := decide(plan, there)
	if err != nil {
		return Result{}, err
	}
	result := d.result()
	result.Folders = there.searched(plan)
	var text strings.Builder
	for _, changed := range [][]change{d.write, d.remove} {
		for _, one := range changed {
			if err := ctx.Err(); err != nil {
				return result, fmt.Errorf("comparing the emitted files: %w", err)
			}
			if err := c.diff(&text, one); err != nil {
				return result, err
			}
		}
	}
	result.Diff = text.String()
	return result, nil
}

// diff writes the difference of one file.
func (c Compare) diff(text *strings.Builder, one change) error {
	from, to := "a/"+c.shown(one.path), "b/"+c.shown(one.path)
	switch {
	case one.isNew:
		from = "/dev/null"
	case one.new == nil:
		to = "/dev/null"
	}
	err := difflib.WriteUnifiedDiff(text, difflib.UnifiedDiff{
		A: lines(one.old), B: lines(one.new), FromFile: from, ToFile: to, Context: 3,
	})
	if err != nil {
		return fmt.Errorf("comparing %s: %w", one.path, err)
	}
	return nil
}

// shown returns a path as the diff shows it: with slashes, and relative where it lies below the folder.
func (c Compare) shown(path string) string {
	if c.Dir != "" && below(c.Dir, path) {
		if relative, err := filepath.Rel(c.Dir, path); err == nil {
			path = relative
		}
	}
	return strings.TrimPrefix(filepath.ToSlash(path), "/")
}

// lines splits a text behind its line ends. A last line without one is marked as patch expects it.
func lines(content []byte) []string {
	if len(content) == 0 {
		return nil
	}
	split := strings.SplitAfter(string(content), "\n")
	if last := len(split) - 1; split[last] == "" {
		return split[:last]
	} else {
		split[last] += "\n\\ No newline at end of file\n"
		return split
	}
}

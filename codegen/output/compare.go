// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// Compare writes nothing. It tells what [Disk] would do.
type Compare struct {
	// Dir is what paths in the diff are relative to, as long as all of it lies below; else it is the nearest folder above that
	// has all. Empty is the nearest folder that has all.
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
	result.DiffDir = c.rootOf(d)
	for _, changed := range [][]change{d.write, d.remove} {
		for _, one := range changed {
			if err := ctx.Err(); err != nil {
				return result, fmt.Errorf("comparing the emitted files: %w", err)
			}
			if err := diff(&text, result.DiffDir, one); err != nil {
				return result, err
			}
		}
	}
	result.Diff = text.String()
	return result, nil
}

// rootOf returns the folder that the diff is relative to: one for all paths, so that it can be applied.
func (c Compare) rootOf(d decision) string {
	root := c.Dir
	for _, one := range slices.Concat(d.write, d.remove) {
		if root == "" {
			root = filepath.Dir(one.path)
		}
		for !below(root, one.path) && root != filepath.Dir(root) {
			root = filepath.Dir(root)
		}
	}
	return root
}

// diff writes the difference of one file.
func diff(text *strings.Builder, root string, one change) error {
	shown := one.path
	if relative, err := filepath.Rel(root, one.path); err == nil {
		shown = relative
	}
	shown = filepath.ToSlash(shown)
	from, to := "a/"+shown, "b/"+shown
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

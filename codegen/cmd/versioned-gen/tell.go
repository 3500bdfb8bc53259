// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/stackabletech/operator-go/codegen/output"
)

// tell names every file that was written or removed.
func tell(result output.Result, dir string, w io.Writer) {
	list(w, "wrote", result.Written, dir)
	tellRemoved(result, dir, w)
	fmt.Fprintf(w, "%d files written, %d unchanged, %d removed\n", len(result.Written), len(result.Unchanged), len(result.Removed))
}

// tellRemoved names the files that are gone: nobody should have to find that out.
func tellRemoved(result output.Result, dir string, w io.Writer) {
	list(w, "removed", result.Removed, dir)
	if os.Getenv("GOFILE") != "" && slices.ContainsFunc(result.Removed, func(path string) bool { return filepath.Ext(path) == ".go" }) {
		fmt.Fprintln(w, "go generate has listed the packages before, and may now say that a removed file does not exist: the files are right, and the next run has nothing to say")
	}
}

// foretell names every file that generate would write or remove.
func foretell(result output.Result, dir string, w io.Writer) {
	list(w, "would write", result.Written, dir)
	list(w, "would remove", result.Removed, dir)
	fmt.Fprintf(w, "%d files to write, %d unchanged, %d to remove\n", len(result.Written), len(result.Unchanged), len(result.Removed))
}

func list(w io.Writer, what string, paths []string, dir string) {
	for _, path := range paths {
		fmt.Fprintln(w, what, relative(dir, path))
	}
}

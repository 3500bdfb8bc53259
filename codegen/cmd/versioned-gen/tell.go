// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"

	"github.com/stackabletech/operator-go/codegen/output"
)

// tell names the files that changed.
func tell(result output.Result, dir string, w io.Writer) {
	for _, path := range result.Written {
		fmt.Fprintln(w, "wrote", relative(dir, path))
	}
	tellRemoved(result, dir, w)
	fmt.Fprintf(w, "%d files written, %d unchanged, %d removed\n", len(result.Written), len(result.Unchanged), len(result.Removed))
}

// tellRemoved names the files that are gone: nobody should have to find that out.
func tellRemoved(result output.Result, dir string, w io.Writer) {
	for _, path := range result.Removed {
		fmt.Fprintln(w, "removed", relative(dir, path))
	}
}

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
	for _, path := range result.Removed {
		fmt.Fprintln(w, "removed", relative(dir, path))
	}
	fmt.Fprintf(w, "%d files written, %d unchanged, %d removed\n", len(result.Written), len(result.Unchanged), len(result.Removed))
}

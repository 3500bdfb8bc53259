// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/stackabletech/operator-go/codegen"
	"github.com/stackabletech/operator-go/codegen/output"
)

// A program can generate into memory and look at what would be written.
func ExampleRun() {
	dir, err := filepath.Abs("../apis/autoscaling")
	if err != nil {
		fmt.Println(err)
		return
	}
	memory := &output.Memory{}
	result, err := codegen.Run(context.Background(), codegen.Options{Dir: dir, Patterns: []string{"."}, CRDs: "crds"}, memory)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Println(d.Format(dir))
	}
	for _, file := range memory.Files {
		if filepath.Ext(file.Path) == ".yaml" {
			fmt.Println(filepath.Base(file.Path))
		}
	}
	// Output: autoscaling.stackable.tech_stackablescalers.yaml
}

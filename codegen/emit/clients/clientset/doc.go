// SPDX-License-Identifier: Apache-2.0

// Package clientset emits the clientset itself: the type that holds a client for each version of each group, its scheme,
// and its fake.
package clientset

import (
	"github.com/stackabletech/operator-go/codegen/emit/clients/layout"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// Add adds the files of the clientset. handWritten reports whether somebody wrote a file by hand.
func Add(b *layout.Batch, p *plan.Plan, handWritten func(path string) bool) {
	addClientset(b, p)
	addScheme(b, p, handWritten)
	kinds := irregular(p)
	if len(kinds) > 0 {
		addTracker(b, p, kinds)
	}
	addFake(b, p, len(kinds) > 0)
}

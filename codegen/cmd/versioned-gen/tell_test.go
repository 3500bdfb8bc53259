// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/output"
)

// TestRemovedUnderGoGenerate says why go generate fails behind it.
func TestRemovedUnderGoGenerate(t *testing.T) {
	told := func(gofile string, removed ...string) string {
		t.Setenv("GOFILE", gofile)
		var said strings.Builder
		tellRemoved(output.Result{Removed: removed}, "/dir", &said)
		return said.String()
	}
	assert.Equal(t, "removed v1/a.go\n", told("", "/dir/v1/a.go"))
	assert.Equal(t, "removed crds/a.yaml\n", told("person.go", "/dir/crds/a.yaml"))
	assert.Empty(t, told("person.go"))
	assert.Contains(t, told("person.go", "/dir/v1/a.go"), "removed v1/a.go\ngo generate has listed the packages before")
}

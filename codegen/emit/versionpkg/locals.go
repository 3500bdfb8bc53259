// SPDX-License-Identifier: Apache-2.0

package versionpkg

import (
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// locals makes names of local variables that hide neither a type of the package nor an import.
type locals struct {
	taken []string
}

func newLocals(view *model.View) locals {
	l := locals{}
	for _, t := range view.Types {
		l.taken = append(l.taken, t.Name)
	}
	for _, importPath := range importsOf(view) {
		l.taken = append(l.taken, gofile.Alias(importPath))
	}
	return l
}

// name returns a name for a nesting depth: in, in1, in2, ...
func (l locals) name(base string, depth int) string {
	for _, taken := range l.taken {
		// Two imports of one name are told apart by digits, as are the depths.
		if rest, ok := strings.CutPrefix(taken, base); ok && strings.Trim(rest, "0123456789") == "" {
			base += "_"
			break
		}
	}
	if depth == 0 {
		return base
	}
	return base + strconv.Itoa(depth)
}

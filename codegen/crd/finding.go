// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// everywhere is the index of a version for what concerns the whole object.
const everywhere = -1

// finding is something that is wrong, without the version that it is wrong in.
type finding struct {
	pos     diag.Pos
	message string
}

// findings gathers what is wrong with a definition, so that what several versions have in common is said once.
type findings struct {
	definition *Definition
	versions   map[finding][]int
	// needs are the declarations whose look a finding relies on.
	needs map[finding][]diag.Pos
}

func (d *Definition) findings() *findings {
	return &findings{definition: d, versions: map[finding][]int{}, needs: map[finding][]diag.Pos{}}
}

func (f *findings) add(version int, pos diag.Pos, format string, args ...any) {
	f.relying(nil, version, pos, format, args...)
}

// relying adds what is wrong if declarations look as they seem to.
func (f *findings) relying(needs []diag.Pos, version int, pos diag.Pos, format string, args ...any) {
	found := finding{pos: pos, message: fmt.Sprintf(format, args...)}
	if !slices.Contains(f.versions[found], version) {
		f.versions[found] = append(f.versions[found], version)
		f.needs[found] = append(f.needs[found], needs...)
	}
}

// at reports whether something is wrong at a position.
func (f *findings) at(pos diag.Pos) bool {
	for found := range f.versions {
		if found.pos == pos {
			return true
		}
	}
	return false
}

func (f *findings) report(problems *diag.List) { f.all(diag.Error, problems) }

// warn reports what need not be wrong.
func (f *findings) warn(problems *diag.List) { f.all(diag.Warning, problems) }

func (f *findings) all(severity diag.Severity, problems *diag.List) {
	for found, versions := range f.versions {
		problems.Add(diag.Diagnostic{Pos: found.pos, Severity: severity, Message: found.message + f.named(versions), Needs: f.needs[found]})
	}
}

// named lists versions unless it would be all of them, or none.
func (f *findings) named(versions []int) string {
	sources := f.definition.sources
	if slices.Contains(versions, everywhere) || len(versions) == len(sources) {
		return ""
	}
	slices.Sort(versions)
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = sources[v].view.Version.Name
	}
	return " (in " + strings.Join(names, ", ") + ")"
}

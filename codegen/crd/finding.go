// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"cmp"
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
	// place is what the message begins with, if it begins with a place of the schema, which may have other names in other
	// versions; cause is what the message says in each of them.
	place, cause string
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
	f.record(needs, version, finding{pos: pos, message: fmt.Sprintf(format, args...)})
}

func (f *findings) record(needs []diag.Pos, version int, found finding) {
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
	for _, same := range f.byCause() {
		first := same[0]
		problems.Add(diag.Diagnostic{Pos: first.pos, Severity: severity, Message: first.message + f.named(same), Needs: f.needs[first]})
	}
}

// byCause returns the findings, those together that have one cause in different versions, the youngest of them first.
func (f *findings) byCause() [][]finding {
	all := make([]finding, 0, len(f.versions))
	for found, versions := range f.versions {
		slices.Sort(versions)
		all = append(all, found)
	}
	slices.SortFunc(all, func(a, b finding) int {
		return cmp.Or(f.rank(a)-f.rank(b), cmp.Compare(a.message, b.message))
	})
	var grouped [][]finding
	for _, found := range all {
		i := slices.IndexFunc(grouped, func(group []finding) bool {
			return found.cause != "" && found.cause == group[0].cause && found.pos == group[0].pos && !slices.ContainsFunc(group, func(other finding) bool {
				return slices.ContainsFunc(f.versions[other], func(v int) bool { return slices.Contains(f.versions[found], v) })
			})
		})
		if i < 0 {
			grouped = append(grouped, []finding{found})
			continue
		}
		grouped[i] = append(grouped[i], found)
	}
	return grouped
}

// rank is smaller for what is wrong in younger versions.
func (f *findings) rank(found finding) int {
	versions := f.versions[found]
	if slices.Contains(versions, f.definition.youngest) {
		return everywhere
	}
	return versions[0]
}

// named lists the versions in which something is wrong unless it would be all of them, or none, and what it is called there.
func (f *findings) named(same []finding) string {
	var versions []int
	for _, found := range same {
		versions = append(versions, f.versions[found]...)
	}
	named := !slices.ContainsFunc(same, func(found finding) bool { return found.place != same[0].place })
	if named && (slices.Contains(versions, everywhere) || len(versions) == len(f.definition.sources)) {
		return ""
	}
	if named {
		return " (in " + f.list(versions) + ")"
	}
	text := " (in " + f.list(f.versions[same[0]])
	for _, found := range same[1:] {
		text += ", as " + found.place + " in " + f.list(f.versions[found])
	}
	return text + ")"
}

func (f *findings) list(versions []int) string {
	slices.Sort(versions)
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = f.definition.sources[v].view.Version.Name
	}
	return strings.Join(names, ", ")
}

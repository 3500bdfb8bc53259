// SPDX-License-Identifier: Apache-2.0

package surface

import (
	"maps"
	"slices"
)

// Difference is one line that only one of two surfaces has.
type Difference struct {
	// Package is the path below the root, Name the exported name; it is empty where a whole package is missing.
	Package, Name string
	// Line is what it says, with - in front for what only the first has and + for what only the second has.
	Line string
}

// Compare lists what differs between two surfaces, sorted by package and name.
func Compare(first, second Surface) []Difference {
	var all []Difference
	for _, pkg := range keys(first, second) {
		one, inFirst := first[pkg]
		two, inSecond := second[pkg]
		switch {
		case !inSecond:
			all = append(all, Difference{Package: pkg, Line: "-package"})
		case !inFirst:
			all = append(all, Difference{Package: pkg, Line: "+package"})
		default:
			for _, name := range keys(one, two) {
				all = append(all, compareLines(pkg, name, one[name], two[name])...)
			}
		}
	}
	return all
}

func compareLines(pkg, name string, first, second []string) []Difference {
	var all []Difference
	for _, line := range first {
		if !slices.Contains(second, line) {
			all = append(all, Difference{pkg, name, "-" + line})
		}
	}
	for _, line := range second {
		if !slices.Contains(first, line) {
			all = append(all, Difference{pkg, name, "+" + line})
		}
	}
	return all
}

func keys[V any](first, second map[string]V) []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(first)), maps.Keys(second))
	slices.Sort(all)
	return slices.Compact(all)
}

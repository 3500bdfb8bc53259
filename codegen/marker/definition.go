// SPDX-License-Identifier: Apache-2.0

package marker

import (
	"slices"
	"strings"
)

// Target is a set of places where a marker may stand.
type Target uint8

// The places.
const (
	Package Target = 1 << iota
	Type
	Field
	Constant
)

// String lists the places in words: "a type, a field or a constant".
func (t Target) String() string {
	var names []string
	for _, place := range []struct {
		target Target
		name   string
	}{{Package, "the package clause"}, {Type, "a type"}, {Field, "a field"}, {Constant, "a constant"}} {
		if t&place.target != 0 {
			names = append(names, place.name)
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// ArgKind says what an argument's value is.
type ArgKind string

// The kinds of values.
const (
	String  ArgKind = "string"
	Bool    ArgKind = "true|false"
	List    ArgKind = "{a,b}"
	Version ArgKind = "version"
	Func    ArgKind = "function"
	GoType  ArgKind = "Go type"
	GoName  ArgKind = "Go name"
	Path    ArgKind = "JSON path"
	Scope   ArgKind = "Namespaced|Cluster"
)

// ArgDefinition describes one argument.
type ArgDefinition struct {
	// Name is empty for the argument of markers such as versioned:group=G.
	Name     string
	Kind     ArgKind
	Required bool
	// Doc is one sentence.
	Doc string
}

// Definition describes one marker of the versioned: namespace.
type Definition struct {
	// Name is without the leading "+".
	Name    string
	Targets Target
	Args    []ArgDefinition
	// Repeatable markers may stand more than once at one place.
	Repeatable bool
	// Doc is a sentence or two, Example complete Go lines.
	Doc     string
	Example string
}

// Arg finds the definition of an argument; nil if the marker has no such argument.
func (d *Definition) Arg(name string) *ArgDefinition {
	for i := range d.Args {
		if d.Args[i].Name == name {
			return &d.Args[i]
		}
	}
	return nil
}

// unnamed reports whether the marker takes one argument without a name.
func (d *Definition) unnamed() bool { return len(d.Args) == 1 && d.Args[0].Name == "" }

// Find returns the definition of a marker by its name without "+", or nil.
func Find(name string) *Definition {
	for i := range Definitions {
		if Definitions[i].Name == name {
			return &Definitions[i]
		}
	}
	return nil
}

// Names returns the names of all markers in order of the table.
func Names() []string {
	names := make([]string, len(Definitions))
	for i, d := range Definitions {
		names[i] = d.Name
	}
	return names
}

// Nearest returns the candidate that is spelled most like the word, or "" when none is close.
func Nearest(word string, candidates []string) string {
	best, bestDistance := "", len(word)/3+2
	for _, candidate := range slices.Sorted(slices.Values(candidates)) {
		if d := distance(strings.ToLower(word), strings.ToLower(candidate)); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// distance is the optimal string alignment distance: edits, with swapped neighbours counting once, since that is the
// most common slip of the keyboard.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

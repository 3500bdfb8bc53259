// SPDX-License-Identifier: Apache-2.0

package codegen

import (
	"bytes"
	"slices"

	"github.com/stackabletech/operator-go/codegen/diag"
)

// findings collects what the stages of a run report. A stage judges also what an earlier one found faulty, so that all
// problems of a run are reported together. What it says then of a declaration that has an error already is taken for a
// consequence, and left out: if it is none, the next run tells. So is what relies on a declaration of which an error says
// that nobody knows what it looks like.
type findings struct {
	problems *diag.List
	// contents are the files of the run's packages.
	contents map[string][]byte
}

// stage runs a stage, which reports to the list that it is given, and keeps what does not follow from earlier errors.
func (f findings) stage(judge func(*diag.List)) {
	var found diag.List
	judge(&found)
	if !f.problems.HasErrors() {
		f.problems.Append(&found)
		return
	}
	lines := map[string][][]byte{}
	faulty, blurred := map[diag.Pos]bool{}, map[diag.Pos]bool{}
	for _, d := range f.problems.Sorted() {
		if d.Severity == diag.Error {
			faulty[f.declaration(d.Pos, lines)] = true
		}
		for _, pos := range d.Blurs {
			blurred[f.declaration(pos, lines)] = true
		}
	}
	for _, d := range found.Sorted() {
		// Of files that are not the run's, nobody knows what led there.
		_, own := f.contents[d.Pos.File]
		follows := slices.ContainsFunc(d.Needs, func(pos diag.Pos) bool { return blurred[f.declaration(pos, lines)] })
		if own && !follows && !faulty[f.declaration(d.Pos, lines)] {
			f.problems.Add(d)
		}
	}
}

// declaration returns the line of the declaration that a position belongs to: its own, or the first one behind the
// comments that it lies in.
func (f findings) declaration(pos diag.Pos, lines map[string][][]byte) diag.Pos {
	text, split := lines[pos.File]
	if !split {
		text = bytes.Split(f.contents[pos.File], []byte("\n"))
		lines[pos.File] = text
	}
	line := pos.Line
	for line > 0 && line < len(text) && bytes.HasPrefix(bytes.TrimSpace(text[line-1]), []byte("//")) {
		line++
	}
	return diag.Pos{File: pos.File, Line: line}
}

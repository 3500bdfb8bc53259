// SPDX-License-Identifier: Apache-2.0

// Package output takes the files that the emitters made and puts them where the caller wants them: on disk, in memory,
// or beside what is there already, to tell the difference.
//
// All three decide by the same rules, so that verify and tests say what generate does: a file with the right content is
// left alone, a file of somebody else is never touched, and a file that an earlier run made and this one did not is a
// left-over. What tells our files from others is their first lines (package header), which also name the packages they
// were made from; a list of files kept elsewhere would have to be committed, merged and believed.
//
// [Disk] writes in two phases: first everything beside its place, then all renames. A full disk or a read-only folder is
// met in the first phase, when nothing has changed yet, and whoever reads a file at any moment reads all of it.
package output

import "context"

// File is one emitted file.
type File struct {
	// Path is absolute.
	Path string
	// Content is complete and formatted.
	Content []byte
}

// Plan is what one run wants to be there.
type Plan struct {
	// Files are the emitted files in any order. Each lies below one of the roots.
	Files []File
	// Sources are the import paths of the API packages of the run. Left-overs of others are not looked at.
	Sources []string
	// Roots are where left-overs are looked for. Nested Go modules, folders whose names start with a dot, and links are
	// left out.
	Roots []Root
	// Current is called once no other run can write. Its error leaves everything as it is. Nil checks nothing.
	Current func() error
}

// Output is a place for files.
type Output interface {
	// Put makes a plan true, or tells what is missing for it. The result is right also beside an error: it holds what
	// was done until then.
	Put(ctx context.Context, plan Plan) (Result, error)
}

// Result says what was done to which file, or what would have to be done. Paths are absolute and sorted.
type Result struct {
	// Written are files that were not there or had another content.
	Written []string
	// Unchanged are files that were there as they should be.
	Unchanged []string
	// Removed are left-overs.
	Removed []string
	// Folders are those in which left-overs were looked for, those that were passed over by what is in them, and those of
	// the files of the plan. As long as no name in them changes, there are no other left-overs. [Memory] has no folders.
	Folders []string
	// Diff is a unified diff from what is there to what should be, and DiffDir the folder that its paths are relative to. Only
	// [Compare] fills them.
	Diff, DiffDir string
}

// Changes returns the number of files that were written or removed.
func (r Result) Changes() int { return len(r.Written) + len(r.Removed) }

// Differs reports whether something was not as it should be.
func (r Result) Differs() bool { return r.Changes() > 0 }

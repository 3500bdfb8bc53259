// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"slices"
)

// Output takes all files of a run. It either does all it has to do or says what stopped it; a file is never half there.
type Output interface {
	Put(ctx context.Context, plan Plan) (Result, error)
}

// Plan is what a run emitted, and what it may tidy up.
type Plan struct {
	Files []File
	// Sources are the import paths of the API packages of the run.
	Sources []string
	// Roots are the folders that may hold left-overs: files that an earlier run made from the same sources and that are
	// no longer emitted.
	Roots []string
}

// Result is what an output did, or, for Compare, what Disk would do. All paths are absolute and sorted.
type Result struct {
	// Written are files that are new or have other content than before, Unchanged those that were left alone, and
	// Removed the left-overs.
	Written, Unchanged, Removed []string
	// Diff is a unified diff of what is there against what should be; only Compare fills it.
	Diff string
}

// Changes is how many files differ.
func (r Result) Changes() int { return len(r.Written) + len(r.Removed) }

// Differs reports whether any file differs.
func (r Result) Differs() bool { return r.Changes() > 0 }

func (r *Result) sort() {
	slices.Sort(r.Written)
	slices.Sort(r.Unchanged)
	slices.Sort(r.Removed)
}

// Memory keeps the files, for tests and for programs that do something else with them. The zero Memory is empty.
type Memory struct {
	// Files are those of the last run.
	Files []File
}

// Put keeps the files of a plan.
func (m *Memory) Put(_ context.Context, plan Plan) (Result, error) {
	m.Files = slices.Clone(plan.Files)
	var result Result
	for _, file := range plan.Files {
		result.Written = append(result.Written, file.Path)
	}
	result.sort()
	return result, nil
}

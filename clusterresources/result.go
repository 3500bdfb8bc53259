// SPDX-License-Identifier: Apache-2.0

package clusterresources

import "time"

// Action is what became of an object.
type Action string

// The actions.
const (
	// Created and Configured took a request that made or changed the object.
	Created    Action = "created"
	Configured Action = "configured"
	// Recreated objects were deleted and created again, for RecreateIfImmutable.
	Recreated Action = "recreated"
	// Unchanged objects were as they should be. It took no request, or one that changed nothing.
	Unchanged Action = "unchanged"
	// Deleted objects were orphans.
	Deleted Action = "deleted"
	// Skipped objects were not touched because of the strategy, or for an option.
	Skipped Action = "skipped"
	// Terminating objects are being deleted; they are applied again once they are gone.
	Terminating Action = "terminating"
	// BackingOff objects are changed by somebody again and again, and are left alone for some minutes; or they are asked for in
	// ever other ways, and are left alone for some seconds.
	BackingOff Action = "backingOff"
)

// Change is what became of one object.
type Change struct {
	Object Ref
	Action Action
}

// Result is what a Set has done, in the order in which it was done.
type Result struct {
	Changes []Change
	// Waiting says that not all orphans are gone: some take time, and others have to wait for them, or a cache cannot be
	// relied on at the moment.
	Waiting bool
	// RetryAfter is when to reconcile again, although nothing may tell that something has changed: some seconds if
	// Waiting, or if an object is Terminating, and the rest of the pause if it is BackingOff. Zero means that there is no
	// need to. After an error, reconcile again as one does after errors; what is known to fail is not sent each time.
	RetryAfter time.Duration
	// Warnings are for the user of the cluster: about resources, about overrides that matched nothing, and about values that
	// an object has lost when it was made again.
	Warnings []string
	// Diffs are what a dry run would have changed.
	Diffs []Diff
}

// Count returns how many objects an action was taken for.
func (r Result) Count(action Action) int {
	n := 0
	for _, c := range r.Changes {
		if c.Action == action {
			n++
		}
	}
	return n
}

// waitForGone is when to look again at what takes time to be gone.
const waitForGone = 5 * time.Second

// again has the next reconcile no later than after some time.
func (r *Result) again(after time.Duration) {
	if r.RetryAfter == 0 || after < r.RetryAfter {
		r.RetryAfter = after
	}
}

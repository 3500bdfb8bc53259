// SPDX-License-Identifier: Apache-2.0

package clusterresources

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
	// BackingOff objects are changed by somebody again and again, and are left alone for some minutes.
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
	// relied on at the moment. Reconcile again in some seconds.
	Waiting bool
	// Warnings are for the user of the cluster: about resources, and about overrides that matched nothing.
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

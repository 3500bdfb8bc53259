// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"maps"
	"slices"
)

// tally is how often what has happened.
type tally map[string]int

func (t tally) String() string {
	text := ""
	for _, what := range slices.Sorted(maps.Keys(t)) {
		text += fmt.Sprintf("\n%10d %s", t[what], what)
	}
	return text
}

func (t tally) add(other tally) {
	for what, n := range other {
		t[what] += n
	}
}

func (w *chaosWorld) count(what string) { w.tally[what]++ }

// always is what has to happen for a run to prove something.
var always = []string{
	"GET", "PATCH", "POST", "DELETE", "GET of an owner", "reconciles", "reconciles while paused", "crashes", "connections broken", "conflicts",
	"refusals", "forbidden", "orphans deleted", "recreations", "backups deleted", "hand-overs", "repairs of a strategy", "field sets restored",
	"field sets wiped", "workloads stopped", "workloads started again", "writes of /scale", "scalers drained",
	"scalers seeded", "replicas authorized", "StatefulSets scaled as authorized",
	"deletions by users", "definitions removed", "rights taken", "owners edited", "upgrades", "worlds settled",
}

// lacking returns what has not happened.
func (t tally) lacking() []string {
	return slices.DeleteFunc(slices.Clone(always), func(what string) bool { return t[what] > 0 })
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"flag"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	chaosSteps = flag.Int("chaos.steps", 40_000, "how many random steps TestChaos takes")
	chaosSeed  = flag.Uint64("chaos.seed", 1, "the seed of TestChaos; 0 takes one from the clock")
)

// liveOnce runs a world, and returns it when it has ended. What waits in it for objects to be gone does not wait really.
func liveOnce(t *testing.T, seed uint64, m mutant) *chaosWorld {
	t.Helper()
	var w *chaosWorld
	synctest.Test(t, func(t *testing.T) {
		w = newChaosWorld(t, seed, m)
		w.live(chaosAge)
	})
	return w
}

// TestChaos is everything that can go wrong around an operator, at random: caches that lag, processes that end after any
// request, two of them at once and of different releases, owners that are deleted, created again, edited, stopped and
// paused, users who edit and delete what is the operator's, autoscalers, scalers that decide on StatefulSets, and kinds that
// cannot be reached. Nothing is deleted that should not be, nothing of others is undone, no StatefulSet gets replicas that
// are not authorized, nothing is sent when nothing changed, and when peace returns, all is as it should be. A failure prints
// its seed, and what happened last.
//
// The worlds are the same ones each time, so that no change is blamed for what it has not done. Others, and more of them:
// make chaos.
func TestChaos(t *testing.T) {
	t.Parallel()
	seed := *chaosSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano()) //nolint:gosec // any number does
	}
	begin, all := time.Now(), tally{}
	for world := range uint64(max(1, *chaosSteps/chaosAge)) { //nolint:gosec // it is no large number
		w := liveOnce(t, seed+world, mutant{})
		if w.verdict != "" {
			t.Fatalf("-chaos.seed %d -chaos.steps 1: %s\n%s", seed+world, w.verdict, strings.Join(w.trace, "\n"))
		}
		all.add(w.tally)
	}
	t.Logf("seed %d, %s:%s", seed, time.Since(begin).Round(time.Second), all)
	if all["steps"] >= 100*chaosAge {
		assert.Empty(t, all.lacking(), "what never happened")
	}
}

// TestChaosFindsDefects puts defects in, and demands that they are found.
func TestChaosFindsDefects(t *testing.T) {
	t.Parallel()
	for name, m := range mutants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(100) {
				if verdict := liveOnce(t, seed, m).verdict; verdict != "" {
					t.Logf("after %d worlds: %s", seed+1, verdict)
					return
				}
			}
			t.Fatal("nothing was found")
		})
	}
}

// TestChaosIsRepeatable runs a world twice: a seed is all that it takes to see again what went wrong.
func TestChaosIsRepeatable(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		first, second := liveOnce(t, seed, mutant{}), liveOnce(t, seed, mutant{})
		require.Equal(t, first.trace, second.trace)
		require.Equal(t, first.tally, second.tally)
	}
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

const (
	chaosNamespace = "default"
	// chaosAge is how many steps a world lives before it has to settle.
	chaosAge = 200
)

var chaosKind = schema.GroupVersionKind{Group: "test.example.com", Version: "v1", Kind: "Product"}

// chaosWorld is a server, two processes of an operator, and everybody else.
type chaosWorld struct {
	t       *testing.T
	random  *rand.Rand
	kinds   *kinds
	used    []*Kind
	server  *chaosServer
	time    time.Time
	workers [2]*chaosOperator
	mutant  mutant
	// release is that of the operator which starts next.
	release int
	// calm worlds are not meddled with.
	calm bool
	// values is how many were made up.
	values int
	// recreated are objects that were deleted to be created again, until they are.
	recreated map[chaosName]recreation
	// wiped are the objects of which nobody knows any more what is ours: known exceptions begin with that.
	wiped   map[types.UID]bool
	tally   tally
	verdict string
	trace   []string
}

func newChaosWorld(t *testing.T, seed uint64, m mutant) *chaosWorld {
	t.Helper()
	s, err := newScheme()
	require.NoError(t, err)
	table, err := newKinds(s, nil)
	require.NoError(t, err)
	w := &chaosWorld{
		t: t, random: rand.New(rand.NewPCG(seed, 0)), kinds: table, mutant: m, time: time.Unix(1_000_000_000, 0), //nolint:gosec // it has to be repeatable
		recreated: map[chaosName]recreation{}, wiped: map[types.UID]bool{}, tally: tally{},
	}
	for _, kind := range chaosKinds {
		w.used = append(w.used, table.byGroup[kind])
	}
	w.server, err = newChaosServer(table, w.used, w.clock)
	require.NoError(t, err)
	w.release = w.random.IntN(2)
	for i := range w.workers {
		w.workers[i] = newChaosOperator(w, nil)
	}
	return w
}

func (w *chaosWorld) clock() time.Time { return w.time }

// say notes what happens; the last of it is shown when something goes wrong.
func (w *chaosWorld) say(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	if len(w.trace) > 0 && w.trace[len(w.trace)-1] == line {
		return // what is waited for is asked for again and again
	}
	w.trace = append(w.trace, line)
	if len(w.trace) > 400 {
		w.trace = w.trace[200:]
	}
}

// live runs a world until it has taken so many steps, or something went wrong.
func (w *chaosWorld) live(steps int) string {
	for _, owner := range chaosOwners {
		w.createOwner(owner)
	}
	for range steps {
		if w.step(); w.verdict != "" {
			return w.verdict
		}
	}
	w.settle()
	return w.verdict
}

// step is one step of a world.
func (w *chaosWorld) step() {
	w.count("steps")
	switch w.random.IntN(10) {
	case 0, 1, 2, 3:
		i, life := w.random.IntN(2), -1
		if w.random.IntN(3) == 0 {
			life = w.random.IntN(8)
		}
		if w.random.IntN(2) == 0 {
			w.workers[i].catchUp()
		}
		_ = w.reconcile(i, w.anyOwner(), life) // errors are part of it
	case 4:
		w.twice()
	default:
		w.disturb()
	}
}

// reconcile has a process reconcile, and replaces it if it does not survive.
func (w *chaosWorld) reconcile(i int, owner string, life int) error {
	o := w.workers[i]
	o.life = life
	w.count("reconciles")
	w.say("%d reconciles %s at generation %d, %s", i, owner, o.owners[owner].generation, o.owners[owner].strategy)
	if o.owners[owner].strategy == ReconciliationPaused {
		w.count("reconciles while paused")
	}
	err := o.reconcile(owner)
	w.say("%d is done: %v", i, err)
	if o.dead {
		w.count("crashes")
		w.restart(i)
	}
	return err
}

// restart replaces a process by one of the release of the day.
func (w *chaosWorld) restart(i int) {
	w.workers[i] = newChaosOperator(w, w.workers[w.random.IntN(2)])
}

// twice reconciles two times in a row while nothing else happens: what the first one has done, the second one knows,
// whatever its cache has seen of it.
func (w *chaosWorld) twice() {
	w.calm = true
	defer func() { w.calm = false }()
	i, owner := w.random.IntN(2), w.anyOwner()
	o := w.workers[i]
	if w.reconcile(i, owner, -1) != nil {
		return
	}
	if w.hidesScaler(o) || len(o.applier.memos.predecessors) > 0 {
		return // what a StatefulSet is to have, and whether something was deleted, is asked for each time
	}
	for kind, cache := range o.caches {
		if cache.broken || cache.missing || w.server.refuses[kind] != nil {
			return // it looks at each object then, or at what the cache still has, and the server not any more
		}
		for _, object := range w.server.objects[kind] {
			if object.GetDeletionTimestamp() != nil {
				return // it is looked at until it is gone, if its labels keep it out of the cache
			}
			if _, is := object.GetAnnotations()[AnnotationBackupOf]; is {
				return // it is looked at until nobody needs it
			}
		}
		for _, object := range cache.objects {
			if _, is := object.GetAnnotations()[AnnotationBackupOf]; is {
				return // the same, where the cache does not know that it is gone
			}
		}
	}
	// What the first one was told of by the server, the second one knows for half a minute.
	if _ = w.reconcile(i, owner, -1); o.requests > 0 {
		w.wrong("%d requests while nothing has changed", o.requests)
	}
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// memo is what is remembered of an object since the API server last answered to an apply, or since it was last seen to
// be as it should be. It is a value and never changed in place.
type memo struct {
	// owner is for whom the object was applied, and uid the object's.
	owner, uid types.UID
	// desired is the fingerprint of what was asked for.
	desired ownership.Hash
	// entry and live are the fingerprints of our field set and of the values there.
	entry, live ownership.Hash
	// revision is the resourceVersion for which all of this holds.
	revision string
	// answered is when our own last write was answered, and answer what it was; the answer is kept only until the cache
	// has it, too.
	answered time.Time
	answer   Object
	// due is when the object is applied again although nothing seems to have changed.
	due time.Time
	// repairs are the last times that the same was applied again since somebody had changed it.
	repairs []time.Time
	// generation is that of the owner for which it was asked for, and changes are the last times that something else was asked
	// for at the same one; told is when that was said to be too often.
	generation int64
	changes    []time.Time
	told       time.Time
	// idle says which overrides change nothing.
	idle []string
	// failure is what is reported, without a request, until quiet.
	failure error
	quiet   time.Time
	// failures is how often it failed in a row.
	failures int
	// doubted says that somebody has written the object since, so that only how often it was repaired and failed still
	// counts.
	doubted bool
}

// memos holds the memos of all objects of all owners.
type memos struct {
	mu     sync.Mutex
	byKind map[*Kind]map[key]memo
	// written are, by owner, the objects whose memos hold an answer: those that a cache may not have yet. Some of them may
	// be forgotten by now.
	written map[types.UID]map[place]bool
	// deleted is when we deleted an object that the cache may still have.
	deleted map[types.UID]time.Time
	// spared are objects that look like orphans at a revision, and are none on the server.
	spared map[types.UID]spared
	// refusals are of objects that the API server has shown to be somebody else's. What their own owners remember of them is
	// kept apart.
	refusals map[claim]refusal
	// predecessors are objects that we have deleted to create them again.
	predecessors map[place]predecessor
	// recreations are the last times that we have deleted objects to create them again.
	recreations map[claim][]recreated
	// swept are the objects that are known to have no backup.
	swept map[place]bool
}

// recreated says when an object was deleted to be created again, and for which generation of its owner.
type recreated struct {
	at         time.Time
	generation int64
}

// predecessor is an owner's object that was deleted to be created again, for which generation and when that was, and when it was
// last asked for.
type predecessor struct {
	owner       types.UID
	generation  int64
	object      Object
	backup      *backup
	deleted, at time.Time
}

// spared says at which revision an object is no orphan, and when that was seen.
type spared struct {
	revision string
	at       time.Time
}

// place is where a memo is.
type place struct {
	kind *Kind
	key  key
}

func newMemos() *memos {
	return &memos{
		byKind: map[*Kind]map[key]memo{}, written: map[types.UID]map[place]bool{}, deleted: map[types.UID]time.Time{},
		spared: map[types.UID]spared{}, refusals: map[claim]refusal{}, predecessors: map[place]predecessor{}, recreations: map[claim][]recreated{}, swept: map[place]bool{},
	}
}

// bury notes that an object was deleted for good, and returns the backup of one that was to be created again before.
func (m *memos) bury(kind *Kind, k key, uid types.UID, at time.Time) *backup {
	m.drop(kind, k, uid)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.deleted[uid] = at
	return m.forget(place{kind, k})
}

// spare notes that an object at a revision is no orphan, whatever the cache says.
func (m *memos) spare(object Object, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spared[object.GetUID()] = spared{revision: object.GetResourceVersion(), at: at}
}

// isSpared reports whether an object was looked at, and found to be no orphan.
func (m *memos) isSpared(object Object) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spared[object.GetUID()].revision == object.GetResourceVersion()
}

// isGone reports whether we have deleted an object, and the cache has not told of it.
func (m *memos) isGone(uid types.UID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, gone := m.deleted[uid]
	return gone
}

// buried reports whether an object was deleted so lately that the cache may not know it.
func (m *memos) buried(uid types.UID, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.deleted[uid]
	return ok && now.Sub(at) < trustOwnWrite
}

// keep notes an object that is deleted to be created again. That outlives the reconcile that has deleted it, which may fail in
// between, or not see the object go.
func (m *memos) keep(at place, one predecessor, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	one.deleted, one.at = now, now
	m.predecessors[at] = one
	by := claim{one.owner, at}
	times := append(m.recreations[by], recreated{now, one.generation})
	m.recreations[by] = times[max(0, len(times)-repairsAllowed):] // more of them say no more
}

// recreated returns how often an owner's object was deleted for a generation within repairWindow to be created again.
func (m *memos) recreated(at claim, generation int64, now time.Time) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, then := range m.recreations[at] {
		if now.Sub(then.at) < repairWindow && then.generation == generation {
			n++
		}
	}
	return n
}

// predecessorOf returns the object of an owner that was deleted to be created again, nil if there is none.
func (m *memos) predecessorOf(at place, owner types.UID, now time.Time) Object {
	m.mu.Lock()
	defer m.mu.Unlock()
	one, ok := m.predecessors[at]
	if !ok || one.owner != owner {
		return nil
	}
	one.at = now
	m.predecessors[at] = one
	return one.object
}

// outlived forgets the predecessor of an object that the API server has, and that is not on its way out, and reports whether
// there is none any more, with its backup. Without an answer it is not known whether the predecessor was deleted: as long as it
// is at the very revision that was to be deleted, that may still happen.
func (m *memos) outlived(at place, live Object, now time.Time) (gone bool, left *backup) {
	m.mu.Lock()
	defer m.mu.Unlock()
	one, ok := m.predecessors[at]
	if ok && live.GetResourceVersion() == one.object.GetResourceVersion() && now.Sub(one.deleted) < trustOwnWrite {
		return false, nil
	}
	return true, m.forget(at)
}

// release forgets the predecessor of an object that is there, and returns its backup.
func (m *memos) release(at place) *backup {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.forget(at)
}

// forget is release for who holds the lock.
func (m *memos) forget(at place) *backup {
	left := m.predecessors[at].backup
	delete(m.predecessors, at)
	return left
}

// sweptBackup notes that an object is known to have no backup, and doubtBackup that it is not.
func (m *memos) sweptBackup(at place) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.swept[at] = true
}

func (m *memos) doubtBackup(at place) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.swept, at)
}

func (m *memos) isSwept(at place) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.swept[at]
}

func (m *memos) get(kind *Kind, k key) (memo, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	one, ok := m.byKind[kind][k]
	return one, ok
}

func (m *memos) put(kind *Kind, k key, one memo) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byKind[kind] == nil {
		m.byKind[kind] = map[key]memo{}
	}
	m.byKind[kind][k] = one
	delete(m.refusals, claim{one.owner, place{kind, k}})
	if one.answer == nil {
		delete(m.written[one.owner], place{kind, k})
		return
	}
	if m.written[one.owner] == nil {
		m.written[one.owner] = map[place]bool{}
	}
	m.written[one.owner][place{kind, k}] = true
}

// answers returns the memos of a kind that hold an answer to what was written for an owner.
func (m *memos) answers(kind *Kind, owner types.UID) []memo {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []memo
	for at := range m.written[owner] {
		if at.kind != kind {
			continue
		}
		if one := m.byKind[kind][at.key]; one.owner == owner && one.answer != nil {
			found = append(found, one)
		}
	}
	return found
}

// drop forgets an object, if it is that one.
func (m *memos) drop(kind *Kind, k key, uid types.UID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.deleted, uid)
	delete(m.spared, uid)
	if one, ok := m.byKind[kind][k]; ok && one.uid == uid {
		delete(m.byKind[kind], k)
		delete(m.swept, place{kind, k})
	}
}

// refuse notes that an object is somebody else's, and returns how long nobody is asked whether it still is.
func (m *memos) refuse(at claim, foreign ForeignError, now time.Time) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	failures := m.refusals[at].failures
	delay := backOff(failures)
	m.refusals[at] = refusal{foreign: foreign, failures: failures + 1, quiet: now.Add(delay)}
	return delay
}

// refused returns whose an object is, and until when that counts.
func (m *memos) refused(at claim) refusal {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusals[at]
}

// doubt notes that somebody else has written an object that an owner has.
func (m *memos) doubt(kind *Kind, k key, owner types.UID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if one, ok := m.byKind[kind][k]; ok && one.owner == owner {
		one.doubted = true
		m.byKind[kind][k] = one
	}
}

// noteIdle notes which overrides of an object change nothing.
func (m *memos) noteIdle(kind *Kind, k key, owner types.UID, idle []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if one, ok := m.byKind[kind][k]; ok && one.owner == owner {
		one.idle = idle
		m.byKind[kind][k] = one
	}
}

// dropKind forgets all objects of a kind.
func (m *memos) dropKind(kind *Kind) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.byKind, kind)
}

// count is how many objects are remembered.
func (m *memos) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, objects := range m.byKind {
		n += len(objects)
	}
	return n
}

// predecessorsKept is how much longer than anything else it is remembered what an object had that is to be made again. Nothing
// else has its password, and what is in the way of the new one, a quota for instance, may be there for long.
const predecessorsKept = 24 * time.Hour

// sweep forgets what was not asked for in a long time: objects of owners that are gone, of kinds that cannot be watched,
// deleted ones, what is no orphan, what is another owner's, and what is not created again.
func (m *memos) sweep(before time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for uid, at := range m.deleted {
		if at.Before(before) {
			delete(m.deleted, uid)
		}
	}
	for uid, one := range m.spared {
		if one.at.Before(before) {
			delete(m.spared, uid)
		}
	}
	for at, one := range m.refusals {
		if one.quiet.Before(before) {
			delete(m.refusals, at)
		}
	}
	for at, times := range m.recreations {
		if times[len(times)-1].at.Before(before.Add(-repairWindow)) {
			delete(m.recreations, at)
		}
	}
	for at, one := range m.predecessors {
		if one.at.Before(before.Add(-predecessorsKept)) {
			delete(m.predecessors, at)
		}
	}
	for _, objects := range m.byKind {
		for k, one := range objects {
			if one.due.Before(before) {
				delete(objects, k)
			}
		}
	}
	for owner, places := range m.written {
		for at := range places {
			if m.byKind[at.kind][at.key].owner != owner {
				delete(places, at)
			}
		}
		if len(places) == 0 {
			delete(m.written, owner)
		}
	}
}

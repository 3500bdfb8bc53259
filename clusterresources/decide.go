// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"time"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

const (
	// trustOwnWrite is how long the answer to an own write counts more than a cache that does not have it yet.
	trustOwnWrite = 30 * time.Second
	// repairsAllowed within repairWindow is how often the same may be applied again because somebody keeps changing it.
	repairsAllowed = 5
	repairWindow   = 10 * time.Minute
	// repairPause is the time between two repairs from then on.
	repairPause = 5 * time.Minute
)

// verdict is what has to be done for an object.
type verdict int

const (
	// verdictSkip means that nothing has to be sent.
	verdictSkip verdict = iota
	// verdictRemember means the same, and that the live object is the new measure.
	verdictRemember
	// verdictLook means that the API server has to be asked for the object.
	verdictLook
	// verdictApply means that the desired state has to be applied.
	verdictApply
	// verdictWait means that the object is on its way out, or that too much was sent for it.
	verdictWait
)

// sight is what is known of an object.
type sight struct {
	// live is the object in the cache, or from the API server; nil if it is in neither.
	live Object
	// fromServer says that live was just read from the API server, so that nil means that there is none.
	fromServer bool
	// state and revision are those of the cache.
	state    cacheState
	revision string
}

// decide is all the logic of sending nothing: whether a desired state has to be applied. It has no side effects.
//
// Observe reads the fingerprints of the live object, and compares it with the desired state if nothing is remembered of it.
// It costs something, and is called only where it matters.
func decide(now time.Time, desired ownership.Hash, m memo, known bool, s sight, observe func(live Object, cold bool) (observation, error)) (verdict, error) {
	if known && now.Before(m.quiet) && m.desired == desired {
		return verdictWait, nil
	}
	if known && !s.fromServer && m.ahead(s) {
		// Our own write has not arrived in the cache.
		switch {
		case now.Sub(m.answered) >= trustOwnWrite:
			return verdictLook, nil
		case m.desired == desired && m.failure == nil:
			return verdictSkip, nil
		}
		return verdictApply, nil
	}
	if known && s.live != nil && m.uid != s.live.GetUID() {
		known = false // it was deleted, and made again by somebody
	}
	// The safety net, and what failed and was waited for: apply as if nothing was known.
	due := known && (!now.Before(m.due) || m.failure != nil)
	switch {
	case s.live == nil && (s.fromServer || s.state == cacheReady):
		return verdictApply, nil // as a creation, which is refused if there is one
	case s.state == cacheMissing && !s.fromServer:
		if known && m.desired == desired && !due {
			return verdictSkip, nil
		}
		return verdictApply, nil
	case s.live == nil, s.state != cacheReady && !s.fromServer:
		return verdictLook, nil
	case s.live.GetDeletionTimestamp() != nil:
		return verdictWait, nil
	case due, known && m.desired != desired:
		return verdictApply, nil
	case known && m.revision == s.live.GetResourceVersion():
		return verdictSkip, nil
	}
	seen, err := observe(s.live, !known)
	if err != nil {
		return verdictApply, err
	}
	switch {
	case seen.wiped && !s.fromServer:
		return verdictLook, nil
	case known && seen.entry == m.entry && seen.live == m.live:
		return verdictRemember, nil
	case !known && seen.matches:
		return verdictRemember, nil
	}
	return verdictApply, nil
}

// ahead reports whether the own write that the memo is about is newer than what the cache shows.
func (m memo) ahead(s sight) bool {
	if s.state == cacheMissing || m.revision == "" {
		return false // it was refused where there was none
	}
	if s.live != nil && s.live.GetUID() == m.uid {
		return newer(m.revision, s.live.GetResourceVersion())
	}
	return newer(m.revision, s.revision)
}

// observation is what a live object says about what we own of it.
type observation struct {
	entry, live ownership.Hash
	// matches says that field set and values are those of the desired state; it is false unless nothing is remembered.
	matches bool
	// wiped says that the object has no managedFields at all.
	wiped bool
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	wanted, other := ownership.Hash{1}, ownership.Hash{2}
	asItWas := observation{entry: ownership.Hash{3}, live: ownership.Hash{4}}
	object := func(uid, revision string) Object {
		return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{UID: types.UID(uid), ResourceVersion: revision}}
	}
	terminating := func(uid, revision string) Object {
		o := object(uid, revision)
		at := metav1.NewTime(now)
		o.SetDeletionTimestamp(&at)
		return o
	}
	// known is the memo of an object at revision 10, applied long ago.
	known := memo{
		uid: "u", desired: wanted, entry: asItWas.entry, live: asItWas.live, revision: "10",
		answered: now.Add(-time.Hour), due: now.Add(time.Hour),
	}
	fresh := known
	fresh.answered = now.Add(-time.Second)
	overdue := known
	overdue.due = now.Add(-time.Second)
	quiet := known
	quiet.quiet = now.Add(time.Minute)
	// failed was refused, or answered with something else than was asked for, and has waited since.
	failed := known
	failed.failure, failed.quiet = errors.New("refused"), now.Add(-time.Second)
	failedJustNow := failed
	failedJustNow.answered = now.Add(-6 * time.Second)
	ready := sight{state: cacheReady, revision: "20"}
	at := func(s sight, o Object) sight { s.live = o; return s }
	fromServer := func(o Object) sight { return sight{live: o, fromServer: true, state: cacheReady, revision: "5"} }
	for name, c := range map[string]struct {
		reason  string
		desired ownership.Hash
		memo    *memo
		sight   sight
		seen    *observation
		want    verdict
	}{
		"never seen, not in the cache":          {"it is created, or refused if somebody has made it", wanted, nil, ready, nil, verdictApply},
		"never seen, not there":                 {"it has to be made", wanted, nil, fromServer(nil), nil, verdictApply},
		"never seen, as it should be":           {"a restart costs nothing", wanted, nil, at(ready, object("u", "9")), &observation{matches: true}, verdictRemember},
		"never seen, other":                     {"it has to be applied", wanted, nil, at(ready, object("u", "9")), &observation{}, verdictApply},
		"never seen, cannot be listed":          {"there is nothing to compare with", wanted, nil, sight{}, nil, verdictApply},
		"the same revision":                     {"nothing changed", wanted, &known, at(ready, object("u", "10")), nil, verdictSkip},
		"another desired state":                 {"it has to be applied", other, &known, at(ready, object("u", "10")), nil, verdictApply},
		"a newer revision, ours untouched":      {"a status moved", wanted, &known, at(ready, object("u", "12")), &asItWas, verdictRemember},
		"a newer revision, our entry changed":   {"somebody took a field", wanted, &known, at(ready, object("u", "12")), &observation{live: asItWas.live}, verdictApply},
		"a newer revision, our values changed":  {"somebody changed a value behind our back", wanted, &known, at(ready, object("u", "12")), &observation{entry: asItWas.entry}, verdictApply},
		"an older revision, just written":       {"the answer counts more than the cache", wanted, &fresh, at(ready, object("u", "8")), nil, verdictSkip},
		"an older revision, other desired":      {"it has to be applied whatever the cache has", other, &fresh, at(ready, object("u", "8")), nil, verdictApply},
		"an older revision for long":            {"the cache may never have it", wanted, &known, at(ready, object("u", "8")), nil, verdictLook},
		"not in the cache, just written":        {"the answer counts", wanted, &fresh, sight{state: cacheReady, revision: "9"}, nil, verdictSkip},
		"not in the cache that is newer":        {"it was deleted", wanted, &fresh, ready, nil, verdictApply},
		"not in the cache for long":             {"the cache may never have it", wanted, &known, sight{state: cacheReady, revision: "9"}, nil, verdictLook},
		"an older incarnation, just written":    {"the cache has not seen that it was replaced", wanted, &fresh, sight{live: object("old", "7"), state: cacheReady, revision: "9"}, nil, verdictSkip},
		"a newer incarnation":                   {"somebody made it again: what is remembered is of another", wanted, &known, at(ready, object("new", "15")), &observation{}, verdictApply},
		"a newer incarnation as it should be":   {"nothing has to be sent", wanted, &known, at(ready, object("new", "15")), &observation{matches: true}, verdictRemember},
		"on its way out":                        {"applying would not keep it", wanted, &known, at(ready, terminating("u", "12")), nil, verdictWait},
		"on its way out, other desired":         {"applying would not keep it", other, &known, at(ready, terminating("u", "12")), nil, verdictWait},
		"on its way out, overdue":               {"applying would not keep it", wanted, &overdue, at(ready, terminating("u", "12")), nil, verdictWait},
		"on its way out, the watch is broken":   {"it may be gone, and there be another one", wanted, nil, sight{live: terminating("u", "9"), state: cacheFailing, revision: "9"}, nil, verdictLook},
		"overdue":                               {"the safety net", wanted, &overdue, at(ready, object("u", "10")), nil, verdictApply},
		"backing off":                           {"too much was sent", wanted, &quiet, at(ready, object("u", "12")), nil, verdictWait},
		"backing off, other desired":            {"a new state is worth a request", other, &quiet, at(ready, object("u", "12")), nil, verdictApply},
		"failed, and waited":                    {"what is there is not what was asked for", wanted, &failed, at(ready, object("u", "10")), nil, verdictApply},
		"failed, the cache is behind":           {"the answer was not what was asked for", wanted, &failedJustNow, at(ready, object("u", "8")), nil, verdictApply},
		"failed, cannot be listed":              {"what is there is not what was asked for", wanted, &failed, sight{}, nil, verdictApply},
		"wiped in the cache":                    {"the API server has to be asked", wanted, &known, at(ready, object("u", "12")), &observation{wiped: true}, verdictLook},
		"wiped on the server":                   {"it has to be restored", wanted, &known, fromServer(object("u", "12")), &observation{wiped: true}, verdictApply},
		"cannot be listed, known":               {"what is remembered is all there is", wanted, &known, sight{}, nil, verdictSkip},
		"cannot be listed, other desired":       {"it has to be applied", other, &known, sight{}, nil, verdictApply},
		"cannot be listed, overdue":             {"the safety net", wanted, &overdue, sight{}, nil, verdictApply},
		"the watch is broken":                   {"the cache says nothing of today", wanted, nil, sight{live: object("u", "9"), state: cacheFailing, revision: "9"}, nil, verdictLook},
		"the watch is broken, from the server":  {"that is today", wanted, nil, fromServer(object("u", "9")), &observation{matches: true}, verdictRemember},
		"from the server, older than the cache": {"revisions of a live object need no comparison", wanted, &known, fromServer(object("u", "10")), nil, verdictSkip},
		"revisions that cannot be compared":     {"then the API server is asked", wanted, &known, at(ready, object("u", "x")), nil, verdictLook},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, isKnown := memo{}, c.memo != nil
			if isKnown {
				m = *c.memo
			}
			observed := false
			got, err := decide(now, c.desired, m, isKnown, c.sight, func(_ Object, cold bool) (observation, error) {
				observed = true
				require.NotNil(t, c.seen, "it costs something, and does not matter here")
				return *c.seen, nil
			})
			require.NoError(t, err)
			assert.Equal(t, c.want, got, c.reason)
			assert.Equal(t, c.seen != nil, observed)
		})
	}
	broken := errors.New("broken")
	_, err := decide(now, wanted, memo{}, false, at(ready, object("u", "9")), func(Object, bool) (observation, error) { return observation{}, broken })
	require.ErrorIs(t, err, broken)
}

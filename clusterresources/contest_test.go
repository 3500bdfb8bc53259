// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestContestGoesOn has somebody write the same field each second for an hour: after the first few repairs there is one each
// five minutes.
func TestContestGoesOn(t *testing.T) {
	t.Parallel()
	var r *rival
	l := newLone(t, func(s *chaosServer) server { r = &rival{chaosServer: s}; return r })
	require.NoError(t, l.try(l.set(), "config"))
	l.catchUp()
	r.patches = 0
	for range int(time.Hour / time.Second) {
		r.write(l.kind, "config")
		l.catchUp()
		require.NoError(t, l.try(l.set(), "config"))
		l.catchUp()
		l.now = l.now.Add(time.Second)
	}
	assert.LessOrEqual(t, r.patches, repairsAllowed+1+int(time.Hour/repairPause))
	assert.Greater(t, r.patches, repairsAllowed+1, "it is tried again all the same")
}

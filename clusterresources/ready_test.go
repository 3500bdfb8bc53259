// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWaitReadyOfWhatCouldNotBeAdded does not take what could be added for all.
func TestWaitReadyOfWhatCouldNotBeAdded(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	set := l.set()
	l.add(set, "config")
	l.catchUp()
	require.NoError(t, set.WaitReady(t.Context()))
	require.Error(t, l.try(set, ""))
	require.ErrorIs(t, set.WaitReady(t.Context()), ErrNotAdded)
}

// TestReadinessOfWhatIsMadeAgain is not that of the object that was there before.
func TestReadinessOfWhatIsMadeAgain(t *testing.T) {
	t.Parallel()
	l, _ := orphaned(t, "config")
	require.NoError(t, l.set().DeleteOrphans(t.Context()))
	set := l.set()
	require.Equal(t, Created, l.add(set, "config"))
	for _, ready := range []bool{false, true} {
		all, err := set.Readiness()
		require.NoError(t, err)
		require.Len(t, all, 1)
		assert.Equal(t, ready, all[0].Ready, all[0].Message)
		l.catchUp()
	}
}

// TestWaitReadyOfADryRun ends at once: what was not applied never is.
func TestWaitReadyOfADryRun(t *testing.T) {
	t.Parallel()
	l := newLone(t, nil)
	set, err := l.applier.NewSet(l.owner, SetOptions{DryRun: true})
	require.NoError(t, err)
	require.NoError(t, l.try(set, "config"))
	require.ErrorContains(t, set.WaitReady(t.Context()), "a dry run")
}

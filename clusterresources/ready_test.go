// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

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

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/apis/operation"
)

func TestStrategyOf(t *testing.T) {
	t.Parallel()
	for o, want := range map[operation.ClusterOperation]Strategy{
		{}:                           Default,
		{Stopped: true}:              ClusterStopped,
		{ReconciliationPaused: true}: ReconciliationPaused,
		{ReconciliationPaused: true, Stopped: true}: ReconciliationPaused,
	} {
		assert.Equal(t, want, StrategyOf(o), "%+v", o)
		assert.Equal(t, want == Default || want == ClusterStopped, want.sends())
	}
	assert.Equal(t, "NoApply", NoApply.String())
}

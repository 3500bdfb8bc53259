// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestRevisionsThatGoBack are those of an API server that was restored from a backup.
func TestRevisionsThatGoBack(t *testing.T) {
	t.Parallel()
	dropped := 0
	i := &informer{back: func() { dropped++ }}
	for _, step := range []struct {
		revision string
		dropped  int
	}{{"", 0}, {"9", 0}, {"10", 0}, {"10", 0}, {"7", 1}, {"8", 1}, {"11", 1}} {
		assert.Equal(t, cacheReady, i.stateAt(step.revision))
		assert.Equal(t, step.dropped, dropped, step.revision)
	}
}

// TestBrokenWatch is not relied on until the cache has moved.
func TestBrokenWatch(t *testing.T) {
	t.Parallel()
	i := &informer{failed: true, failedAt: "10", back: func() {}}
	assert.Equal(t, cacheFailing, i.stateAt("10"))
	assert.Equal(t, cacheFailing, i.stateAt("10"))
	assert.Equal(t, cacheReady, i.stateAt("11"))
	assert.Equal(t, cacheReady, i.stateAt("11"))
}

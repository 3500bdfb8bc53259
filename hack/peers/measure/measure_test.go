// SPDX-License-Identifier: Apache-2.0

package measure_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/hack/peers/measure"
	"github.com/stackabletech/operator-go/hack/peers/tools"
)

func TestMedian(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in   []measure.Sample
		want measure.Sample
	}{
		"none": {nil, measure.Sample{}},
		"odd":  {[]measure.Sample{{9, 1}, {1, 2}, {5, 9}}, measure.Sample{Wall: 5, Peak: 2}},
		"even": {[]measure.Sample{{4, 8}, {2, 4}, {100, 100}, {1, 1}}, measure.Sample{Wall: 3, Peak: 6}},
	} {
		assert.Equal(t, tc.want, measure.Median(tc.in), name)
	}
}

func TestThenAddsTimeAndKeepsTheLargerMemory(t *testing.T) {
	t.Parallel()
	got := measure.Sample{Wall: time.Second, Peak: 7}.Then(measure.Sample{Wall: time.Minute, Peak: 3})
	assert.Equal(t, measure.Sample{Wall: 61 * time.Second, Peak: 7}, got)
}

func TestRunMeasuresAProcess(t *testing.T) {
	t.Parallel()
	sample, err := measure.Run(t.Context(), tools.Command{Tool: "go", Program: "go", Dir: t.TempDir(), Args: []string{"version"}})
	require.NoError(t, err)
	assert.Positive(t, sample.Wall)

	_, err = measure.Run(t.Context(), tools.Command{Tool: "go", Program: "go", Dir: t.TempDir(), Args: []string{"no-such-command"}})
	assert.ErrorContains(t, err, "unknown command", "what the tool said is in the error")
}

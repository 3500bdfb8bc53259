// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/hack/peers/measure"
	"github.com/stackabletech/operator-go/hack/peers/tools"
)

func TestTableSaysWhichGoalsAreMet(t *testing.T) {
	t.Parallel()
	theirs := []measure.Sample{{Wall: 10 * time.Second, Peak: 300 << 20}}
	of := func(wall time.Duration) []measure.Sample { return []measure.Sample{{Wall: wall, Peak: 30 << 20}} }
	all := scenarios("Thing")
	c := &contest{label: "An API", commands: []tools.Command{{Tool: "example.com/cmd/a-gen"}}}
	each := [][]measure.Sample{theirs}
	var out bytes.Buffer
	table(&out, []result{{c, []*outcome{
		{all[0], of(time.Second), theirs, each},
		{all[2], of(40 * time.Millisecond), theirs, each},
		{all[3], of(800 * time.Millisecond), theirs, each},
	}}})
	assert.Contains(t, out.String(), "| An API | from nothing | 1.00 s | 10.00 s | 1/10.0 | 1/5 met | 1/20 **not met** | 30 MiB | 300 MiB |\n")
	assert.Contains(t, out.String(), "| An API | nothing changed | 40 ms | 10.00 s | 1/250.0 | 1/50 met | 1/200 met | 30 MiB | 300 MiB |\n")
	assert.Contains(t, out.String(), "| An API | nothing changed, without stamp | 800 ms | 10.00 s | 1/12.5 | - | - |")
	assert.Contains(t, out.String(), "| An API | a-gen | 10.00 s | 300 MiB |\n")
}

// SPDX-License-Identifier: Apache-2.0

// Package measure takes the time and the memory of whole processes, as somebody who waits for them does.
package measure

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/stackabletech/operator-go/hack/peers/tools"
)

// Sample is one measurement.
type Sample struct {
	// Wall is the time from start to end.
	Wall time.Duration
	// Peak is the memory of the largest process, in bytes; 0 where the system does not tell.
	Peak int64
}

// Run runs a command with additional environment variables and measures it.
func Run(ctx context.Context, c tools.Command, env ...string) (Sample, error) {
	command := exec.CommandContext(ctx, c.Program, c.Args...)
	command.Dir = c.Dir
	command.Env = append(os.Environ(), env...)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	if err != nil {
		return Sample{}, fmt.Errorf("%s: %w: %s", c.Name(), err, bytes.TrimSpace(said.Bytes()))
	}
	return Sample{Wall: wall, Peak: peak(command.ProcessState)}, nil
}

// Then is the sample of two commands in a row.
func (s Sample) Then(next Sample) Sample {
	return Sample{Wall: s.Wall + next.Wall, Peak: max(s.Peak, next.Peak)}
}

// Median returns the medians of time and memory, each by itself.
func Median(samples []Sample) Sample {
	if len(samples) == 0 {
		return Sample{}
	}
	return Sample{
		Wall: middle(samples, func(s Sample) time.Duration { return s.Wall }),
		Peak: middle(samples, func(s Sample) int64 { return s.Peak }),
	}
}

func middle[T ~int64](samples []Sample, of func(Sample) T) T {
	var values []T
	for _, s := range samples {
		values = append(values, of(s))
	}
	slices.SortFunc(values, cmp.Compare[T])
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

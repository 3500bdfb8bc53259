// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"time"

	"github.com/stackabletech/operator-go/hack/peers/measure"
)

// result is what one API gave.
type result struct {
	contest  *contest
	outcomes []*outcome
}

// table prints medians and ratios, and the peers one by one.
func table(w io.Writer, results []result) {
	fmt.Fprintln(w, "| API | what | ours | peers | ratio | must | aim | memory, ours | memory, peers |")
	fmt.Fprintln(w, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, r := range results {
		for _, o := range r.outcomes {
			ours, theirs := measure.Median(o.ours), measure.Median(o.theirs)
			ratio := float64(theirs.Wall) / float64(max(ours.Wall, 1))
			fmt.Fprintf(w, "| %s | %s | %s | %s | 1/%.1f | %s | %s | %s | %s |\n", r.contest.label, o.name,
				duration(ours.Wall), duration(theirs.Wall), ratio, goal(ratio, o.must), goal(ratio, o.aim), size(ours.Peak), size(theirs.Peak))
		}
	}
	fmt.Fprintln(w, "\nThe peers from nothing:\n\n| API | tool | time | memory |\n| --- | --- | --- | --- |")
	for _, r := range results {
		for i, command := range r.contest.commands {
			median := measure.Median(r.outcomes[0].tools[i])
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.contest.label, command.Name(), duration(median.Wall), size(median.Peak))
		}
	}
}

func goal(ratio, wanted float64) string {
	switch {
	case wanted == 0:
		return "-"
	case ratio >= wanted:
		return fmt.Sprintf("1/%g met", wanted)
	default:
		return fmt.Sprintf("1/%g **not met**", wanted)
	}
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func size(bytes int64) string {
	if bytes == 0 {
		return "unknown"
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}

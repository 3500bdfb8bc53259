// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"runtime"
	"time"
)

func oneTable(out io.Writer, outcomes []outcome) {
	fmt.Fprintf(out, "One cluster of 20 objects of 9 kinds, one reconcile after the other, %s/%s, %d cores, %s.\n\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Fprintln(out, "| situation | by | reconciles a second | requests a reconcile | our time to theirs |\n| --- | --- | --- | --- | --- |")
	base := map[string]time.Duration{}
	for _, o := range outcomes {
		if base[o.situation] == 0 {
			base[o.situation] = o.each
		}
		fmt.Fprintf(out, "| %s | %s | %.0f | %.1f | %s |\n", o.situation, o.contestant, 1/o.each.Seconds(), o.requests, ratio(base[o.situation], o.each))
	}
}

func ratio(ours, theirs time.Duration) string {
	if ours == theirs {
		return "-"
	}
	return fmt.Sprintf("1/%.1f", float64(theirs)/float64(ours))
}

func manyTable(out io.Writer, fleets []fleet) {
	fmt.Fprintf(out, "\nMany clusters of 20 objects, %d at a time. Times are those of all clusters; in brackets the requests a cluster.\n\n", workers)
	fmt.Fprintln(out, "| by | clusters | create | restart | nothing changed | one object changed | memory |\n| --- | --- | --- | --- | --- | --- | --- |")
	for _, f := range fleets {
		fmt.Fprintf(out, "| %s | %d |", f.contestant, f.clusters)
		for i, p := range f.phases() {
			fmt.Fprintf(out, " %s (%.1f) |", round(*p.took), float64(f.requests[i])/float64(f.clusters))
		}
		if f.memory > 0 {
			fmt.Fprintf(out, " %.1f KiB an object |\n", f.memory/1024)
		} else {
			fmt.Fprintln(out, " - |")
		}
	}
	base := fleets[0]
	fmt.Fprint(out, "\nTime for each cluster, ours to theirs:")
	for _, f := range fleets[1:] {
		fmt.Fprintf(out, " %s:", f.contestant)
		for i, p := range f.phases() {
			own := *base.phases()[i].took / time.Duration(base.clusters)
			fmt.Fprintf(out, " %s %s;", p.what, ratio(own, *p.took/time.Duration(f.clusters)))
		}
	}
	fmt.Fprintln(out)
	scaleTable(out, base)
}

// scaleTable is what it means for an operator to have many clusters.
func scaleTable(out io.Writer, f fleet) {
	objects := float64(f.clusters * objectsOfCluster)
	fmt.Fprintf(out, "\n%s with %d clusters of %d objects:\n\n| what | |\n| --- | --- |\n", f.contestant, f.clusters, objectsOfCluster)
	fmt.Fprintf(out, "| time to the first reconcile after a start | %s |\n", round(f.first))
	fmt.Fprintf(out, "| time until all are reconciled after a start | %s |\n", round(f.restart))
	fmt.Fprintf(out, "| time to converge after a change of all | %s |\n", round(f.change))
	fmt.Fprintf(out, "| memory | %.0f MiB, %.1f KiB an object |\n", f.memory*objects/(1<<20), f.memory/1024)
}

func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(10 * time.Millisecond)
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/stackabletech/operator-go/hack/peers/measure"
)

// scenario is a situation in which somebody generates.
type scenario struct {
	name string
	// prepare puts both sides into the situation before run n.
	prepare func(c *contest, n int) error
	// env is for our generator.
	env []string
	// again is true when the peers do the same as in the scenario before, so that their samples of it count.
	again bool
	// must and aim are by how much we have to be faster; 0 for no such goal.
	must, aim float64
}

// Goals of the design: a fifth and a twentieth of the peers' time, or a 50th and a 200th when nothing changed.
func scenarios(object string) []scenario {
	return []scenario{
		{
			name: "from nothing", must: 5, aim: 20,
			prepare: func(c *contest, _ int) error {
				if err := c.ours.clear(); err != nil {
					return err
				}
				return c.theirs.clear()
			},
		},
		{
			name: "one field changed", must: 5, aim: 20,
			prepare: func(c *contest, n int) error {
				if err := c.ours.addField(object, n); err != nil {
					return err
				}
				return c.theirs.addField(object, n)
			},
		},
		{name: "nothing changed", must: 50, aim: 200},
		{name: "nothing changed, without stamp", env: []string{"VERSIONED_GEN_CACHE=off"}, again: true},
	}
}

// outcome holds the samples of one scenario.
type outcome struct {
	scenario
	ours, theirs []measure.Sample
	// tools are the samples of each peer, in the order of the commands.
	tools [][]measure.Sample
}

// compete runs all scenarios of one API, n times each, and takes turns in who is first.
func compete(ctx context.Context, c *contest, object string, n int, progress io.Writer) ([]*outcome, error) {
	if err := warmUp(ctx, c); err != nil {
		return nil, err
	}
	measure.Settle() // the tools were written a moment ago
	var all []*outcome
	for _, s := range scenarios(object) {
		o := &outcome{scenario: s, tools: make([][]measure.Sample, len(c.commands))}
		if s.again {
			o.theirs, o.tools = all[len(all)-1].theirs, all[len(all)-1].tools
		}
		for i := range n {
			fmt.Fprintf(progress, "%s: %s: run %d of %d\n", c.label, s.name, i+1, n)
			if err := o.once(ctx, c, i); err != nil {
				return nil, err
			}
		}
		all = append(all, o)
	}
	return all, nil
}

// warmUp runs both sides once without measuring, and checks that they made the same CRDs.
func warmUp(ctx context.Context, c *contest) error {
	if _, err := c.runOurs(ctx); err != nil {
		return err
	}
	if _, err := c.runTheirs(ctx); err != nil {
		return err
	}
	var counts []int
	for _, s := range []side{c.ours, c.theirs} {
		files, err := os.ReadDir(filepath.Join(s.module.Dir, "crds"))
		if err != nil {
			return err
		}
		counts = append(counts, len(files))
	}
	if counts[0] != counts[1] {
		return fmt.Errorf("%s: we made %d CRDs and controller-gen %d", c.label, counts[0], counts[1])
	}
	return nil
}

func (o *outcome) once(ctx context.Context, c *contest, i int) error {
	if o.prepare != nil {
		if err := o.prepare(c, i); err != nil {
			return err
		}
	}
	ours := func() error {
		sample, err := c.runOurs(ctx, o.env...)
		o.ours = append(o.ours, sample)
		return err
	}
	theirs := func() error {
		if o.again {
			return nil
		}
		each, err := c.runTheirs(ctx)
		if err != nil {
			return err
		}
		var sum measure.Sample
		for k, sample := range each {
			sum = sum.Then(sample)
			o.tools[k] = append(o.tools[k], sample)
		}
		o.theirs = append(o.theirs, sum)
		return nil
	}
	first, second := ours, theirs
	if i%2 == 1 {
		first, second = theirs, ours
	}
	if err := first(); err != nil {
		return err
	}
	return second()
}

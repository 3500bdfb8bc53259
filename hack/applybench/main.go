// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/stackabletech/operator-go/hack/cluster"
)

// plan says how much is measured.
type plan struct {
	// rounds are the reconciles of one cluster in each situation.
	rounds int
	// clusters are reconciled by one operator of ours, and peerClusters by one of each peer.
	clusters, peerClusters int
}

func main() {
	p := plan{}
	flag.IntVar(&p.rounds, "rounds", 50, "how often one cluster is reconciled in each situation")
	flag.IntVar(&p.clusters, "clusters", 1000, "how many clusters of 20 objects one operator has")
	flag.IntVar(&p.peerClusters, "peer-clusters", 50, "how many of them the peers have; their times are scaled")
	quick := flag.Bool("quick", false, "measure little: 10 rounds, 50 clusters, 10 of the peers")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "Usage: applybench [flags]\n\nMeasures reconciles of 20 objects by clusterresources, by apply-and-list, and by fluxcd/pkg/ssa. It takes some\nminutes. Progress goes to stderr, tables to stdout.\n\nFlags:")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *quick {
		p = plan{rounds: 10, clusters: 50, peerClusters: 10}
	}
	if flag.NArg() > 0 || p.rounds < 1 || p.clusters < 1 || p.peerClusters < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, p, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "applybench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, p plan, out, progress io.Writer) (err error) {
	server, err := cluster.Start()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	b, err := newBench(ctx, server, progress)
	if err != nil {
		return err
	}
	one, err := b.oneCluster(ctx, p.rounds)
	if err != nil {
		return err
	}
	many, err := b.manyClusters(ctx, p.clusters, p.peerClusters)
	if err != nil {
		return err
	}
	oneTable(out, one)
	manyTable(out, many)
	return nil
}

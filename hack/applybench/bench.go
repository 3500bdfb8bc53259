// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/stackabletech/operator-go/clusterresources"
	"github.com/stackabletech/operator-go/hack/cluster"
)

// bench measures on one API server.
type bench struct {
	config   *rest.Config
	admin    kubernetes.Interface
	progress io.Writer
	uids     atomic.Int64
}

func newBench(_ context.Context, server *cluster.Cluster, progress io.Writer) (*bench, error) {
	config, err := server.Config()
	if err != nil {
		return nil, err
	}
	admin, err := kubernetes.NewForConfig(config)
	return &bench{config: config, admin: admin, progress: progress}, err
}

func (b *bench) namespace(ctx context.Context) (string, error) {
	made, err := b.admin.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "bench-"}}, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return made.Name, nil
}

// owner is that of a cluster. No controller looks for it, so that it need not be there.
func (b *bench) owner(namespace, name string) clusterresources.Owner {
	return clusterresources.Owner{
		GroupVersionKind: schema.GroupVersionKind{Group: "bench.example.com", Version: "v1", Kind: "Product"},
		Namespace:        namespace, Name: name, UID: types.UID(fmt.Sprintf("00000000-0000-4000-8000-%012d", b.uids.Add(1))), Generation: 1,
	}
}

// outcome is one situation of one contestant.
type outcome struct {
	situation, contestant string
	// each is the time of a reconcile, and requests how many it sent.
	each     time.Duration
	requests float64
}

// oneCluster reconciles a cluster of 20 objects by each contestant, in turn, so that a busy machine is busy for all.
func (b *bench) oneCluster(ctx context.Context, rounds int) (outcomes []outcome, err error) {
	mine, err := newOurs(ctx, b.config)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, mine.end()) }()
	hand, err := newByHand(b.config)
	if err != nil {
		return nil, err
	}
	theirs, err := newFlux(b.config)
	if err != nil {
		return nil, err
	}
	contestants := []contestant{mine, hand, theirs}
	namespaces := make([]clusterresources.Owner, len(contestants))
	for i, c := range contestants {
		namespace, err := b.namespace(ctx)
		if err != nil {
			return nil, err
		}
		namespaces[i] = b.owner(namespace, "one")
		for range 3 {
			if err := c.reconcile(ctx, namespaces[i], 0); err != nil {
				return nil, fmt.Errorf("%s: %w", c.name(), err)
			}
		}
	}
	for _, situation := range []string{"nothing changed", "one object changed"} {
		fmt.Fprintf(b.progress, "one cluster, %s: %d rounds\n", situation, rounds)
		took := make([]time.Duration, len(contestants))
		sent := make([]int64, len(contestants))
		for round := range rounds {
			for i, c := range contestants {
				generation := 0
				if situation != "nothing changed" {
					generation = round + 1
				}
				before, began := c.sent(), time.Now()
				if err := c.reconcile(ctx, namespaces[i], generation); err != nil {
					return nil, fmt.Errorf("%s: %w", c.name(), err)
				}
				took[i] += time.Since(began)
				sent[i] += c.sent() - before
			}
		}
		for i, c := range contestants {
			outcomes = append(outcomes, outcome{situation, c.name(), took[i] / time.Duration(rounds), float64(sent[i]) / float64(rounds)})
		}
	}
	return outcomes, nil
}

// fleet is what it takes one operator to look after many clusters.
type fleet struct {
	contestant string
	clusters   int
	// create, restart, steady and change are the times to reconcile all clusters: the first time, after a restart of the
	// operator, with nothing changed, and with one object changed in each.
	create, restart, steady, change time.Duration
	requests                        [4]int64
	// first is the time from the start of the operator, with all objects there, to the end of the first reconcile; zero if
	// the operator keeps nothing, and has nothing to wait for.
	first time.Duration
	// memory is what the operator keeps, in bytes an object; zero if it keeps nothing.
	memory float64
}

// workers is how many clusters are reconciled at once.
const workers = 8

func (b *bench) manyClusters(ctx context.Context, clusters, peerClusters int) (fleets []fleet, err error) {
	mine, err := b.ours(ctx, clusters)
	if err != nil {
		return nil, err
	}
	fleets = append(fleets, mine)
	hand, err := newByHand(b.config)
	if err != nil {
		return nil, err
	}
	theirs, err := newFlux(b.config)
	if err != nil {
		return nil, err
	}
	for _, c := range []contestant{hand, theirs} {
		owners, err := b.owners(ctx, peerClusters)
		if err != nil {
			return nil, err
		}
		f := fleet{contestant: c.name(), clusters: peerClusters}
		for i, phase := range f.phases() {
			if err := b.phase(ctx, c, owners, phase, &f.requests[i]); err != nil {
				return nil, err
			}
		}
		fleets = append(fleets, f)
	}
	return fleets, nil
}

// phase is one of the four times.
type phase struct {
	what       string
	generation int
	took       *time.Duration
}

func (f *fleet) phases() []phase {
	return []phase{{"create", 0, &f.create}, {"restart", 0, &f.restart}, {"nothing changed", 0, &f.steady}, {"change", 1, &f.change}}
}

func (b *bench) ours(ctx context.Context, clusters int) (f fleet, err error) {
	owners, err := b.owners(ctx, clusters)
	if err != nil {
		return f, err
	}
	f = fleet{contestant: "clusterresources", clusters: clusters}
	before := heap()
	c, err := newOurs(ctx, b.config)
	if err != nil {
		return f, err
	}
	for i, phase := range f.phases() {
		if phase.what == "restart" {
			if err := c.end(); err != nil {
				return f, err
			}
			began := time.Now()
			if c, err = newOurs(ctx, b.config); err != nil {
				return f, err
			}
			sent := c.sent()
			if err := c.reconcile(ctx, owners[0], phase.generation); err != nil {
				return f, errors.Join(err, c.end())
			}
			f.first, f.requests[i] = time.Since(began), c.sent()-sent
			*phase.took = f.first
		}
		if err := b.phase(ctx, c, owners, phase, &f.requests[i]); err != nil {
			return f, errors.Join(err, c.end())
		}
	}
	f.memory = float64(heap()-before) / float64(clusters*objectsOfCluster)
	runtime.KeepAlive(c)
	return f, c.end()
}

func (b *bench) owners(ctx context.Context, clusters int) ([]clusterresources.Owner, error) {
	var owners []clusterresources.Owner
	namespace := ""
	for i := range clusters {
		if i%50 == 0 {
			var err error
			if namespace, err = b.namespace(ctx); err != nil {
				return nil, err
			}
		}
		owners = append(owners, b.owner(namespace, fmt.Sprintf("cluster-%d", i)))
	}
	return owners, nil
}

// phase reconciles all clusters once, some of them at a time, and adds up what it takes.
func (b *bench) phase(ctx context.Context, c contestant, owners []clusterresources.Owner, p phase, requests *int64) error {
	fmt.Fprintf(b.progress, "%s, %d clusters: %s\n", c.name(), len(owners), p.what)
	before, began := c.sent(), time.Now()
	var group sync.WaitGroup
	var next atomic.Int64
	errs := make([]error, workers)
	for worker := range workers {
		group.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(owners) && errs[worker] == nil; i = next.Add(1) - 1 {
				errs[worker] = c.reconcile(ctx, owners[i], p.generation)
			}
		})
	}
	group.Wait()
	*p.took += time.Since(began)
	*requests += c.sent() - before
	return errors.Join(errs...)
}

// heap is what is in use after garbage was collected.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

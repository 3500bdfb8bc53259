// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/features"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
)

// DefaultResync is how often an object is applied although nothing seems to have changed.
const DefaultResync = 30 * time.Minute

// Options say who applies objects, and where.
type Options struct {
	// Config reaches the API server. Required. Without a rate limit in it, there is none: the API server has its own.
	Config *rest.Config
	// Operator and Controller together are the field manager, "<operator>_<controller>", and the value of the label
	// app.kubernetes.io/managed-by. Required, and not to be changed: see FormerManagers.
	Operator, Controller string
	// App is the value of the label app.kubernetes.io/name: the product. Required, and not to be changed: objects with
	// another value are not found.
	App string

	// Scheme knows the Go types of registered kinds, and the built-in ones. Nil is a scheme with the built-in ones.
	Scheme *runtime.Scheme
	// Kinds are registered besides the built-in ones.
	Kinds []Kind
	// Namespaces are those that the operator may work in; empty means all of them.
	Namespaces []string
	// FormerManagers are the field managers under which earlier releases of the operator applied, created, updated or patched
	// objects. What they own is taken over, so that what is not wanted any more goes. The field manager of a client that names
	// none is the name of its program; what other programs of that name wrote to the objects is taken over as well.
	FormerManagers []string
	// Informers are used instead of own ones. Nil makes own ones, which select the operator's objects on the server, and
	// need less memory than those that follow everybody's.
	Informers InformerSource
	// Mapper finds the resource of an owner's kind. Nil asks the API server.
	Mapper meta.RESTMapper
	// Resync is how often an object is applied although nothing seems to have changed, give or take a quarter. Zero is
	// DefaultResync.
	Resync time.Duration
	// Events records events on owners: what is created and deleted, what somebody else keeps changing, and what fails.
	// Nil records none.
	Events EventRecorder
	// Metrics has Prometheus metrics, whose names begin with clusterresources_, from when the Applier starts until it ends.
	// Nil has none. Two Appliers of the same manager cannot have theirs in one registry at a time.
	Metrics prometheus.Registerer
	// Logger is told what does not work, which kinds cannot be followed, and whose changes are taken back; at level 1 also
	// what is created, configured and deleted. It is told no values. The zero value tells nobody.
	Logger logr.Logger
	// OnChange is called when an object of the operator was created, changed or deleted, by whomever, with its namespace and
	// the reference to its controlling owner: have that owner reconciled soon. It is called for every object once at the
	// start, and when a kind is there again that was gone, from several goroutines, and must not block. Nil is for operators that watch their objects by themselves, as
	// those with controller-runtime's Owns do.
	OnChange func(namespace string, owner metav1.OwnerReference)
}

// Applier lives as long as the operator: it follows the operator's objects, and remembers what the API server answered.
// It is safe for concurrent use.
type Applier struct {
	manager, app string
	former       []string
	namespaces   []string
	resync       time.Duration
	kinds        *kinds
	server       server
	memos        *memos
	events       EventRecorder
	metrics      *metrics
	log          logr.Logger
	changed      func(namespace string, owner metav1.OwnerReference)
	now          func() time.Time

	stores map[*Kind]store
	caches []*runner
	// ready is closed once the caches are filled, and stopped once Start has returned.
	ready, stopped chan struct{}
	// refused gets why a borrowed informer, or a kind, is no good.
	refused chan error
	started atomic.Bool
}

// New makes an Applier. It sends nothing; [Applier.Start] does. It fails if client-go's feature gate AtomicFIFO, which is on
// by default, was turned off.
func New(options Options) (*Applier, error) {
	if err := options.validate(); err != nil {
		return nil, err
	}
	if err := checkGates(); err != nil {
		return nil, err
	}
	s := options.Scheme
	if s == nil {
		var err error
		if s, err = newScheme(); err != nil {
			return nil, err
		}
	}
	kinds, err := newKinds(s, options.Kinds)
	if err != nil {
		return nil, err
	}
	if options.Config.QPS == 0 && options.Config.RateLimiter == nil {
		// client-go would send 5 requests a second; the API server knows better, by priority and fairness.
		options.Config = rest.CopyConfig(options.Config)
		options.Config.QPS = -1
	}
	owners, err := newOwnerReader(options.Config, options.Mapper)
	if err != nil {
		return nil, err
	}
	c := newClient(options.Config, s, owners)
	a := newApplier(options, kinds, c)
	probe, err := newProbe(options.Config)
	if err != nil {
		return nil, err
	}
	add := a.addCaches
	if options.Informers != nil {
		add = a.addBorrowed
	}
	if err := add(c, probe, options); err != nil {
		return nil, err
	}
	return a, nil
}

func newApplier(options Options, kinds *kinds, server server) *Applier {
	a := &Applier{
		manager: options.manager(), app: options.App, former: slices.Clone(options.FormerManagers),
		namespaces: slices.Clone(options.Namespaces), resync: options.Resync, kinds: kinds,
		memos: newMemos(), events: options.Events, log: options.Logger, changed: options.OnChange, now: time.Now, stores: map[*Kind]store{}, ready: make(chan struct{}), stopped: make(chan struct{}), refused: make(chan error, 1),
	}
	if a.resync == 0 {
		a.resync = DefaultResync
	}
	a.metrics = newMetrics(a.manager, a.memos.count, options.Metrics)
	a.server = counted{server, a.metrics.requests}
	return a
}

func (o Options) manager() string { return o.Operator + "_" + o.Controller }

func (o Options) validate() error {
	var errs []error
	if o.Config == nil {
		errs = append(errs, errors.New("no Config"))
	}
	for _, part := range []struct{ name, value string }{{"Operator", o.Operator}, {"Controller", o.Controller}, {"App", o.App}} {
		if part.value == "" {
			errs = append(errs, fmt.Errorf("%s is empty", part.name))
		}
	}
	for _, value := range append([]string{o.manager(), o.App}, o.FormerManagers...) {
		if value == o.manager() && (o.Operator == "" || o.Controller == "") {
			continue // that is said already
		}
		if problems := validation.IsValidLabelValue(value); len(problems) > 0 {
			errs = append(errs, fmt.Errorf("%q cannot be the value of a label: %s", value, strings.Join(problems, ", ")))
		}
	}
	if slices.Contains(o.FormerManagers, o.manager()) {
		errs = append(errs, fmt.Errorf("FormerManagers names %s, which is the manager of today", o.manager()))
	}
	for i, namespace := range o.Namespaces {
		switch {
		case namespace == metav1.NamespaceAll:
			errs = append(errs, errors.New("an empty name in Namespaces: set no Namespaces for all of them"))
		case slices.Contains(o.Namespaces[:i], namespace):
			errs = append(errs, fmt.Errorf("namespace %s is in Namespaces twice", namespace))
		}
	}
	if o.Resync < 0 {
		errs = append(errs, errors.New("a negative Resync"))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("clusterresources.Options: %w", err)
	}
	return nil
}

// checkGates refuses informers whose stores do not tell their revision: it could not be known whether they have what was
// written, and whether they follow again after their watch broke.
func checkGates() error {
	if !features.FeatureGates().Enabled(features.AtomicFIFO) {
		return fmt.Errorf("client-go's feature gate %s is off, so that informers do not tell how far they are: remove KUBE_FEATURE_%[1]s=false from the environment, or do not turn the gate off", features.AtomicFIFO)
	}
	return nil
}

// managers are the values of the label managed-by that the operator's objects have.
func (a *Applier) managers() []string { return append([]string{a.manager}, a.former...) }

// named are the managers of one purpose, under the operator's name and its former ones.
func (a *Applier) named(suffix string) []string {
	names := a.managers()
	for i := range names {
		names[i] += suffix
	}
	return names
}

// selector finds the operator's objects.
func (a *Applier) selector() string {
	return LabelManagedBy + " in (" + strings.Join(a.managers(), ",") + ")"
}

// everywhere are the namespaces to list in.
func (a *Applier) everywhere() []string {
	if len(a.namespaces) == 0 {
		return []string{metav1.NamespaceAll}
	}
	return a.namespaces
}

// addCaches makes an informer for each kind, and for each namespace if there are only some.
func (a *Applier) addCaches(c *client, probe prober, _ Options) error {
	for _, kind := range a.kinds.ordered {
		byNamespace := namespacedStores{}
		for _, namespace := range a.everywhere() {
			source := listWatch(c, kind, namespace, a.selector())
			r := &runner{
				kind: kind, namespace: namespace, memos: a.memos, probe: probe, refuse: a.refuse, pause: probePause, settled: make(chan struct{}),
				log:  a.log.WithValues("kind", kind.Kind, "namespace", namespace),
				feed: own{source, kind, namespace, a},
			}
			byNamespace[namespace] = r
			a.caches = append(a.caches, r)
		}
		a.stores[kind] = byNamespace
	}
	return nil
}

// addBorrowed has each kind use an informer of somebody else.
func (a *Applier) addBorrowed(_ *client, probe prober, options Options) error {
	objects, err := metadata.NewForConfig(options.Config)
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	for _, kind := range a.kinds.ordered {
		r := &runner{
			kind: kind, memos: a.memos, probe: probe.everywhere(a.everywhere()), refuse: a.refuse, pause: probePause, settled: make(chan struct{}),
			log: a.log.WithValues("kind", kind.Kind),
		}
		b := &borrowed{
			runner: r, kind: kind, source: options.Informers, objects: objects.Resource(kind.GroupVersion().WithResource(kind.Resource)),
			applier: a, period: borrowedPeriod, patience: borrowedPatience,
		}
		r.feed = b
		a.stores[kind] = b
		a.caches = append(a.caches, r)
	}
	return nil
}

// Manager is the field manager, and the value of the label app.kubernetes.io/managed-by.
func (a *Applier) Manager() string { return a.manager }

// Labels are the three that every object of an owner must have.
func (a *Applier) Labels(owner Owner) map[string]string {
	labels := map[string]string{}
	for _, label := range (identity{owner: owner, manager: a.manager, app: a.app}).labels() {
		labels[label.key] = label.value
	}
	return labels
}

// SelectorLabels are those of [Applier.Labels] for selectors of workloads, Services and PodDisruptionBudgets: the name of
// the product and that of the cluster. Most selectors cannot be changed, so that the name of the operator should not be in
// them; add labels of your own for the parts of a cluster.
func (a *Applier) SelectorLabels(owner Owner) map[string]string {
	labels := a.Labels(owner)
	delete(labels, LabelManagedBy)
	return labels
}

// Start follows the operator's objects until the context is done, and returns when everything that it started has ended.
// A manager of controller-runtime can run it: manager.Add(applier). It fails if a kind is cluster-scoped, and if
// Options.Informers are not good for it, which may show only when there are objects.
func (a *Applier) Start(ctx context.Context) error {
	if !a.started.CompareAndSwap(false, true) {
		return errors.New("the applier was started before")
	}
	defer close(a.stopped)
	unregister, err := a.metrics.register()
	if err != nil {
		return fmt.Errorf("start the applier: %w", err)
	}
	defer unregister()
	running, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	for _, cache := range a.caches {
		group.Go(func() { cache.run(running) })
	}
	group.Go(func() { a.settle(running) })
	err = a.sweep(ctx)
	stop()
	group.Wait()
	if err != nil {
		return fmt.Errorf("run the applier: %w", err)
	}
	return nil
}

// settle waits for all caches.
func (a *Applier) settle(ctx context.Context) {
	for _, cache := range a.caches {
		select {
		case <-cache.settled:
		case <-ctx.Done():
			return
		}
	}
	close(a.ready)
}

// refuse ends the applier, because of a borrowed informer or a kind.
func (a *Applier) refuse(err error) {
	select {
	case a.refused <- err:
	default: // it ends already
	}
}

// sweep forgets, now and then, what nobody asks for. It ends when a borrowed informer or a kind is refused.
func (a *Applier) sweep(ctx context.Context) error {
	ticker := time.NewTicker(a.resync)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-a.refused:
			return err
		case <-ticker.C:
			a.memos.sweep(a.now().Add(-2 * a.resync))
		}
	}
}

// WaitForSync waits until it is known of each kind what objects there are, or that they cannot be listed. As long as the API
// server does not answer, that is not known, and tried again and again, as the Logger is told; the error when the context
// ends names the kinds, and why.
func (a *Applier) WaitForSync(ctx context.Context) error {
	select {
	case <-a.ready:
		return nil
	case <-a.stopped:
		return fmt.Errorf("wait for the caches: %w", errors.Join(errors.New("the applier has stopped"), a.pending()))
	case <-ctx.Done():
		return fmt.Errorf("wait for the caches: %w", errors.Join(context.Cause(ctx), a.pending()))
	}
}

// pending says which caches are not filled, and why.
func (a *Applier) pending() error {
	if !a.started.Load() {
		return errors.New("the applier was not started")
	}
	var errs []error
	for _, cache := range a.caches {
		if !cache.isSettled() {
			errs = append(errs, cache.pending())
		}
	}
	return errors.Join(errs...)
}

// nextResync is when an object is due again. Objects of one start must not all be due at once.
func (a *Applier) nextResync() time.Time {
	quarter := a.resync / 4
	return a.now().Add(a.resync - quarter + rand.N(2*quarter+1))
}

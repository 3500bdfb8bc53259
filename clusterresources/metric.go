// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// metrics count what an Applier does, by kind.
type metrics struct {
	adds, repairs, orphans, requests *prometheus.CounterVec
	memos                            prometheus.Collector
	// registry is nil if nobody asks.
	registry prometheus.Registerer
}

// newMetrics makes the metrics of a field manager.
func newMetrics(manager string, remembered func() int, registry prometheus.Registerer) *metrics {
	constant := prometheus.Labels{"manager": manager}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help, ConstLabels: constant}, labels)
	}
	return &metrics{
		adds:     counter("clusterresources_adds_total", "Objects added to a set, by what became of them. Unchanged ones took no request, or one that changed nothing.", "kind", "result"),
		repairs:  counter("clusterresources_repairs_total", "Objects that were applied again because somebody had changed what the operator owns.", "kind"),
		orphans:  counter("clusterresources_orphans_deleted_total", "Objects that were deleted because they were not added any more.", "kind"),
		requests: counter("clusterresources_requests_total", "Requests for single objects, by what they do. In a steady state there are none.", "kind", "verb"),
		memos: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "clusterresources_remembered_objects", Help: "Objects whose last apply is remembered.", ConstLabels: constant,
		}, func() float64 { return float64(remembered()) }),
		registry: registry,
	}
}

// register has the metrics collected until the returned function is called. It fails if another Applier of the same
// manager has its own there.
func (m *metrics) register() (unregister func(), err error) {
	var registered []prometheus.Collector
	unregister = func() {
		for _, c := range registered {
			m.registry.Unregister(c)
		}
	}
	if m.registry == nil {
		return unregister, nil
	}
	for _, c := range []prometheus.Collector{m.adds, m.repairs, m.orphans, m.requests, m.memos} {
		if err := m.registry.Register(c); err != nil {
			unregister()
			return nil, fmt.Errorf("register metrics: %w", err)
		}
		registered = append(registered, c)
	}
	return unregister, nil
}

// counted counts requests.
type counted struct {
	server
	requests *prometheus.CounterVec
}

func (c counted) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	c.requests.WithLabelValues(kind.Kind, "get").Inc()
	return c.server.get(ctx, kind, namespace, name)
}

func (c counted) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	c.requests.WithLabelValues(kind.Kind, "patch").Inc()
	return c.server.patch(ctx, kind, namespace, name, p)
}

func (c counted) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	c.requests.WithLabelValues(kind.Kind, "delete").Inc()
	return c.server.delete(ctx, kind, namespace, name, preconditions)
}

func (c counted) create(ctx context.Context, object Object, kind *Kind, manager string, dryRun bool) (Object, error) {
	c.requests.WithLabelValues(kind.Kind, "create").Inc()
	return c.server.create(ctx, object, kind, manager, dryRun)
}

func (c counted) owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	c.requests.WithLabelValues(owner.Kind, "get").Inc()
	return c.server.owner(ctx, owner)
}

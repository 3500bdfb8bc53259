// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics count what an Applier does, by kind.
type metrics struct {
	adds, repairs, orphans *prometheus.CounterVec
	memos                  prometheus.Collector
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
		adds:    counter("clusterresources_adds_total", "Objects added to a set, by what became of them. Unchanged ones took no request, or one that changed nothing.", "kind", "result"),
		repairs: counter("clusterresources_repairs_total", "Objects that were applied again because somebody had changed what the operator owns.", "kind"),
		orphans: counter("clusterresources_orphans_deleted_total", "Objects that were deleted because they were not added any more.", "kind"),
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
	for _, c := range []prometheus.Collector{m.adds, m.repairs, m.orphans, m.memos} {
		if err := m.registry.Register(c); err != nil {
			unregister()
			return nil, fmt.Errorf("register metrics: %w", err)
		}
		registered = append(registered, c)
	}
	return unregister, nil
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"errors"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics count what an Applier does, by kind.
type metrics struct {
	adds, repairs, orphans *prometheus.CounterVec
	memos                  prometheus.Collector
}

// newMetrics makes the metrics of a field manager, and registers them unless there is no registry.
func newMetrics(manager string, remembered func() int, registry prometheus.Registerer) (*metrics, error) {
	constant := prometheus.Labels{"manager": manager}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help, ConstLabels: constant}, labels)
	}
	m := &metrics{
		adds:    counter("clusterresources_adds_total", "Objects added to a set, by what became of them. Unchanged ones took no request, or one that changed nothing.", "kind", "result"),
		repairs: counter("clusterresources_repairs_total", "Objects that were applied again because somebody had changed what the operator owns.", "kind"),
		orphans: counter("clusterresources_orphans_deleted_total", "Objects that were deleted because they were not added any more.", "kind"),
		memos: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "clusterresources_remembered_objects", Help: "Objects whose last apply is remembered.", ConstLabels: constant,
		}, func() float64 { return float64(remembered()) }),
	}
	if registry == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{m.adds, m.repairs, m.orphans, m.memos} {
		if err := registry.Register(c); err != nil && !errors.As(err, &prometheus.AlreadyRegisteredError{}) {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

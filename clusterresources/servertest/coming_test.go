// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestKindThatComesAndGoes is installed while the operator runs, and removed, and installed again.
func TestKindThatComesAndGoes(t *testing.T) {
	t.Parallel()
	const group = "coming.example.com"
	crd := gadgets(t, group)
	w := newWorld(t, registering(t, crd))
	_, err := clusterresources.Add(t.Context(), w.set(), w.gadget(group))
	require.True(t, apierrors.IsNotFound(err), "%v", err)
	require.ErrorContains(t, err, "install its CustomResourceDefinition")
	w.traffic.take(t)
	_, err = clusterresources.Add(t.Context(), w.set(), w.gadget(group))
	require.True(t, apierrors.IsNotFound(err), "%v", err)
	assert.Empty(t, w.traffic.take(t), "the answer is known: nothing is sent for some seconds")
	w.doesNotBlock("before it is installed")

	for _, when := range []string{"once", "again"} {
		install(t, crd)
		w.eventuallyFollowed(group)
		result, _ := w.reconcile()
		assert.Equal(t, 1, result.Count(clusterresources.Deleted), "it is an orphan, %s", when)
		eventually(t, "the cache has seen that", func(context.Context) error {
			if _, err := clusterresources.Cached(w.applier, w.gadget(group)); !apierrors.IsNotFound(err) {
				return errors.Join(errors.New("it has not"), err)
			}
			return nil
		})
		made, err := clusterresources.Add(t.Context(), w.set(), w.gadget(group))
		require.NoError(t, err)
		eventuallyCached(w, made)

		remove(t, crd)
		eventually(t, "the kind is not followed any more", func(context.Context) error {
			_, err := clusterresources.Cached(w.applier, w.gadget(group))
			if err == nil || apierrors.IsNotFound(err) || !strings.Contains(err.Error(), "the kind cannot be listed") {
				return errors.Join(errors.New("it is"), err)
			}
			return nil
		})
		w.doesNotBlock("when it is gone, " + when)
	}
}

// eventuallyFollowed adds a gadget until the cache has it, and can be relied on: nothing is sent for it any more.
func (w *world) eventuallyFollowed(group string) {
	w.t.Helper()
	eventually(w.t, "the kind is followed", func(ctx context.Context) error {
		if _, err := clusterresources.Add(ctx, w.set(), w.gadget(group)); err != nil {
			return err
		}
		if _, err := clusterresources.Cached(w.applier, w.gadget(group)); err != nil {
			return err
		}
		w.traffic.take(w.t)
		if _, requests := w.reconcileOnly(w.gadget(group)); len(requests) > 0 {
			return fmt.Errorf("%v", requests)
		}
		return nil
	})
}

// doesNotBlock deletes an orphan of another kind.
func (w *world) doesNotBlock(when string) {
	w.t.Helper()
	w.reconcileOnly(w.configMap("orphan"))
	eventuallyCached(w, w.configMap("orphan"))
	result, _ := w.reconcile()
	assert.Positive(w.t, result.Count(clusterresources.Deleted), when)
	assert.False(w.t, result.Waiting, when)
}

// remembered is how many objects the operator remembers, by its metrics.
func remembered(t *testing.T, from prometheus.Gatherer) float64 {
	t.Helper()
	families, err := from.Gather()
	require.NoError(t, err)
	for _, family := range families {
		if family.GetName() == "clusterresources_remembered_objects" {
			return family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	require.Fail(t, "no such metric")
	return 0
}

// TestWatchThatBreaks has all of its kind forgotten, and objects read one by one, until it is there again.
func TestWatchThatBreaks(t *testing.T) {
	t.Parallel()
	connection, registry := &fault{}, prometheus.NewRegistry()
	w := newWorld(t, connection.on, func(o *clusterresources.Options) { o.Metrics = registry })
	w.reconcile(w.configMap("one"), w.configMap("two"), w.secret("secret"))
	eventuallyCached(w, w.configMap("two"))
	require.InDelta(t, 3, remembered(t, registry), 0)

	connection.become(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/configmaps") })
	eventually(t, "the kind is forgotten", func(context.Context) error {
		if n := remembered(t, registry); n != 1 {
			return fmt.Errorf("%v objects are remembered", n)
		}
		return nil
	})
	changed := w.configMap("one")
	changed.Data["size"] = "2"
	_, err := w.users.CoreV1().ConfigMaps(w.namespace).Update(t.Context(), changed, metav1.UpdateOptions{})
	require.NoError(t, err)
	w.traffic.take(t)
	result, requests := w.reconcileOnly(w.configMap("one"))
	assert.Equal(t, 1, result.Count(clusterresources.Configured), "what the watch does not tell is seen")
	assert.Equal(t, "get", requests[0].Verb)
	result, _ = w.reconcile(w.configMap("one"), w.configMap("two"))
	assert.True(t, result.Waiting, "there may be orphans")

	connection.become(nil)
	eventually(t, "the kind is followed again", func(context.Context) error {
		if _, requests := w.reconcileOnly(w.configMap("one"), w.configMap("two")); len(requests) > 0 {
			return fmt.Errorf("%v", requests)
		}
		return nil
	})
	w.doesNotBlock("when the watch is there again")
}

// TestServerThatGoesBack is restored from a backup: its revisions are lower than those that are remembered.
func TestServerThatGoesBack(t *testing.T) {
	t.Parallel()
	const group = "back.example.com"
	crd := gadgets(t, group)
	install(t, crd)
	time, connection, registry := &future{kind: "/apis/" + group + "/v1/"}, &fault{}, prometheus.NewRegistry()
	w := newWorld(t, registering(t, crd), time.on, connection.on, func(o *clusterresources.Options) { o.Metrics = registry })
	set := w.set()
	made, err := clusterresources.Add(t.Context(), set, w.gadget(group))
	require.NoError(t, err)
	require.Len(t, made.ResourceVersion, 13, "the operator sees the future")
	eventuallyCached(w, made)
	require.InDelta(t, 1, remembered(t, registry), 0)

	time.end()
	connection.become(nil)
	eventually(t, "the kind is forgotten", func(context.Context) error {
		if _, err := set.Readiness(); err != nil {
			return err
		}
		if remembered(t, registry) != 0 {
			return errors.New("it is remembered")
		}
		return nil
	})
	w.traffic.take(t)
	_, requests := w.reconcileOnly(w.gadget(group))
	assert.Empty(t, requests, "it is known by field sets and values")
}

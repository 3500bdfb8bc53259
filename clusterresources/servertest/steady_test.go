// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestSteadyStateSendsNothing reconciles 20 objects of 11 kinds 100 times, and more often until the status of a
// StatefulSet has moved 10 times: pods are deleted all the while.
func TestSteadyStateSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	result, requests := w.reconcile(w.twenty()...)
	assert.Equal(t, 20, result.Count(clusterresources.Created))
	applies := 0
	for _, r := range requests {
		if r.Verb == "apply" || r.Verb == "patch" {
			applies++
		}
	}
	assert.Equal(t, 20, applies, "%v", requests)
	eventually(t, "the pods of the StatefulSet are ready", func(ctx context.Context) error {
		live, err := w.users.AppsV1().StatefulSets(w.namespace).Get(ctx, "nodes", metav1.GetOptions{})
		if err != nil {
			return err
		}
		if live.Status.ReadyReplicas != 3 {
			return fmt.Errorf("%d are ready", live.Status.ReadyReplicas)
		}
		return nil
	})
	moved := map[string]bool{}
	for round := 0; round < 100 || len(moved) < 10; round++ {
		if round%5 == 0 {
			err := w.users.CoreV1().Pods(w.namespace).DeleteCollection(t.Context(), metav1.DeleteOptions{GracePeriodSeconds: new(int64)},
				metav1.ListOptions{LabelSelector: "app in (nodes,proxy,init)"})
			require.NoError(t, err)
		}
		result, requests := w.reconcile(w.twenty()...)
		require.Empty(t, requests, "round %d", round)
		require.Equal(t, 20, result.Count(clusterresources.Unchanged))
		live, err := w.users.AppsV1().StatefulSets(w.namespace).Get(t.Context(), "nodes", metav1.GetOptions{})
		require.NoError(t, err)
		moved[live.ResourceVersion] = true
	}
}

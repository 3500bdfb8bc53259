// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-logr/logr/funcr"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/clusterresources"
)

// TestWaitForSync ends with its context, and says what is missing. It goes on once the API server answers.
func TestWaitForSync(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fails func(*http.Request) bool
		says  string
	}{
		"discovery": {
			func(r *http.Request) bool { return r.URL.Path == "/apis/policy/v1" },
			"PodDisruptionBudget in namespace %s: look for policy/v1: ",
		},
		"reviews": {
			func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/selfsubjectaccessreviews") },
			"PodDisruptionBudget in namespace %s: ask whether poddisruptionbudgets may be listed: ",
		},
		"lists": {
			func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/poddisruptionbudgets") },
			"PodDisruptionBudget in namespace %s: failed to list ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connection := &fault{}
			w := newWorld(t, connection.on)
			w.stop()
			var mu sync.Mutex
			var told []string
			w.options.Logger = funcr.New(func(_, args string) {
				mu.Lock()
				defer mu.Unlock()
				told = append(told, args)
			}, funcr.Options{})
			connection.become(c.fails)
			applier, err := clusterresources.New(w.options)
			require.NoError(t, err)
			ctx, stop := context.WithTimeout(t.Context(), time.Second)
			defer stop()
			require.ErrorContains(t, applier.WaitForSync(ctx), "the applier was not started")

			running, end := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- applier.Start(running) }()
			defer func() { end(); assert.NoError(t, <-done) }()
			says := strings.ReplaceAll(c.says, "%s", w.namespace)
			eventually(t, "the error says what is missing", func(ctx context.Context) error {
				waiting, stop := context.WithTimeout(ctx, time.Second)
				defer stop()
				err := applier.WaitForSync(waiting)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				if !strings.Contains(err.Error(), says) {
					return err
				}
				return nil
			})
			mu.Lock()
			assert.Contains(t, strings.Join(told, "\n"), "the test breaks it", "the log is told while it waits")
			mu.Unlock()

			connection.become(nil)
			ctx, stop = context.WithTimeout(t.Context(), patience)
			defer stop()
			require.NoError(t, applier.WaitForSync(ctx))
		})
	}
}

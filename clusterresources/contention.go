// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// contention bounds how often an object is looked at again that others write, delete or replace between the look and the
// write. Statuses of a workload that is rolled out move many times a second, but for a moment only: the pauses grow, to some
// five seconds in all.
type contention struct{ pauses wait.Backoff }

func newContention() *contention {
	return &contention{wait.Backoff{Duration: time.Millisecond, Factor: 2, Jitter: 0.5, Steps: 12}}
}

// pause waits before the next look. It returns why there is none, with what the last write was refused with.
func (c *contention) pause(ctx context.Context, refused error) error {
	if c.pauses.Steps == 0 {
		return fmt.Errorf("it is changed by others whenever it is to be written: %w", refused)
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("it is changed by others: %w", errors.Join(context.Cause(ctx), refused))
	case <-time.After(c.pauses.Step()):
		return nil
	}
}

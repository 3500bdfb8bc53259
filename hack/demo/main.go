// SPDX-License-Identifier: Apache-2.0

// Command demo shows the main job of this repository from end to end: an annotated package becomes versions, a CRD and
// clients, which then work against a real API server. It ends by itself and removes what it made.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	// Also when its terminal goes, or whoever reads its output, it has files to remove.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	ctx, end := context.WithCancelCause(ctx)
	go whileWanted(ctx, end)
	err := run(ctx)
	end(nil)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// whileWanted ends the demo with the process that started it: SIGTERM to go run ends that, and not what it runs.
func whileWanted(ctx context.Context, end context.CancelCauseFunc) {
	parent := os.Getppid()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for os.Getppid() == parent {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
	end(errors.New("the process that started it is gone"))
}

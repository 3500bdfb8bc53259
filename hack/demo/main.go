// SPDX-License-Identifier: Apache-2.0

// Command demo shows the main job of this repository from end to end: an annotated package becomes versions, a CRD and
// clients, which then work against a real API server. It ends by itself and removes what it made.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// SPDX-License-Identifier: Apache-2.0

// Command versioned-gen turns annotated API packages into a Go package a version, multi-version CRDs and typed clients.
// See versioned-gen --help, and versioned-gen explain for the markers.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// gcPercent trades memory for time: a run is short, and needs less memory with it than the tools that it replaces.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // whoever asks twice means it
	code := run(ctx, os.Args[1:], streams{out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

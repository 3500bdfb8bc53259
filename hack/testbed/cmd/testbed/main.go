// SPDX-License-Identifier: Apache-2.0

// Command testbed builds and runs a real Kubernetes for tests and for the demo. See testbed --help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/stackabletech/operator-go/hack/testbed/assets"
)

const usage = `testbed builds and runs a real Kubernetes for tests, without containers.

Usage:
  testbed build [BINARY...|all]      build what is missing (etcd, kube-apiserver, kubectl), and print the folder
  testbed path BINARY                print where a binary is
  testbed serve [--full] [--audit]   run a cluster until stdin ends; prints one line of JSON when it is ready
  testbed run [--full] [--audit] -- COMMAND [ARG...]
                                     run a command with KUBECONFIG, KUBEBUILDER_ASSETS and PATH set to a cluster

Binaries are kept in $OPERATOR_GO_TESTBED_CACHE, else in the user's cache folder. Before one is built, PATH is searched for
one of the same minor version. KUBEBUILDER_ASSETS names a folder of binaries to use instead. USE_EXISTING_CLUSTER=true uses
the cluster of KUBECONFIG and starts nothing.

  --full    with controller manager, scheduler, and kwok, which pretends that pods run
  --audit   with a log of every request

Exit codes: 0 done, 1 failed, 2 wrong use; run exits with the code of its command.
`

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage marks errors of the command line.
var errUsage = errors.New("see testbed --help")

// exitCode is the error of a command that ended with another code than 0.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("the command ended with code %d", int(e)) }

func main() {
	// Components die with the thread that started them, so that this goroutine must keep its own.
	runtime.LockOSThread()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:])
	stop()
	os.Exit(report(err))
}

func report(err error) int {
	var code exitCode
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintln(os.Stderr, "testbed:", err)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return fmt.Errorf("no command: %w", errUsage)
	}
	switch command, rest := args[0], args[1:]; command {
	case "build":
		return build(ctx, rest, os.Stdout)
	case "path":
		return path(rest)
	case "serve":
		return serve(ctx, rest)
	case "run":
		return around(ctx, rest)
	case "help", "-h", "-help", "--help":
		fmt.Print(usage)
		return nil
	default:
		return fmt.Errorf("unknown command %q: %w", command, errUsage)
	}
}

// build builds the named binaries and prints their folder.
func build(ctx context.Context, names []string, out io.Writer) error {
	switch {
	case len(names) == 0:
		names = assets.Default
	case len(names) == 1 && names[0] == "all":
		names = assets.Full
	}
	for _, name := range names {
		if strings.HasPrefix(name, "-") {
			return fmt.Errorf("build has no flag %s: %w", name, errUsage)
		}
		if _, err := assets.Find(name); err != nil {
			return fmt.Errorf("%w: %w", err, errUsage)
		}
	}
	dir, err := ensure(ctx, names)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, dir)
	return nil
}

// ensure builds what is missing and returns the folder.
func ensure(ctx context.Context, names []string) (string, error) {
	dir, err := assets.Dir("")
	if err != nil {
		return "", err
	}
	modules, err := modulesDir()
	if err != nil {
		return "", err
	}
	builder := &assets.Builder{Dir: dir, Modules: modules, Progress: os.Stderr}
	return dir, builder.Build(ctx, names)
}

// modulesDir finds the go.mod files of the binaries: beside this source file, which the go command compiles in place.
func modulesDir() (string, error) {
	_, file, _, ok := runtime.Caller(0)
	dir := filepath.Join(filepath.Dir(file), "..", "..", "binaries")
	if _, err := os.Stat(dir); !ok || err != nil {
		return "", fmt.Errorf("the folder hack/testbed/binaries is not at %s: run the command with go run in a checkout, without -trimpath", dir)
	}
	return dir, nil
}

// path prints where a binary is.
func path(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("path takes one binary: %w", errUsage)
	}
	if _, err := assets.Find(args[0]); err != nil {
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	dir, err := assets.Dir("")
	if err != nil {
		return err
	}
	file := filepath.Join(dir, args[0])
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("%s is not built: run testbed build %s", args[0], args[0])
	}
	fmt.Println(file)
	return nil
}

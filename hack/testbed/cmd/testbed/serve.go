// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/stackabletech/operator-go/hack/testbed/assets"
	"github.com/stackabletech/operator-go/hack/testbed/cluster"
)

// description is the line of JSON that serve prints.
type description struct {
	Kubeconfig string `json:"kubeconfig"`
	Assets     string `json:"assets"`
	Server     string `json:"server"`
	Version    string `json:"version"`
	Dir        string `json:"dir"`
	AuditLog   string `json:"auditLog,omitempty"`
}

// serve runs a cluster until stdin ends, a signal comes, or a component fails.
func serve(ctx context.Context, args []string) error {
	options, rest, err := flagsOf("serve", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("serve takes no arguments, got %q: %w", rest, errUsage)
	}
	// However stdin ends, whoever wanted the cluster is gone, also while it is being built.
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end(errors.New("stdin ended before the cluster was ready"))
	}()
	return with(ctx, options, func(d description, failed <-chan error) error {
		if err := json.NewEncoder(os.Stdout).Encode(d); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		}
	})
}

// flagsOf reads the flags that serve and run share.
func flagsOf(command string, args []string) (cluster.Options, []string, error) {
	var options cluster.Options
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&options.Full, "full", false, "")
	flags.BoolVar(&options.Audit, "audit", false, "")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(usage)
		return options, nil, err
	}
	if err != nil {
		return options, nil, fmt.Errorf("%s: %w: %w", command, err, errUsage)
	}
	return options, flags.Args(), nil
}

// with calls f with a running cluster and ends it afterwards.
func with(ctx context.Context, options cluster.Options, f func(description, <-chan error) error) (err error) {
	if os.Getenv("USE_EXISTING_CLUSTER") == "true" {
		kubeconfig := os.Getenv("KUBECONFIG")
		if kubeconfig == "" {
			return errors.New("USE_EXISTING_CLUSTER is true, but KUBECONFIG names no cluster")
		}
		return f(description{Kubeconfig: kubeconfig, Assets: os.Getenv("KUBEBUILDER_ASSETS")}, nil)
	}
	if options.Assets, err = binaries(ctx, options.Full); err != nil {
		return err
	}
	c, err := cluster.Start(ctx, options)
	defer func() { err = errors.Join(err, c.Stop()) }()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return err
	}
	return f(description{
		Kubeconfig: c.Kubeconfig, Assets: options.Assets, Server: c.Server, Version: c.Version,
		Dir: c.Dir, AuditLog: c.AuditLog,
	}, c.Failed())
}

// binaries returns a folder with all binaries of a cluster.
func binaries(ctx context.Context, full bool) (string, error) {
	names := assets.Default
	if full {
		names = assets.Full
	}
	if dir := os.Getenv("KUBEBUILDER_ASSETS"); dir != "" {
		missing, err := assets.Missing(dir, names)
		if err != nil {
			return "", err
		}
		if len(missing) > 0 {
			first := missing[0]
			lacks := first.Lacks(dir)
			if lacks != first.Name {
				lacks += fmt.Sprintf(", which %s needs and testbed build %s makes", first.Name, first.Name)
			}
			return "", fmt.Errorf("KUBEBUILDER_ASSETS is %s, which has no %s: unset it to have the binaries built", dir, lacks)
		}
		return filepath.Abs(dir)
	}
	return ensure(ctx, names)
}

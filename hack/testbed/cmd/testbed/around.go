// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// around runs a command with a cluster.
func around(ctx context.Context, args []string) error {
	options, command, err := flagsOf("run", args)
	if err != nil {
		return err
	}
	if len(command) == 0 {
		return fmt.Errorf("run needs a command behind --: %w", errUsage)
	}
	return with(ctx, options, func(d description, _ <-chan error) error {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		cmd.Env = append(os.Environ(), "KUBECONFIG="+d.Kubeconfig, "KUBEBUILDER_ASSETS="+d.Assets,
			"PATH="+d.Assets+string(os.PathListSeparator)+os.Getenv("PATH"))
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		cmd.WaitDelay = 10 * time.Second
		err := cmd.Run()
		var ended *exec.ExitError
		if errors.As(err, &ended) && ended.ExitCode() > 0 {
			return exitCode(ended.ExitCode())
		}
		return err
	})
}

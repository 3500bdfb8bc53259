// SPDX-License-Identifier: Apache-2.0

// Package cluster gives tests a real API server. It runs the testbed command as a child process, so that nothing that
// imports this package gets the testbed's dependencies, and so that the cluster ends with the process that wanted it,
// however that ends.
package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Cluster is a running API server with its etcd, and with controllers where they were asked for.
type Cluster struct {
	// Kubeconfig is a file for an administrator, Assets the folder of the binaries, kubectl among them.
	Kubeconfig string `json:"kubeconfig"`
	Assets     string `json:"assets"`
	// Server is the API server's URL, Version the release it is built from.
	Server  string `json:"server"`
	Version string `json:"version"`
	// AuditLog has one JSON event a request; empty unless --audit was given.
	AuditLog string `json:"auditLog"`

	cmd   *exec.Cmd
	stdin io.Closer
}

// Start runs a cluster until Stop. The arguments are those of testbed serve: --full, --audit. The first call on a machine
// builds the binaries, which takes minutes and says so on stderr.
func Start(args ...string) (*Cluster, error) { return StartContext(context.Background(), args...) }

// endTimeout is how long a testbed may take to end what it started, on a machine that is busy with other things.
const endTimeout = time.Minute

// StartContext is Start for a caller that can be interrupted: when the context ends, so does the cluster, and so do the
// builds before it. An error of StartContext leaves nothing to stop.
func StartContext(ctx context.Context, args ...string) (*Cluster, error) {
	_, file, _, ok := runtime.Caller(0)
	testbed := filepath.Join(filepath.Dir(file), "..", "testbed")
	if _, err := os.Stat(testbed); !ok || err != nil {
		return nil, fmt.Errorf("the testbed is not at %s: run tests in a checkout, without -trimpath", testbed)
	}
	c := &Cluster{}
	c.cmd = exec.CommandContext(ctx, "go", append([]string{"run", "./cmd/testbed", "serve"}, args...)...)
	c.cmd.Dir = testbed
	c.cmd.Env = append(os.Environ(), "GOWORK=off")
	c.cmd.Stderr = os.Stderr
	stdin, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	c.stdin = stdin
	// The end of stdin ends the testbed; go run heeds an interrupt as long as it compiles the testbed, and no longer.
	c.cmd.Cancel = func() error { return errors.Join(c.closeStdin(), c.cmd.Process.Signal(os.Interrupt)) }
	c.cmd.WaitDelay = endTimeout
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the testbed: %w", err)
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, c)
	}
	if ctx.Err() != nil {
		// How the testbed ends when it is told to is no news.
		_ = c.Stop()
		return nil, fmt.Errorf("the testbed was ended: %w", context.Cause(ctx))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the testbed did not become ready: %w", err), c.Stop())
	}
	return c, nil
}

// Stop ends the cluster and waits until it is gone.
func (c *Cluster) Stop() error {
	return errors.Join(c.closeStdin(), c.cmd.Wait())
}

// closeStdin tells the testbed that nobody wants it any more. It may have been told before.
func (c *Cluster) closeStdin() error {
	if err := c.stdin.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// Config returns a configuration for clients, without limits on the rate of requests.
func (c *Cluster) Config() (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", c.Kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS = -1
	return config, nil
}

// Kubectl returns the path of a kubectl of the cluster's version.
func (c *Cluster) Kubectl() string { return filepath.Join(c.Assets, "kubectl") }

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stackabletech/operator-go/hack/testbed/assets"
)

// beTheCommand makes the test binary behave as testbed.
const beTheCommand = "OPERATOR_GO_TEST_BE_TESTBED"

func TestMain(m *testing.M) {
	if os.Getenv(beTheCommand) != "" {
		runtime.LockOSThread()
		main()
	}
	os.Exit(m.Run())
}

func testbed(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), beTheCommand+"=1")
	cmd.Stderr = os.Stderr
	return cmd
}

// served is a testbed that serves a cluster.
type served struct {
	description
	cmd   *exec.Cmd
	stdin io.Closer
}

func start(t *testing.T, args ...string) *served {
	t.Helper()
	s := &served{cmd: testbed(t.Context(), append([]string{"serve"}, args...)...)}
	stdin, err := s.cmd.StdinPipe()
	must(t, err)
	s.stdin = stdin
	stdout, err := s.cmd.StdoutPipe()
	must(t, err)
	must(t, s.cmd.Start())
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	must(t, err)
	must(t, json.Unmarshal(line, &s.description))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kubectl runs kubectl against the cluster.
func (s *served) kubectl(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(s.Assets, "kubectl"), args...)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+s.Kubeconfig)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("kubectl %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// processes returns the command lines of all processes that work in a cluster's folder.
func processes(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	must(t, err)
	var found []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(content), dir) {
			found = append(found, strings.ReplaceAll(string(content), "\x00", " "))
		}
	}
	return found
}

// gone waits until nothing of a cluster is left.
func gone(t *testing.T, s *served, folder bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		left := processes(t, s.Dir)
		_, err := os.Stat(s.Dir)
		if len(left) == 0 && (!folder || errors.Is(err, os.ErrNotExist)) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %v, folder: %v", left, err)
		}
		runtime.Gosched()
	}
}

func TestServeEndsWithWhoeverWantedIt(t *testing.T) {
	for name, end := range map[string]func(*served) error{
		"stdin ends": func(s *served) error { return s.stdin.Close() },
		"SIGTERM":    func(s *served) error { return s.cmd.Process.Signal(syscall.SIGTERM) },
		"SIGINT":     func(s *served) error { return s.cmd.Process.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			if out := s.kubectl(t, "get", "namespaces", "-o", "name"); !strings.Contains(out, "namespace/default") {
				t.Fatalf("namespaces: %s", out)
			}
			if len(processes(t, s.Dir)) < 2 {
				t.Fatal("etcd and kube-apiserver do not run")
			}
			must(t, end(s))
			must(t, s.cmd.Wait())
			gone(t, s, true)
		})
	}
}

func TestServeTakesItsProcessesAlongWhenItIsKilled(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("only Linux ends children with their parent")
		return
	}
	s := start(t)
	must(t, s.cmd.Process.Kill())
	_ = s.cmd.Wait() // killed, as asked for
	gone(t, s, false)
	must(t, os.RemoveAll(s.Dir))
}

func TestTwoClustersAtOnce(t *testing.T) {
	first, second := start(t, "--audit"), start(t)
	if first.Server == second.Server || first.Dir == second.Dir {
		t.Fatal("they share something")
	}
	first.kubectl(t, "create", "configmap", "only-in-first")
	if out := second.kubectl(t, "get", "configmaps", "-o", "name"); strings.Contains(out, "only-in-first") {
		t.Fatal("they share a store")
	}
	log, err := os.ReadFile(first.AuditLog)
	must(t, err)
	if !strings.Contains(string(log), `"verb":"create"`) {
		t.Fatal("the request is not in the audit log")
	}
	for _, s := range []*served{first, second} {
		must(t, s.stdin.Close())
		must(t, s.cmd.Wait())
		gone(t, s, true)
	}
}

func TestFullClusterRunsPods(t *testing.T) {
	s := start(t, "--full")
	s.kubectl(t, "create", "deployment", "web", "--image=web", "--replicas=2")
	s.kubectl(t, "rollout", "status", "deployment/web", "--timeout=60s")
	must(t, s.stdin.Close())
	must(t, s.cmd.Wait())
	gone(t, s, true)
}

func TestRunGivesTheCommandACluster(t *testing.T) {
	out, err := testbed(t.Context(), "run", "--", "sh", "-c", `kubectl get --raw /readyz && test -x "$KUBEBUILDER_ASSETS/etcd" && exit 7`).Output()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != 7 || string(out) != "ok" {
		t.Fatalf("%v %s", err, out)
	}
}

func TestWrongUse(t *testing.T) {
	// All programs, but not the file that kwok needs.
	noStages := t.TempDir()
	for _, name := range assets.Full {
		must(t, os.WriteFile(filepath.Join(noStages, name), []byte("#!/bin/sh\nexit 1\n"), 0o755))
	}
	for _, tc := range []struct {
		args []string
		env  string
		code int
		want string
	}{
		{nil, "", exitUsage, "no command"},
		{[]string{"sevre"}, "", exitUsage, `unknown command "sevre"`},
		{[]string{"serve", "--fast"}, "", exitUsage, "-fast"},
		{[]string{"serve", "now"}, "", exitUsage, "serve takes no arguments"},
		{[]string{"build", "kubelet"}, "", exitUsage, `there is no binary "kubelet"`},
		{[]string{"path"}, "", exitUsage, "path takes one binary"},
		{[]string{"run"}, "", exitUsage, "run needs a command"},
		{[]string{"path", "etcd"}, "OPERATOR_GO_TESTBED_CACHE=/nonexistent", exitFailed, "run testbed build etcd"},
		{[]string{"serve"}, "KUBEBUILDER_ASSETS=/nonexistent", exitFailed, "which has no etcd: unset it"},
		{[]string{"serve", "--full"}, "KUBEBUILDER_ASSETS=" + noStages, exitFailed, "which has no kwok-stages.yaml, which kwok needs"},
		{[]string{"serve"}, "USE_EXISTING_CLUSTER=true", exitFailed, "KUBECONFIG names no cluster"},
	} {
		cmd := testbed(t.Context(), tc.args...)
		cmd.Env = append(cmd.Env, "KUBECONFIG=", tc.env)
		cmd.Stderr = nil
		_, err := cmd.Output()
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.ExitCode() != tc.code || !strings.Contains(string(ended.Stderr), tc.want) {
			t.Errorf("%v: %v, want code %d and %q", tc.args, err, tc.code, tc.want)
		}
	}
}

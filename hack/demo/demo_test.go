// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// beTheCommand makes the test binary behave as demo.
const beTheCommand = "OPERATOR_GO_TEST_BE_DEMO"

func TestMain(m *testing.M) {
	if os.Getenv(beTheCommand) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestInterruptedDuringTheFirstBuild(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			temporary, cache := t.TempDir(), t.TempDir()
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), beTheCommand+"=1", "TMPDIR="+temporary, "OPERATOR_GO_TESTBED_CACHE="+cache,
				"KUBEBUILDER_ASSETS=", "USE_EXISTING_CLUSTER=")
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			require.NoError(t, cmd.Start())
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			// Nobody but the demo is told: its children are its business.
			require.Eventually(t, func() bool {
				building, err := filepath.Glob(filepath.Join(cache, "*", ".building-*"))
				return err == nil && len(building) > 0
			}, 3*time.Minute, 20*time.Millisecond, "it does not build")
			require.NoError(t, cmd.Process.Signal(signal))
			select {
			case err := <-ended:
				var exit *exec.ExitError
				require.ErrorAs(t, err, &exit)
				assert.Equal(t, 1, exit.ExitCode(), "%s", &said)
			case <-time.After(time.Minute):
				require.NoError(t, cmd.Process.Kill())
				t.Fatalf("it does not heed %s", signal)
			}
			assert.Contains(t, said.String(), "demo: ")
			assert.Empty(t, running(t, temporary), "processes that it started")
			left, err := filepath.Glob(filepath.Join(temporary, "*"))
			require.NoError(t, err)
			assert.Empty(t, left, "files that it wrote")
			built, err := filepath.Glob(filepath.Join(cache, "*", "[^.]*"))
			require.NoError(t, err)
			half, err := filepath.Glob(filepath.Join(cache, "*", ".building-*"))
			require.NoError(t, err)
			assert.Empty(t, append(built, half...), "files of the build")
		})
	}
}

// running returns the processes whose temporary folder is the given one, where the system tells.
func running(t *testing.T, temporary string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	require.NoError(t, err)
	var found []string
	for _, file := range files {
		environment, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(environment), "TMPDIR="+temporary+"\x00") {
			continue
		}
		command, err := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		if !errors.Is(err, os.ErrNotExist) {
			found = append(found, strings.ReplaceAll(string(command), "\x00", " "))
		}
	}
	return found
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"io"
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

// started is a demo that runs.
type started struct {
	cmd       *exec.Cmd
	temporary string
	output    io.Reader
}

func start(t *testing.T, env ...string) *started {
	t.Helper()
	d := &started{cmd: exec.CommandContext(t.Context(), os.Args[0]), temporary: t.TempDir()}
	d.cmd.Env = append(append(os.Environ(), beTheCommand+"=1", "TMPDIR="+d.temporary, "USE_EXISTING_CLUSTER="), env...)
	output, err := d.cmd.StdoutPipe()
	require.NoError(t, err)
	d.cmd.Stderr = d.cmd.Stdout
	d.output = output
	require.NoError(t, d.cmd.Start())
	return d
}

// end reads on, and checks how the demo ends and that it leaves nothing.
func (d *started) end(t *testing.T, code int) string {
	t.Helper()
	said, err := io.ReadAll(d.output)
	require.NoError(t, err)
	if err := d.cmd.Wait(); code != 0 {
		require.Error(t, err)
	}
	assert.Equal(t, code, d.cmd.ProcessState.ExitCode(), "%s", said)
	assert.Empty(t, running(t, d.temporary), "processes that it started")
	left, err := filepath.Glob(filepath.Join(d.temporary, "*"))
	require.NoError(t, err)
	assert.Empty(t, left, "files that it wrote")
	return string(said)
}

func TestInterruptedDuringTheFirstBuild(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			cache := t.TempDir()
			d := start(t, "OPERATOR_GO_TESTBED_CACHE="+cache, "KUBEBUILDER_ASSETS=")
			require.Eventually(t, func() bool {
				building, err := filepath.Glob(filepath.Join(cache, "*", ".building-*"))
				return err == nil && len(building) > 0
			}, 3*time.Minute, 20*time.Millisecond, "it does not build")
			// Nobody but the demo is told: its children are its business.
			require.NoError(t, d.cmd.Process.Signal(signal))
			stuck := time.AfterFunc(time.Minute, func() { _ = d.cmd.Process.Kill() }) // seen by its exit code
			defer stuck.Stop()
			assert.Contains(t, d.end(t, 1), "demo: ended early: "+signal.String())
			for _, pattern := range []string{"[^.]*", ".building-*"} {
				built, err := filepath.Glob(filepath.Join(cache, "*", pattern))
				require.NoError(t, err)
				assert.Empty(t, built, "files of the build")
			}
		})
	}
}

func TestInterruptedHalfWay(t *testing.T) {
	t.Parallel()
	d := start(t)
	lines := bufio.NewReader(d.output)
	d.output = lines
	for line := ""; !strings.Contains(line, "$ go build"); {
		var err error
		line, err = lines.ReadString('\n')
		require.NoError(t, err)
	}
	// One that is interrupted in its first moments leaves its folder, which must be where the demo removes it.
	folders, err := filepath.Glob(filepath.Join(d.temporary, "go-build*"))
	require.NoError(t, err)
	assert.Empty(t, folders, "folders of go commands")
	require.NoError(t, d.cmd.Process.Signal(syscall.SIGTERM))
	said := d.end(t, 1)
	assert.Contains(t, said, "demo: ended early: terminated")
	assert.NotContains(t, said, "=== Done")
}

func TestTellsANewcomerWhatItDoes(t *testing.T) {
	t.Parallel()
	said := start(t).end(t, 0)
	for _, want := range []string{
		"This shows the main job",
		"$ versioned-gen generate --crds crds --clients generated ./apis/person\n",
		"files in all",
		"$ kubectl apply --server-side -f crds\n",
		"$ go build ./cmd/client && ./client\n",
		"ann    Ann Example   5\n",
		"=== Done: everything that was started or written is removed",
	} {
		at := strings.Index(said, want)
		require.GreaterOrEqual(t, at, 0, "%q comes not, or too early, in\n%s", want, said)
		said = said[at:]
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

// SPDX-License-Identifier: Apache-2.0

//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package output

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// module makes a Go module with two output folders.
func module(t *testing.T) (root, apis, crds string) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	write(t, filepath.Join(root, "go.mod"), []byte("module example.com\n"))
	return root, filepath.Join(root, "apis"), filepath.Join(root, "crds")
}

func TestRunsOfOneModuleWait(t *testing.T) {
	t.Parallel()
	root, apis, crds := module(t)
	release, err := Disk{}.lock(t.Context(), []string{apis})
	require.NoError(t, err)
	waiting, done := make(chan string, 1), make(chan error, 1)
	go func() {
		d := Disk{Waiting: func(folder string) { waiting <- folder }}
		_, err := d.Put(context.WithoutCancel(t.Context()), planOf(crds, map[string]string{"a.yaml": "new"}))
		done <- err
	}()
	assert.Equal(t, root, <-waiting, "another folder of the same module")
	assert.NoFileExists(t, filepath.Join(crds, "a.yaml"))
	release()
	require.NoError(t, <-done)
	assert.FileExists(t, filepath.Join(crds, "a.yaml"))
}

func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	_, apis, _ := module(t)
	release, err := Disk{}.lock(t.Context(), []string{apis})
	require.NoError(t, err)
	defer release()

	_, err = Disk{Wait: time.Millisecond}.put(t, apis, map[string]string{"a.go": "new"})
	require.ErrorContains(t, err, "for 1ms: wait for it to end, or end it")

	ctx, cancel := context.WithCancel(t.Context())
	_, err = Disk{Waiting: func(string) { cancel() }}.Put(ctx, planOf(apis, nil))
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "waiting for another run that is writing to")
}

// TestRunsAtOnce lets many runs with different results write at once: in the end there is the whole result of one.
func TestRunsAtOnce(t *testing.T) {
	t.Parallel()
	_, apis, crds := module(t)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			body := strconv.Itoa(i)
			plan := Plan{Sources: []string{source}, Roots: everywhere(apis, crds)}
			if i%2 == 1 {
				plan.Roots = everywhere(crds, apis)
			}
			for _, path := range []string{
				filepath.Join(apis, "a.go"), filepath.Join(apis, "v"+body, "b.go"), filepath.Join(crds, "c.yaml"),
			} {
				plan.Files = append(plan.Files, File{Path: path, Content: emitted(body)})
			}
			_, err := Disk{}.Put(t.Context(), plan)
			assert.NoError(t, err)
		})
	}
	group.Wait()
	content, err := os.ReadFile(filepath.Join(apis, "a.go"))
	require.NoError(t, err)
	found := listing(t, apis)
	assert.Len(t, found, 2, "left-overs of the others are gone")
	for _, one := range found {
		assert.Equal(t, string(content), one)
	}
	assert.Equal(t, map[string]string{"c.yaml": string(content)}, listing(t, crds))
}

// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBuildSkipsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	for _, name := range Default {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	// The folder of modules does not exist, so that a build would fail.
	builder := &Builder{Dir: dir, Modules: "/nonexistent", Progress: &said}
	if err := builder.Build(t.Context(), Default); err != nil {
		t.Fatal(err)
	}
	if said.Len() > 0 {
		t.Errorf("nothing was built, but it says %s", &said)
	}
}

func TestBuildWaitsForAnother(t *testing.T) {
	dir := t.TempDir()
	unlock, err := lock(t.Context(), dir, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	var said bytes.Buffer
	builder := &Builder{Dir: dir, Modules: "/nonexistent", Progress: &said}
	if err := builder.Build(ctx, Default); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it did not wait: %v", err)
	}
	if !strings.Contains(said.String(), "Waiting for another build") {
		t.Errorf("it waits in silence: %s", &said)
	}
}

func TestBuildThatIsEndedLeavesNothing(t *testing.T) {
	// A fitting etcd on PATH would be taken.
	onPath(t, map[string]string{"go": realGo(t)})
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	// The build is ended as soon as it says that it has begun.
	builder := &Builder{Dir: dir, Modules: "../binaries", Progress: writer(func(p []byte) {
		if bytes.Contains(p, []byte("[1/1]")) {
			cancel()
		}
	})}
	if err := builder.Build(ctx, []string{"etcd"}); err == nil {
		t.Fatal("the build was not ended")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != ".lock" {
			t.Errorf("%s is left", entry.Name())
		}
	}
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) {
	w(p)
	return len(p), nil
}

func TestDirNamesTheVersion(t *testing.T) {
	t.Setenv("OPERATOR_GO_TESTBED_CACHE", "/cache")
	dir, err := Dir("")
	if err != nil || !strings.HasPrefix(dir, "/cache/kubernetes-"+KubernetesVersion) {
		t.Errorf("%s %v", dir, err)
	}
}

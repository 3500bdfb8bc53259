// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
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

func TestBuildReadsWhatTheGoCommandSays(t *testing.T) {
	const talk = `
echo "go: downloading k8s.io/api v0.37.2" >&2
echo "go: downloading k8s.io/kms v0.37.2" >&2
echo internal/byteorder >&2
# More than a pipe holds, in one line.
i=0; while [ $i -lt 3000 ]; do printf 'a line that does not end, for a hundred kilobytes and more ' >&2; i=$((i+1)); done; echo >&2
echo k8s.io/api/core/v1 >&2
echo "# k8s.io/kms/apis/v2" >&2
echo "apis/v2/api.go:12:3: undefined: nothing" >&2
`
	for name, tc := range map[string]struct{ script, err, says string }{
		"built":  {talk + fakeGo, "", "2 modules downloaded, 2 packages compiled"},
		"failed": {talk + "exit 1", "undefined: nothing", "[1/1] etcd: building"},
	} {
		t.Run(name, func(t *testing.T) {
			onPath(t, map[string]string{"go": tc.script})
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			var said bytes.Buffer
			builder := &Builder{Dir: t.TempDir(), Modules: "../binaries", Progress: &said}
			err := builder.Build(ctx, []string{"etcd"})
			if ctx.Err() != nil {
				t.Fatal("the build hangs")
			}
			if (err == nil) != (tc.err == "") || err != nil && !strings.Contains(err.Error(), tc.err) {
				t.Errorf("%v, want %q", err, tc.err)
			}
			if !strings.Contains(said.String(), tc.says) {
				t.Errorf("%s\nwant %q", &said, tc.says)
			}
		})
	}
}

func TestSaidReadsPieces(t *testing.T) {
	const all = "go: downloading a v1\na/b\n# a/b\nb.go:1: no\nc"
	for size := 1; size <= len(all); size++ {
		var s said
		for rest := []byte(all); len(rest) > 0; rest = rest[min(size, len(rest)):] {
			if n, err := s.Write(rest[:min(size, len(rest))]); n != min(size, len(rest)) || err != nil {
				t.Fatal(n, err)
			}
		}
		if got := s.complaints(); got != "# a/b\nb.go:1: no" || s.downloaded != 1 || s.compiled != 2 {
			t.Errorf("in pieces of %d: %q, %s", size, got, s.progress())
		}
	}
}

func TestBuildThatIsEndedEndsItsCompilers(t *testing.T) {
	const script = `
mkdir "$GOTMPDIR/go-build1"
trap 'echo interrupted > "$TOLD"; exit 1' INT
sh -c 'echo $$ > "$COMPILER.new"; mv "$COMPILER.new" "$COMPILER"; exec sleep 300'`
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	told, compiler := filepath.Join(t.TempDir(), "told"), filepath.Join(t.TempDir(), "compiler")
	t.Setenv("TOLD", told)
	t.Setenv("COMPILER", compiler)
	t.Setenv("GOTMPDIR", dir)
	onPath(t, map[string]string{"go": "PATH=" + filepath.Dir(sleep) + ":" + os.Getenv("PATH") + script})
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("that is enough")
	go func() {
		for ctx.Err() == nil {
			if _, err := os.Stat(compiler); err == nil {
				cancel(enough)
			}
			runtime.Gosched()
		}
	}()
	builder := &Builder{Dir: dir, Modules: "../binaries", Progress: io.Discard}
	if err := builder.Build(ctx, []string{"etcd"}); !errors.Is(err, enough) {
		t.Errorf("it does not say why it ended: %v", err)
	}
	if _, err := os.Stat(told); err != nil {
		t.Errorf("the go command was not interrupted: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "go-build*")); err != nil || len(left) > 0 {
		t.Errorf("%v is left %v", left, err)
	}
	content, err := os.ReadFile(compiler)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("its compiler is left: %v", errors.Join(err, syscall.Kill(pid, syscall.SIGKILL)))
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

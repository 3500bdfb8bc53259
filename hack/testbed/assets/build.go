// SPDX-License-Identifier: Apache-2.0

package assets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Builder builds programs.
type Builder struct {
	// Dir is where they go, Modules the folder that holds the go.mod files.
	Dir, Modules string
	// Progress is where people read how far it is.
	Progress io.Writer
}

// Build takes the programs that are missing from PATH, where they are of the wanted version, and builds the others. Two
// builds at once wait for each other; a build that is ended leaves nothing half done.
func (b *Builder) Build(ctx context.Context, names []string) error {
	missing, err := Missing(b.Dir, names)
	if err != nil || len(missing) == 0 {
		return err
	}
	if err := os.MkdirAll(b.Dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for binaries: %w; set OPERATOR_GO_TESTBED_CACHE to a folder that can be written to", err)
	}
	unlock, err := lock(ctx, b.Dir, b.Progress)
	if err != nil {
		return err
	}
	defer unlock()
	// Whoever held the lock may have built them.
	if missing, err = Missing(b.Dir, names); err != nil || len(missing) == 0 {
		return err
	}
	if missing, err = b.notOnPath(ctx, missing); err != nil || len(missing) == 0 {
		return err
	}
	minutes := 0
	for _, one := range missing {
		minutes += one.Minutes
	}
	fmt.Fprintf(b.Progress, "Building Kubernetes %s from its Go modules: %d programs, up to %d minutes on two cores.\nThis happens once; they are kept in %s\n",
		KubernetesVersion, len(missing), minutes, b.Dir)
	for i, one := range missing {
		if err := b.one(ctx, one, fmt.Sprintf("[%d/%d] %s", i+1, len(missing), one.Name)); err != nil {
			return err
		}
	}
	return nil
}

// sign is how often a build shows that it is alive.
const sign = 10 * time.Second

func (b *Builder) one(ctx context.Context, binary Binary, title string) error {
	start := time.Now()
	elapsed := func() time.Duration { return time.Since(start).Round(time.Second) }
	fmt.Fprintf(b.Progress, "%s: building, about %d min when nothing is cached\n", title, binary.Minutes)
	var said said
	err := b.install(ctx, binary, func(out string) error {
		return b.compile(ctx, binary, out, &said, func() {
			fmt.Fprintf(b.Progress, "%s: %s, %s\n", title, elapsed(), said.progress())
		})
	})
	if ctx.Err() != nil {
		// What the go command says when it is ended is no news.
		err = context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("build %s: %w", binary.Name, err)
	}
	fmt.Fprintf(b.Progress, "%s: done in %s, %s\n", title, elapsed(), said.progress())
	return nil
}

// install puts a program that a function writes, and what belongs beside it, into the folder: whole or not at all.
func (b *Builder) install(ctx context.Context, binary Binary, write func(out string) error) (err error) {
	temporary, err := os.MkdirTemp(b.Dir, ".building-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	out := filepath.Join(temporary, binary.Name)
	if err := write(out); err != nil {
		return err
	}
	if binary.Beside == StagesFile {
		if err := b.stages(ctx, filepath.Join(b.Modules, binary.Module), temporary); err != nil {
			return err
		}
	}
	return os.Rename(out, filepath.Join(b.Dir, binary.Name))
}

// compile builds a program, and tells from time to time.
func (b *Builder) compile(ctx context.Context, binary Binary, out string, said *said, tell func()) error {
	// -v names each package when it is compiled: a count of them is the only progress that the go command tells.
	cmd := exec.CommandContext(ctx, "go", "build", "-v", "-trimpath", "-ldflags", ldflags(), "-o", out, binary.Package)
	cmd.Dir = filepath.Join(b.Modules, binary.Module)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=readonly",
		// An interrupt in its first moments keeps the go command from removing its folder.
		"GOTMPDIR="+filepath.Dir(out))
	cmd.Stderr = said
	// The go command removes its files when it is interrupted; its compilers, which are in its group, end at once.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 20 * time.Second
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%w; the go command must be on PATH", err)
	}
	done := make(chan struct{})
	var signs sync.WaitGroup
	signs.Go(func() {
		ticker := time.NewTicker(sign)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				tell()
			}
		}
	})
	err := cmd.Wait()
	close(done)
	signs.Wait()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, said.complaints())
	}
	return nil
}

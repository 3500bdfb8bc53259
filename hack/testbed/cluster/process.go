// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// process is a component that was started.
type process struct {
	name, log string
	cmd       *exec.Cmd
	// ended is closed when the process is gone.
	ended chan struct{}
}

// start runs a component with its output in a log file. It must be called from the goroutine that lives as long as the
// cluster, locked to its thread: on Linux the component dies with the thread that started it, however that ends.
func start(name, binary, dir string, args ...string) (p *process, err error) {
	p = &process{name: name, log: filepath.Join(dir, name+".log"), ended: make(chan struct{})}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	// The component has a descriptor of its own.
	defer func() { err = errors.Join(err, log.Close()) }()
	p.cmd = exec.Command(binary, args...)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.Dir = dir
	p.cmd.SysProcAttr = attributes()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		// How it ended stands in the log; that it did is all that matters here.
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// stop ends a process: politely, and after a while not.
func (p *process) stop() {
	if p == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case <-p.ended:
	case <-time.After(10 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.ended
	}
}

// errPortTaken is why a process ended that found somebody else on its port.
var errPortTaken = errors.New("its port is taken")

// until waits for a condition while the process runs.
func (p *process) until(ctx context.Context, what string, ready func(context.Context) error) error {
	var last error
	for {
		if last = ready(ctx); last == nil {
			return nil
		}
		select {
		case <-p.ended:
			err := fmt.Errorf("%s ended before %s; the end of its log:\n%s", p.name, what, p.tail())
			if strings.Contains(err.Error(), syscall.EADDRINUSE.Error()) {
				err = fmt.Errorf("%w: %w", errPortTaken, err)
			}
			return err
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%s: no sign that %s: %w; the end of its log:\n%s", p.name, what, last, p.tail()), ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (p *process) tail() string {
	content, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// freePort returns a port of the loopback interface that nobody listened on a moment ago. Whoever uses it must be
// prepared to find it taken.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"testing"

	"github.com/stackabletech/operator-go/hack/testbed/assets"
)

// Another cluster listens where each server in turn was told to listen, and answers as if it were that server.
func TestStartFindsPortsTaken(t *testing.T) {
	dir, err := assets.Dir("")
	if err != nil {
		t.Fatal(err)
	}
	builder := &assets.Builder{Dir: dir, Modules: "../binaries", Progress: os.Stderr}
	if err := builder.Build(t.Context(), assets.Default); err != nil {
		t.Fatal(err)
	}
	other := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"health":"true"}`) })
	plain, secure := httptest.NewServer(other), httptest.NewUnstartedServer(other)
	// That the API server's certificate is not trusted is the point.
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer plain.Close()
	defer secure.Close()
	// Calls for a port that get a taken one: etcd asks for two ports, for clients and for peers, the API server for one.
	taken := map[int]*httptest.Server{1: plain, 4: plain, 7: secure}
	calls := 0
	// Components end with the thread that started them.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c := &Cluster{Dir: t.TempDir(), options: Options{Assets: dir}, ports: func() (int, error) {
		calls++
		if server := taken[calls]; server != nil {
			return server.Listener.Addr().(*net.TCPAddr).Port, nil
		}
		return freePort()
	}}
	err = c.start(t.Context())
	if calls != 8 || len(c.processes) != 2 {
		t.Errorf("asked for %d ports, want 8; %d processes, want 2", calls, len(c.processes))
	}
	if err := errors.Join(err, c.Stop()); err != nil {
		t.Error(err)
	}
}

func TestStartGivesUpWhenAllPortsAreTaken(t *testing.T) {
	c := &Cluster{}
	attempts := 0
	err := c.onFreePorts(func() error {
		attempts++
		c.processes = append(c.processes, &process{})
		return fmt.Errorf("etcd: %w", errPortTaken)
	})
	if !errors.Is(err, errPortTaken) || attempts != portAttempts || len(c.processes) != 1 {
		t.Errorf("%v after %d attempts, %d processes", err, attempts, len(c.processes))
	}
}

func TestVersionIsWhatTheServerSays(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"major":"1","minor":"37","gitVersion":"v1.37.9","path":%q}`, r.URL.Path)
	}))
	defer server.Close()
	if got, err := version(t.Context(), server.Client(), server.URL); err != nil || got != "v1.37.9" {
		t.Errorf("%q %v", got, err)
	}
}

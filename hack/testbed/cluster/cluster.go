// SPDX-License-Identifier: Apache-2.0

// Package cluster runs a Kubernetes control plane as plain processes: etcd and kube-apiserver, and for a full cluster
// the controller manager, the scheduler and kwok, which pretends that pods run. Everything listens on the loopback
// interface, on free ports, and keeps its files in one temporary folder.
package cluster

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Options say what to run.
type Options struct {
	// Assets is the folder of the binaries.
	Assets string
	// Full adds controller manager, scheduler and kwok.
	Full bool
	// Audit makes the API server log every request.
	Audit bool
}

// Cluster is a running control plane.
type Cluster struct {
	// Dir holds everything; Kubeconfig is for an administrator.
	Dir, Kubeconfig string
	// Server is the URL of the API server, Version what it says to be.
	Server, Version string
	// AuditLog is the file with one JSON event a request; empty without Options.Audit.
	AuditLog string

	options   Options
	processes []*process
	// ports gives each server its port.
	ports func() (int, error)
}

// readyTimeout is how long a component may take on a machine that is busy with other things.
const readyTimeout = 3 * time.Minute

// Start runs a control plane and returns when it is ready. Stop must be called, also after an error.
func Start(ctx context.Context, options Options) (c *Cluster, err error) {
	dir, err := os.MkdirTemp("", "operator-go-testbed-")
	if err != nil {
		return nil, err
	}
	c = &Cluster{Dir: dir, options: options, ports: freePort}
	return c, c.start(ctx)
}

func (c *Cluster) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	ca, err := newAuthority(c.Dir)
	if err != nil {
		return err
	}
	if err := errors.Join(ca.server("etcd"), ca.server("apiserver"), ca.client("admin", "system:masters"), ca.client("service-accounts", "testbed")); err != nil {
		return err
	}
	client, err := c.client()
	if err != nil {
		return err
	}
	var etcd string
	if err := c.onFreePorts(func() error { etcd, err = c.etcd(ctx, client); return err }); err != nil {
		return err
	}
	if err := c.onFreePorts(func() error { return c.apiServer(ctx, client, etcd) }); err != nil {
		return err
	}
	if c.Version, err = version(ctx, client, c.Server); err != nil {
		return err
	}
	if c.options.Full {
		return c.controllers(ctx, client)
	}
	return nil
}

// portAttempts is how often a server may find its port taken.
const portAttempts = 5

// onFreePorts starts a server, and once more on other ports when somebody else was faster to take one.
func (c *Cluster) onFreePorts(start func() error) error {
	for attempt := 1; ; attempt++ {
		err := start()
		if !errors.Is(err, errPortTaken) || attempt == portAttempts {
			return err
		}
		// It has ended, and is no part of the cluster.
		c.processes = c.processes[:len(c.processes)-1]
	}
}

// Stop ends everything that was started, the last first, and removes the folder.
func (c *Cluster) Stop() error {
	if c == nil {
		return nil
	}
	for i := len(c.processes) - 1; i >= 0; i-- {
		c.processes[i].stop()
	}
	return os.RemoveAll(c.Dir)
}

// Failed receives an error for every component that ends, which none does before Stop.
func (c *Cluster) Failed() <-chan error {
	failed := make(chan error, len(c.processes))
	for _, p := range c.processes {
		go func() {
			<-p.ended
			failed <- fmt.Errorf("%s ended by itself; the end of its log:\n%s", p.name, p.tail())
		}()
	}
	return failed
}

func (c *Cluster) path(name string) string { return filepath.Join(c.Dir, name) }

func (c *Cluster) run(name string, args ...string) (*process, error) {
	p, err := start(name, filepath.Join(c.options.Assets, name), c.Dir, args...)
	if err == nil {
		c.processes = append(c.processes, p)
	}
	return p, err
}

// etcd starts etcd and returns its URL. It has a certificate so that nobody takes the etcd of another cluster for it.
func (c *Cluster) etcd(ctx context.Context, client *http.Client) (string, error) {
	clientPort, err := c.ports()
	if err != nil {
		return "", err
	}
	peerPort, err := c.ports()
	if err != nil {
		return "", err
	}
	clients, peers := fmt.Sprintf("https://127.0.0.1:%d", clientPort), fmt.Sprintf("http://127.0.0.1:%d", peerPort)
	// An etcd that ended before it was ready may have written its URLs.
	if err := os.RemoveAll(c.path("etcd")); err != nil {
		return "", err
	}
	etcd, err := c.run("etcd", "--name=testbed", "--data-dir="+c.path("etcd"), "--unsafe-no-fsync",
		"--cert-file="+c.path("etcd.crt"), "--key-file="+c.path("etcd.key"),
		"--listen-client-urls="+clients, "--advertise-client-urls="+clients,
		"--listen-peer-urls="+peers, "--initial-advertise-peer-urls="+peers, "--initial-cluster=testbed="+peers)
	if err != nil {
		return "", err
	}
	return clients, etcd.until(ctx, "it is healthy", func(ctx context.Context) error { return get(ctx, client, clients+"/health") })
}

// apiServer starts the API server on an etcd.
func (c *Cluster) apiServer(ctx context.Context, client *http.Client, etcd string) error {
	port, err := c.ports()
	if err != nil {
		return err
	}
	c.Server = fmt.Sprintf("https://127.0.0.1:%d", port)
	args := []string{
		"--etcd-servers=" + etcd, "--etcd-cafile=" + c.path("ca.crt"),
		"--bind-address=127.0.0.1", "--endpoint-reconciler-type=none", fmt.Sprintf("--secure-port=%d", port),
		"--tls-cert-file=" + c.path("apiserver.crt"), "--tls-private-key-file=" + c.path("apiserver.key"),
		"--client-ca-file=" + c.path("ca.crt"), "--cert-dir=" + c.path("certs"),
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=" + c.path("service-accounts.crt"),
		"--service-account-signing-key-file=" + c.path("service-accounts.key"),
		"--service-cluster-ip-range=10.0.0.0/24", "--authorization-mode=RBAC", "--allow-privileged=true",
	}
	if !c.options.Full {
		// Nobody makes the service accounts that pods would need.
		args = append(args, "--disable-admission-plugins=ServiceAccount")
	}
	if c.options.Audit {
		c.AuditLog = c.path("audit.log")
		policy := "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n- level: Metadata\n"
		if err := os.WriteFile(c.path("audit.yaml"), []byte(policy), 0o600); err != nil {
			return err
		}
		args = append(args, "--audit-log-path="+c.AuditLog, "--audit-policy-file="+c.path("audit.yaml"), "--audit-log-mode=blocking")
	}
	server, err := c.run("kube-apiserver", args...)
	if err != nil {
		return err
	}
	if c.Kubeconfig, err = c.kubeconfig("admin"); err != nil {
		return err
	}
	return server.until(ctx, "it is ready", func(ctx context.Context) error { return get(ctx, client, c.Server+"/readyz") })
}

// version asks an API server for its version: the binaries may be others than those that are pinned.
func version(ctx context.Context, client *http.Client, server string) (string, error) {
	body, err := read(ctx, client, server+"/version")
	if err != nil {
		return "", err
	}
	var info struct{ GitVersion string }
	if err := json.Unmarshal(body, &info); err != nil {
		return "", fmt.Errorf("GET %s/version: %w", server, err)
	}
	return info.GitVersion, nil
}

// kubeconfig writes NAME.kubeconfig for a client whose certificate the authority has made.
func (c *Cluster) kubeconfig(name string) (string, error) {
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: testbed
clusters:
- name: testbed
  cluster: {server: %q, certificate-authority: %q}
users:
- name: %s
  user: {client-certificate: %q, client-key: %q}
contexts:
- name: testbed
  context: {cluster: testbed, user: %s, namespace: default}
`, c.Server, c.path("ca.crt"), name, c.path(name+".crt"), c.path(name+".key"), name)
	file := c.path(name + ".kubeconfig")
	return file, os.WriteFile(file, []byte(text), 0o600)
}

// client speaks to the API server as an administrator, and to no server of another cluster.
func (c *Cluster) client() (*http.Client, error) {
	certificate, err := tls.LoadX509KeyPair(c.path("admin.crt"), c.path("admin.key"))
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(c.path("ca.crt"))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		RootCAs: pool, Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12,
	}}}, nil
}

func get(ctx context.Context, client *http.Client, url string) error {
	_, err := read(ctx, client, url)
	return err
}

func read(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", url, response.Status)
	}
	return io.ReadAll(response.Body)
}

// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"

	"github.com/stackabletech/operator-go/hack/testbed/assets"
)

// controllers starts what makes a cluster of a control plane, and a node on which kwok pretends that pods run.
func (c *Cluster) controllers(ctx context.Context, client *http.Client) error {
	manager, err := c.run("kube-controller-manager",
		"--kubeconfig="+c.Kubeconfig, "--bind-address=127.0.0.1", "--secure-port=0", "--leader-elect=false",
		"--root-ca-file="+c.path("ca.crt"), "--service-account-private-key-file="+c.path("service-accounts.key"),
		"--use-service-account-credentials=false",
		// An autoscaler that a test can wait for.
		"--horizontal-pod-autoscaler-sync-period=1s", "--horizontal-pod-autoscaler-downscale-stabilization=5s",
		"--horizontal-pod-autoscaler-cpu-initialization-period=1s", "--horizontal-pod-autoscaler-initial-readiness-delay=1s")
	if err != nil {
		return err
	}
	if _, err := c.run("kube-scheduler", "--kubeconfig="+c.Kubeconfig, "--bind-address=127.0.0.1", "--secure-port=0", "--leader-elect=false"); err != nil {
		return err
	}
	kwok, err := c.run("kwok", "--kubeconfig="+c.Kubeconfig, "--manage-all-nodes=true", "--config="+filepath.Join(c.options.Assets, assets.StagesFile), "--server-address=127.0.0.1:0")
	if err != nil {
		return err
	}
	node := []byte(`{"apiVersion":"v1","kind":"Node","metadata":{"name":"node-0","annotations":{"kwok.x-k8s.io/node":"fake"},"labels":{"kubernetes.io/hostname":"node-0"}},` +
		`"status":{"allocatable":{"cpu":"32","memory":"256Gi","pods":"500"},"capacity":{"cpu":"32","memory":"256Gi","pods":"500"}}}`)
	if err := post(ctx, client, c.Server+"/api/v1/nodes", node); err != nil {
		return err
	}
	if err := kwok.until(ctx, "the node is ready", func(ctx context.Context) error {
		return contains(ctx, client, c.Server+"/api/v1/nodes/node-0", `"reason":"KubeletReady"`)
	}); err != nil {
		return err
	}
	return manager.until(ctx, "the default service account exists", func(ctx context.Context) error {
		return get(ctx, client, c.Server+"/api/v1/namespaces/default/serviceaccounts/default")
	})
}

func post(ctx context.Context, client *http.Client, url string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10)) // the status says enough where the body cannot be read
		return fmt.Errorf("POST %s: %s: %s", url, response.Status, said)
	}
	return nil
}

// contains reports whether what a URL answers has a text in it.
func contains(ctx context.Context, client *http.Client, url, text string) error {
	body, err := read(ctx, client, url)
	if err != nil {
		return err
	}
	if !bytes.Contains(body, []byte(text)) {
		return fmt.Errorf("GET %s: no %s yet", url, text)
	}
	return nil
}

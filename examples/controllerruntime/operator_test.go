// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-logr/logr/testr"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"

	scalers "github.com/stackabletech/operator-go/apis/autoscaling/definitions"
	"github.com/stackabletech/operator-go/apis/overrides"
	webs "github.com/stackabletech/operator-go/examples/apis/web/definitions"
	webv1 "github.com/stackabletech/operator-go/examples/apis/web/v1"
	"github.com/stackabletech/operator-go/hack/cluster"
)

var server *cluster.Cluster

func TestMain(m *testing.M) {
	var err error
	if server, err = cluster.Start("--full"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func eventually(t *testing.T, what string, condition func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, time.Minute, true, func(ctx context.Context) (bool, error) {
		last = condition(ctx)
		return last == nil, nil
	})
	require.NoError(t, err, "%s: %v", what, last)
}

// TestOperator runs the operator on a real cluster: it makes, changes, stops, pauses and prunes what a Web consists of.
func TestOperator(t *testing.T) {
	config, err := server.Config()
	require.NoError(t, err)
	scheme, err := newScheme()
	require.NoError(t, err)
	require.NoError(t, apiextensionsv1.AddToScheme(scheme))
	users, err := client.New(config, client.Options{Scheme: scheme})
	require.NoError(t, err)
	ctx := t.Context()
	for _, crd := range append(scalers.All(), webs.All()...) {
		require.NoError(t, users.Create(ctx, crd))
	}
	eventually(t, "the API is served", func(ctx context.Context) error { return users.List(ctx, &webv1.WebList{}) })

	ctrl.SetLogger(testr.New(t))
	mgr, err := manager.New(config, manager.Options{Scheme: scheme, Metrics: metricsserver.Options{BindAddress: "0"}})
	require.NoError(t, err)
	require.NoError(t, setUp(mgr))
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- mgr.Start(running) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})

	web := &webv1.Web{ObjectMeta: metav1.ObjectMeta{Name: "hello", Namespace: "default"}, Spec: webv1.WebSpec{
		Image: "registry.example.com/web:1", Replicas: 2, Greeting: "hello",
	}}
	require.NoError(t, users.Create(ctx, web))
	key := client.ObjectKeyFromObject(web)
	var deployment appsv1.Deployment
	eventually(t, "two servers run", func(ctx context.Context) error {
		if err := users.Get(ctx, key, &deployment); err != nil {
			return err
		}
		if deployment.Status.ReadyReplicas != 2 {
			return fmt.Errorf("%d are ready", deployment.Status.ReadyReplicas)
		}
		return nil
	})
	eventually(t, "the status is written", func(ctx context.Context) error {
		if err := users.Get(ctx, key, web); err != nil {
			return err
		}
		if web.Status.Objects != 3 || web.Status.Message != "" {
			return fmt.Errorf("%+v", web.Status)
		}
		return nil
	})
	edit := func(change func(*webv1.WebSpec)) {
		t.Helper()
		eventually(t, "the Web is edited", func(ctx context.Context) error {
			if err := users.Get(ctx, key, web); err != nil {
				return err
			}
			change(&web.Spec)
			return users.Update(ctx, web)
		})
	}
	replicas := func(want int32, why string) {
		t.Helper()
		eventually(t, why, func(ctx context.Context) error {
			if err := users.Get(ctx, key, &deployment); err != nil {
				return err
			}
			if *deployment.Spec.Replicas != want {
				return fmt.Errorf("%d replicas", *deployment.Spec.Replicas)
			}
			return nil
		})
	}

	edit(func(s *webv1.WebSpec) {
		s.ObjectOverrides = overrides.ObjectOverrides{runtime.RawExtension{Raw: []byte(
			`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"hello","namespace":"default"},"spec":{"replicas":4}}`)}}
	})
	replicas(4, "the override counts")
	edit(func(s *webv1.WebSpec) { s.ClusterOperation.Stopped = true })
	replicas(0, "it is stopped, whatever the override says")
	edit(func(s *webv1.WebSpec) {
		s.ClusterOperation.ReconciliationPaused, s.ClusterOperation.Stopped, s.ObjectOverrides = true, false, nil
	})
	eventually(t, "the pause is seen", func(ctx context.Context) error {
		if err := users.Get(ctx, key, web); err != nil {
			return err
		}
		if web.Status.ObservedGeneration != web.Generation {
			return errors.New("not yet")
		}
		return nil
	})
	replicas(0, "it is paused")
	edit(func(s *webv1.WebSpec) { s.ClusterOperation.ReconciliationPaused = false })
	replicas(2, "it goes on")

	edit(func(s *webv1.WebSpec) {
		s.ObjectOverrides = overrides.ObjectOverrides{runtime.RawExtension{Raw: []byte(
			`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"hello","namespace":"default"},"spec":{"replica":4}}`)}}
	})
	eventually(t, "what is wrong is told", func(ctx context.Context) error {
		if err := users.Get(ctx, key, web); err != nil {
			return err
		}
		if web.Status.Message == "" {
			return errors.New("not yet")
		}
		return nil
	})
	assert.Contains(t, web.Status.Message, "override of Deployment default/hello")

	require.NoError(t, users.Delete(ctx, web))
	eventually(t, "everything is gone", func(ctx context.Context) error {
		if err := users.Get(ctx, key, &corev1.Service{}); !apierrors.IsNotFound(err) {
			return fmt.Errorf("the Service: %w", err)
		}
		return nil
	})
}

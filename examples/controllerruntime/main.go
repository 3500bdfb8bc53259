// SPDX-License-Identifier: Apache-2.0

// Command controllerruntime is an operator inside a controller-runtime manager: a web server for each Web.
//
// It shares the manager's connection and cache. Its rights are those of [clusterresources.Rights], and get, list, watch and
// patch on webs and webs/status.
package main

import (
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/manager"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	webv1 "github.com/stackabletech/operator-go/examples/apis/web/v1"
)

func main() {
	ctrl.SetLogger(zap.New())
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	config, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	scheme, err := newScheme()
	if err != nil {
		return err
	}
	mgr, err := manager.New(config, manager.Options{Scheme: scheme})
	if err != nil {
		return err
	}
	if err := setUp(mgr); err != nil {
		return err
	}
	return mgr.Start(ctrl.SetupSignalHandler())
}

// newScheme knows the types of the cluster, and of what it is made of.
func newScheme() (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, v1alpha1.AddToScheme, webv1.AddToScheme} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	return scheme, nil
}

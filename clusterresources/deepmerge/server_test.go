// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/rest"

	"github.com/stackabletech/operator-go/hack/cluster"
)

// server is the API server that all tests of the package share. Only some need it, so that those that do not, fuzzing
// among them, do not wait for it.
var server struct {
	sync.Once
	*cluster.Cluster
	err error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if server.Cluster != nil {
		if err := server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// patience is how long a test waits for the server to do something.
const patience = time.Minute

// configOf returns a configuration for clients of the server.
func configOf(t *testing.T) *rest.Config {
	t.Helper()
	server.Do(func() { server.Cluster, server.err = cluster.Start() })
	require.NoError(t, server.err)
	config, err := server.Config()
	require.NoError(t, err)
	config.WarningHandler = rest.NoWarnings{}
	return config
}

// install creates a definition and waits until it is served.
func install(t *testing.T, config *rest.Config, crd *apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	client, err := clientset.NewForConfig(config)
	require.NoError(t, err)
	api := client.ApiextensionsV1().CustomResourceDefinitions()
	_, err = api.Create(t.Context(), crd, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
	require.NoError(t, err, crd.Name)
	err = wait.PollUntilContextTimeout(t.Context(), 25*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		got, err := api.Get(ctx, crd.Name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		for _, c := range got.Status.Conditions {
			if c.Type == apiextensionsv1.NonStructuralSchema && c.Status == apiextensionsv1.ConditionTrue {
				return false, fmt.Errorf("not structural: %s", c.Message)
			}
			if c.Type == apiextensionsv1.Established && c.Status == apiextensionsv1.ConditionTrue {
				return true, nil
			}
		}
		return false, nil
	})
	require.NoError(t, err, crd.Name)
}

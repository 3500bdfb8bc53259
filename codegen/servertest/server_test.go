// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/hack/cluster"
)

// server is the API server that all tests of the package share.
var server *cluster.Cluster

func TestMain(m *testing.M) {
	var err error
	if server, err = cluster.Start(); err != nil {
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

// patience is how long a test waits for the server to do something.
const patience = time.Minute

func configOf(t *testing.T) *rest.Config {
	t.Helper()
	config, err := server.Config()
	require.NoError(t, err)
	return config
}

func dynamicClient(t *testing.T) dynamic.Interface {
	t.Helper()
	client, err := dynamic.NewForConfig(configOf(t))
	require.NoError(t, err)
	return client
}

// eventually waits for a condition and fails with what it said last.
func eventually(t *testing.T, what string, condition func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 25*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		last = condition(ctx)
		return last == nil, nil
	})
	require.NoError(t, err, "%s: %v", what, last)
}

// names of definitions are shared: two tests that need CRDs of the same name must not do so at once.
var names sync.Mutex

// install creates definitions, waits until they are served, and removes them when the test ends.
func install(t *testing.T, crds ...*apiextensionsv1.CustomResourceDefinition) {
	t.Helper()
	client, err := clientset.NewForConfig(configOf(t))
	require.NoError(t, err)
	api := client.ApiextensionsV1().CustomResourceDefinitions()
	names.Lock()
	t.Cleanup(func() {
		defer names.Unlock()
		ctx := context.WithoutCancel(t.Context())
		for _, crd := range crds {
			if err := api.Delete(ctx, crd.Name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
				t.Errorf("remove %s: %v", crd.Name, err)
			}
			err := wait.PollUntilContextTimeout(ctx, 25*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
				_, err := api.Get(ctx, crd.Name, metav1.GetOptions{})
				return apierrors.IsNotFound(err), nil
			})
			if err != nil {
				t.Errorf("%s does not go away: %v", crd.Name, err)
			}
		}
	})
	for _, crd := range crds {
		_, err := api.Create(t.Context(), crd, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
		require.NoError(t, err, crd.Name)
	}
	for _, crd := range crds {
		eventually(t, crd.Name+" is established", func(ctx context.Context) error {
			got, err := api.Get(ctx, crd.Name, metav1.GetOptions{})
			if err != nil {
				return err
			}
			for _, want := range []apiextensionsv1.CustomResourceDefinitionConditionType{apiextensionsv1.Established, apiextensionsv1.NamesAccepted} {
				if !holds(got, want) {
					return fmt.Errorf("%s is not %s: %v", crd.Name, want, got.Status.Conditions)
				}
			}
			if holds(got, apiextensionsv1.NonStructuralSchema) {
				return fmt.Errorf("%s is not structural: %v", crd.Name, got.Status.Conditions)
			}
			return nil
		})
	}
}

func holds(crd *apiextensionsv1.CustomResourceDefinition, condition apiextensionsv1.CustomResourceDefinitionConditionType) bool {
	for _, c := range crd.Status.Conditions {
		if c.Type == condition {
			return c.Status == apiextensionsv1.ConditionTrue
		}
	}
	return false
}

// readCRD reads emitted YAML as strictly as the server does.
func readCRD(t *testing.T, content []byte) *apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	crd := &apiextensionsv1.CustomResourceDefinition{}
	require.NoError(t, yaml.UnmarshalStrict(content, crd))
	return crd
}

// repository is the root of the checkout.
func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	return root
}

func isCRD(path string) bool { return strings.HasSuffix(path, ".yaml") }

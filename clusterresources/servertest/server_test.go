// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/stackabletech/operator-go/apis/autoscaling/definitions"
	"github.com/stackabletech/operator-go/hack/cluster"
)

// server is what all tests of the package share. It has controllers, so that statuses move.
var server *cluster.Cluster

func TestMain(m *testing.M) {
	code := 1
	if err := start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	if server != nil {
		if err := server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

func start() error {
	var err error
	if server, err = cluster.Start("--full", "--audit"); err != nil {
		return err
	}
	config, err := server.Config()
	if err != nil {
		return err
	}
	client, err := clientset.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	api := client.ApiextensionsV1().CustomResourceDefinitions()
	for _, crd := range append(definitions.All(), ownerDefinition()) {
		if _, err := api.Create(ctx, crd, metav1.CreateOptions{}); err != nil {
			return err
		}
		err := wait.PollUntilContextCancel(ctx, 25*time.Millisecond, true, func(ctx context.Context) (bool, error) {
			got, err := api.Get(ctx, crd.Name, metav1.GetOptions{})
			if err != nil {
				return false, err
			}
			for _, condition := range got.Status.Conditions {
				if condition.Type == apiextensionsv1.Established && condition.Status == apiextensionsv1.ConditionTrue {
					return true, nil
				}
			}
			return false, nil
		})
		if err != nil {
			return fmt.Errorf("wait for %s: %w", crd.Name, err)
		}
	}
	return nil
}

// ownerKind is the kind of the owners: the custom resource of a product.
var ownerKind = schema.GroupVersionKind{Group: "test.example.com", Version: "v1", Kind: "Product"}

func ownerDefinition() *apiextensionsv1.CustomResourceDefinition {
	keep := true
	return &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: "products.test.example.com"},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: ownerKind.Group, Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Kind: ownerKind.Kind, Plural: "products", Singular: "product", ListKind: "ProductList"},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: ownerKind.Version, Served: true, Storage: true,
				Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{
					Type: "object", XPreserveUnknownFields: &keep,
				}},
			}},
		},
	}
}

// patience is how long a test waits for the server to do something.
const patience = time.Minute

// eventually waits for a condition and fails with what it said last.
func eventually(t *testing.T, what string, condition func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 25*time.Millisecond, patience, true, func(ctx context.Context) (bool, error) {
		err := condition(ctx)
		if last == nil || ctx.Err() == nil {
			last = err // else it only says that the time is up
		}
		return err == nil, nil
	})
	require.NoError(t, err, "%s: %v", what, last)
}

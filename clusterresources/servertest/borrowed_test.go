// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/clusterresources"
	"github.com/stackabletech/operator-go/generated/clientset/versioned"
	"github.com/stackabletech/operator-go/generated/informers/externalversions"
)

// factories is an operator's own set of informers.
type factories struct {
	ctx     context.Context
	builtin informers.SharedInformerFactory
	scalers externalversions.SharedInformerFactory
}

// InformerFor implements clusterresources.InformerSource.
func (f factories) InformerFor(_ context.Context, object clusterresources.Object) (cache.SharedIndexInformer, error) {
	if _, ok := object.(*v1alpha1.StackableScaler); ok {
		defer f.scalers.Start(f.ctx.Done())
		return f.scalers.Autoscaling().V1alpha1().StackableScalers().Informer(), nil
	}
	kind := object.GetObjectKind().GroupVersionKind()
	plural, _ := meta.UnsafeGuessKindToResource(kind)
	defer f.builtin.Start(f.ctx.Done())
	informer, err := f.builtin.ForResource(plural)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", plural, err)
	}
	return informer.Informer(), nil
}

func (w *world) factories(options ...informers.SharedInformerOption) factories {
	w.t.Helper()
	client, err := kubernetes.NewForConfig(w.options.Config)
	require.NoError(w.t, err)
	scalers, err := versioned.NewForConfig(w.options.Config)
	require.NoError(w.t, err)
	return factories{
		ctx: w.t.Context(), builtin: informers.NewSharedInformerFactoryWithOptions(client, 0, options...),
		scalers: externalversions.NewSharedInformerFactory(scalers, 0),
	}
}

// TestBorrowedInformers applies by the informers of somebody else, and follows nothing itself.
func TestBorrowedInformers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reconcile(w.twenty()...)
	w.options.Informers = w.factories()
	w.restart()
	w.reconcile(w.twenty()...)
	for range 5 {
		_, requests := w.reconcile(w.twenty()...)
		require.Empty(t, requests)
	}
	eventually(t, "orphans are deleted", func(context.Context) error {
		result, _ := w.reconcile(w.configMap("config-0"))
		if result.Count(clusterresources.Deleted) == 0 {
			return fmt.Errorf("%v", result)
		}
		return nil
	})
}

// TestInformersThatSeveralBorrow are those of a process with more than one controller.
func TestInformersThatSeveralBorrow(t *testing.T) {
	t.Parallel()
	one := newWorld(t)
	shared := one.factories()
	one.options.Informers = shared
	one.restart()
	other := newWorld(t, func(o *clusterresources.Options) { o.Informers = shared })
	for _, w := range []*world{one, other} {
		w.reconcile(w.configMap("config"), w.configMap("orphan"))
		eventuallyCached(w, w.configMap("orphan"))
		result, _ := w.reconcile(w.configMap("config"))
		assert.Equal(t, 1, result.Count(clusterresources.Deleted))
		assert.Equal(t, 1, result.Count(clusterresources.Unchanged))
	}
}

// gadgetInformers hand in an informer for gadgets, too.
type gadgetInformers struct {
	factories
	client rest.Interface
}

// InformerFor implements clusterresources.InformerSource.
func (g gadgetInformers) InformerFor(ctx context.Context, object clusterresources.Object) (cache.SharedIndexInformer, error) {
	if _, ok := object.(*Gadget); !ok {
		return g.factories.InformerFor(ctx, object)
	}
	informer := cache.NewSharedIndexInformer(cache.NewListWatchFromClient(g.client, "gadgets", metav1.NamespaceAll, fields.Everything()), &Gadget{}, 0, cache.Indexers{})
	go informer.RunWithContext(ctx)
	return informer, nil
}

// TestBorrowedInformerOfAKindThatComes is asked for when the kind is installed, while the operator runs.
func TestBorrowedInformerOfAKindThatComes(t *testing.T) {
	t.Parallel()
	const group = "lent.example.com"
	crd := gadgets(t, group)
	w := newWorld(t, registering(t, crd))
	config := rest.CopyConfig(w.options.Config)
	config.GroupVersion, config.APIPath = &schema.GroupVersion{Group: group, Version: "v1"}, "/apis"
	config.NegotiatedSerializer = serializer.NewCodecFactory(w.options.Scheme).WithoutConversion()
	client, err := rest.RESTClientFor(config)
	require.NoError(t, err)
	w.options.Informers = gadgetInformers{w.factories(), client}
	w.restart()
	w.doesNotBlock("before it is installed")

	install(t, crd)
	w.eventuallyFollowed(group)
	result, _ := w.reconcile()
	assert.Equal(t, 1, result.Count(clusterresources.Deleted))
}

// lacking are informers that are no good, and what is said about them.
var lacking = map[string]struct {
	option informers.SharedInformerOption
	says   string
}{
	"managedFields": {
		informers.WithTransform(func(object any) (any, error) {
			if o, ok := object.(metav1.Object); ok {
				o.SetManagedFields(nil)
			}
			return object, nil
		}), "its objects lack metadata.managedFields",
	},
	"objects": {
		informers.WithTweakListOptions(func(o *metav1.ListOptions) { o.LabelSelector = "some=thing" }), "it must follow all objects with app.kubernetes.io/managed-by",
	},
}

// TestBorrowedInformersThatLack are refused.
func TestBorrowedInformersThatLack(t *testing.T) {
	t.Parallel()
	for name, c := range lacking {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.reconcile(w.configMap("config"))
			w.options.Informers = w.factories(c.option)
			applier, err := clusterresources.New(w.options)
			require.NoError(t, err)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			err = applier.Start(ctx)
			require.ErrorContains(t, err, "ConfigMap")
			assert.ErrorContains(t, err, c.says)
		})
	}
}

// TestBorrowedInformersThatLackLater had nothing to show when the operator started.
func TestBorrowedInformersThatLackLater(t *testing.T) {
	t.Parallel()
	for name, c := range lacking {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.stop()
			w.options.Informers = w.factories(c.option)
			applier, err := clusterresources.New(w.options)
			require.NoError(t, err)
			w.applier = applier
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			done := make(chan error, 1)
			go func() { done <- applier.Start(ctx) }()
			require.NoError(t, applier.WaitForSync(ctx))
			maps := w.users.CoreV1().ConfigMaps(w.namespace)
			eventually(t, "the informer is refused", func(ctx context.Context) error {
				result, _ := w.reconcileOnly(w.configMap("config"))
				// What the selector finds moves the cache, too.
				other := w.configMap("other")
				other.Labels = map[string]string{"some": "thing"}
				other.GenerateName, other.Name = "other-", ""
				if _, err := maps.Create(ctx, other, metav1.CreateOptions{}); err != nil {
					return err
				}
				select {
				case err := <-done:
					require.ErrorContains(t, err, "ConfigMap")
					require.ErrorContains(t, err, c.says)
					return nil
				default:
					return fmt.Errorf("%v", result)
				}
			})
			// What is still going on does not rely on it.
			changed := w.configMap("config")
			changed.Data["size"] = "2"
			result, _ := w.reconcileOnly(changed)
			assert.Equal(t, 1, result.Count(clusterresources.Configured))
			result, _ = w.reconcile()
			assert.True(t, result.Waiting)
			assert.Zero(t, result.Count(clusterresources.Deleted))
		})
	}
}

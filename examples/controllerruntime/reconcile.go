// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/cache"
	ctrl "sigs.k8s.io/controller-runtime"
	ctrlcache "sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/manager"

	"github.com/stackabletech/operator-go/clusterresources"
	webv1 "github.com/stackabletech/operator-go/examples/apis/web/v1"
)

// managerCache hands the manager's informers to the applier.
type managerCache struct{ ctrlcache.Cache }

// InformerFor implements [clusterresources.InformerSource].
func (m managerCache) InformerFor(ctx context.Context, object clusterresources.Object) (cache.SharedIndexInformer, error) {
	informer, err := m.GetInformer(ctx, object)
	if err != nil {
		return nil, err
	}
	shared, ok := informer.(cache.SharedIndexInformer)
	if !ok {
		return nil, fmt.Errorf("the manager's cache of %T has no single informer: is it restricted to namespaces?", object)
	}
	return shared, nil
}

// reconciler makes of each Web the objects that it needs.
type reconciler struct {
	client  client.Client
	applier *clusterresources.Applier
}

// setUp adds the applier and the controller to a manager.
func setUp(mgr manager.Manager) error {
	applier, err := clusterresources.New(clusterresources.Options{
		Config: mgr.GetConfig(), Operator: "web.example.com", Controller: "web", App: "web",
		Scheme: mgr.GetScheme(), Mapper: mgr.GetRESTMapper(), Informers: managerCache{mgr.GetCache()},
		Events: mgr.GetEventRecorder("web.example.com"), Logger: mgr.GetLogger().WithName("applier"),
	})
	if err != nil {
		return err
	}
	if err := mgr.Add(applier); err != nil {
		return err
	}
	return ctrl.NewControllerManagedBy(mgr).For(&webv1.Web{}).
		Owns(&appsv1.Deployment{}).Owns(&corev1.Service{}).Owns(&corev1.ConfigMap{}).
		Complete(&reconciler{client: mgr.GetClient(), applier: applier})
}

// Reconcile implements reconcile.Reconciler.
func (r *reconciler) Reconcile(ctx context.Context, request ctrl.Request) (ctrl.Result, error) {
	if err := r.applier.WaitForSync(ctx); err != nil {
		return ctrl.Result{}, err
	}
	web := &webv1.Web{}
	if err := r.client.Get(ctx, request.NamespacedName, web); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	if web.DeletionTimestamp != nil {
		return ctrl.Result{}, nil // what belongs to it goes with it
	}
	result, err := r.apply(ctx, web)
	if err := errors.Join(err, r.report(ctx, web, result, err)); err != nil {
		return ctrl.Result{}, err
	}
	return ctrl.Result{RequeueAfter: result.RetryAfter}, nil
}

func (r *reconciler) apply(ctx context.Context, web *webv1.Web) (clusterresources.Result, error) {
	owner := clusterresources.OwnerOf(web, webv1.GroupVersion.WithKind("Web"))
	strategy := clusterresources.StrategyOf(web.Spec.ClusterOperation)
	set, err := r.applier.NewSet(owner, clusterresources.SetOptions{Strategy: strategy, Overrides: web.Spec.ObjectOverrides})
	if err != nil {
		return clusterresources.Result{}, err
	}
	b := builder{web: web, owner: owner, labels: r.applier.Labels(owner), selector: r.applier.SelectorLabels(owner)}
	_, config := clusterresources.Add(ctx, set, b.configMap())
	_, service := clusterresources.Add(ctx, set, b.service())
	_, deployment := clusterresources.Add(ctx, set, b.deployment())
	if strategy == clusterresources.ReconciliationPaused {
		// What is not there comes when the cluster goes on.
		config, service, deployment = client.IgnoreNotFound(config), client.IgnoreNotFound(service), client.IgnoreNotFound(deployment)
	}
	if err := errors.Join(config, service, deployment); err != nil {
		return set.Result(), err
	}
	err = set.DeleteOrphans(ctx)
	return set.Result(), err
}

// report writes the status, if it is another one.
func (r *reconciler) report(ctx context.Context, web *webv1.Web, result clusterresources.Result, failed error) error {
	status := webv1.WebStatus{ObservedGeneration: web.Generation, Objects: int32(len(result.Changes))} //nolint:gosec // there are three
	if failed != nil {
		status.Message = failed.Error() // errors of clusterresources carry no values
	}
	if status == web.Status {
		return nil
	}
	changed := web.DeepCopy()
	changed.Status = status
	return client.IgnoreNotFound(r.client.Status().Patch(ctx, changed, client.MergeFrom(web)))
}

// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/fluxcd/pkg/ssa"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/stackabletech/operator-go/clusterresources"
	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

// contestant is a way to make a cluster have what it should have.
type contestant interface {
	name() string
	// manager is the value of the label managed-by.
	manager() string
	// reconcile does all of it for one cluster.
	reconcile(ctx context.Context, owner clusterresources.Owner, generation int) error
	// sent is how many requests were sent so far, watches not counted.
	sent() int64
}

// counter counts the requests of a client.
type counter struct{ requests atomic.Int64 }

func (c *counter) sent() int64 { return c.requests.Load() }

// config returns a configuration without limits whose requests are counted.
func (c *counter) config(base *rest.Config, agent string) *rest.Config {
	config := rest.CopyConfig(base)
	config.UserAgent, config.QPS = agent, -1
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			if r.URL.Query().Get("watch") == "" {
				c.requests.Add(1)
			}
			return next.RoundTrip(r)
		})
	})
	return config
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// ours is package clusterresources.
type ours struct {
	counter
	applier *clusterresources.Applier
	stop    context.CancelFunc
	done    chan error
}

func newOurs(ctx context.Context, base *rest.Config) (*ours, error) {
	o := &ours{done: make(chan error, 1)}
	var err error
	o.applier, err = clusterresources.New(clusterresources.Options{
		Config: o.config(base, "ours"), Operator: "ours.example.com", Controller: "bench", App: "bench",
	})
	if err != nil {
		return nil, err
	}
	ctx, o.stop = context.WithCancel(ctx)
	go func() { o.done <- o.applier.Start(ctx) }()
	return o, o.applier.WaitForSync(ctx)
}

// end stops what runs.
func (o *ours) end() error {
	o.stop()
	return <-o.done
}

func (o *ours) name() string { return "clusterresources" }

func (o *ours) manager() string { return o.applier.Manager() }

func (o *ours) reconcile(ctx context.Context, owner clusterresources.Owner, generation int) error {
	set, err := o.applier.NewSet(owner, clusterresources.SetOptions{})
	if err != nil {
		return err
	}
	for _, object := range wanted(owner, o.applier.Labels(owner), generation) {
		if _, err := clusterresources.Add(ctx, set, object); err != nil {
			return err
		}
	}
	return set.DeleteOrphans(ctx)
}

// labelsOf are those of a peer's objects.
func labelsOf(owner clusterresources.Owner, manager string) map[string]string {
	return map[string]string{
		clusterresources.LabelInstance: owner.Name, clusterresources.LabelManagedBy: manager, clusterresources.LabelName: "bench",
	}
}

// unstructuredOf are the objects as the peers take them.
func unstructuredOf(owner clusterresources.Owner, manager string, generation int) ([]*unstructured.Unstructured, error) {
	var all []*unstructured.Unstructured
	for _, object := range wanted(owner, labelsOf(owner, manager), generation) {
		gvks, _, err := clientgoscheme.Scheme.ObjectKinds(object)
		if err != nil {
			return nil, err
		}
		object.GetObjectKind().SetGroupVersionKind(gvks[0])
		tree, err := canonical.Tree(object)
		if err != nil {
			return nil, err
		}
		all = append(all, &unstructured.Unstructured{Object: tree})
	}
	return all, nil
}

// byHand applies every object, lists every kind, and deletes what it did not apply: what Stackable's operators do.
type byHand struct {
	counter
	client dynamic.Interface
}

func newByHand(base *rest.Config) (*byHand, error) {
	b := &byHand{}
	var err error
	b.client, err = dynamic.NewForConfig(b.config(base, "byhand"))
	return b, err
}

func (b *byHand) name() string { return "apply and list" }

func (b *byHand) manager() string { return "byhand" }

// listed are the kinds that operator-rs lists in every reconcile.
var listed = []schema.GroupVersionResource{
	{Version: "v1", Resource: "services"},
	{Group: "apps", Version: "v1", Resource: "statefulsets"},
	{Group: "apps", Version: "v1", Resource: "daemonsets"},
	{Group: "apps", Version: "v1", Resource: "deployments"},
	{Group: "batch", Version: "v1", Resource: "jobs"},
	{Version: "v1", Resource: "configmaps"},
	{Version: "v1", Resource: "secrets"},
	{Version: "v1", Resource: "serviceaccounts"},
	{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "roles"},
	{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "rolebindings"},
	{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"},
}

func (b *byHand) reconcile(ctx context.Context, owner clusterresources.Owner, generation int) error {
	objects, err := unstructuredOf(owner, b.manager(), generation)
	if err != nil {
		return err
	}
	applied := map[string]bool{}
	for _, object := range objects {
		resource := resourceOf(object.GroupVersionKind())
		live, err := b.client.Resource(resource).Namespace(owner.Namespace).Apply(ctx, object.GetName(), object, metav1.ApplyOptions{FieldManager: b.manager(), Force: true})
		if err != nil {
			return err
		}
		applied[string(live.GetUID())] = true
	}
	selector := labels.SelectorFromSet(labelsOf(owner, b.manager())).String()
	var errs []error
	for _, resource := range listed {
		list, err := b.client.Resource(resource).Namespace(owner.Namespace).List(ctx, metav1.ListOptions{LabelSelector: selector})
		if err != nil {
			return err
		}
		for _, there := range list.Items {
			if applied[string(there.GetUID())] {
				continue
			}
			err := b.client.Resource(resource).Namespace(owner.Namespace).Delete(ctx, there.GetName(), metav1.DeleteOptions{})
			if err != nil && !apierrors.IsNotFound(err) {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

func resourceOf(kind schema.GroupVersionKind) schema.GroupVersionResource {
	for _, resource := range listed {
		if resource.Group == kind.Group && resource.Resource == plural(kind.Kind) {
			return resource
		}
	}
	return schema.GroupVersionResource{}
}

func plural(kind string) string {
	return map[string]string{
		"Service": "services", "StatefulSet": "statefulsets", "Deployment": "deployments", "ConfigMap": "configmaps", "Secret": "secrets",
		"ServiceAccount": "serviceaccounts", "Role": "roles", "RoleBinding": "rolebindings", "PodDisruptionBudget": "poddisruptionbudgets",
	}[kind]
}

// flux is the ResourceManager of flux: a dry run tells for each object whether it has to be applied. What is not wanted any
// more, flux knows from an inventory, so that it lists nothing.
type flux struct {
	counter
	resources *ssa.ResourceManager
}

func newFlux(base *rest.Config) (*flux, error) {
	f := &flux{}
	c, err := client.New(f.config(base, "flux"), client.Options{})
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	f.resources = ssa.NewResourceManager(c, nil, ssa.Owner{Field: f.manager(), Group: "bench.example.com"})
	return f, nil
}

func (f *flux) name() string { return "fluxcd/pkg/ssa" }

func (f *flux) manager() string { return "flux" }

func (f *flux) reconcile(ctx context.Context, owner clusterresources.Owner, generation int) error {
	objects, err := unstructuredOf(owner, f.manager(), generation)
	if err != nil {
		return err
	}
	_, err = f.resources.ApplyAll(ctx, objects, ssa.DefaultApplyOptions())
	return err
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"
)

// server is what an API server is asked for. Every call is one request.
type server interface {
	get(ctx context.Context, kind *Kind, namespace, name string) (Object, error)
	// patch sends a patch of any type, apply included, and returns the object as it is then.
	patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error)
	delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error
	create(ctx context.Context, object Object, kind *Kind, manager string, dryRun bool) (Object, error)
	// owner returns the metadata of an owner.
	owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error)
}

// patch is the body of a PATCH request and how it is meant.
type patch struct {
	kind    types.PatchType
	body    []byte
	manager string
	force   bool
	dryRun  bool
}

// client sends requests, with one client for each group and version.
type client struct {
	config *rest.Config
	codecs serializer.CodecFactory
	params runtime.ParameterCodec
	owners ownerReader

	mu    sync.Mutex
	rests map[schema.GroupVersion]rest.Interface
}

func newClient(config *rest.Config, s *runtime.Scheme, owners ownerReader) *client {
	return &client{
		config: config, codecs: serializer.NewCodecFactory(s), params: runtime.NewParameterCodec(s), owners: owners,
		rests: map[schema.GroupVersion]rest.Interface{},
	}
}

// speaksProtobuf reports whether a type can be read as protobuf, which takes less of everything. Types of custom
// resources cannot.
func speaksProtobuf(object runtime.Object) bool {
	_, ok := object.(interface{ Unmarshal(text []byte) error })
	return ok
}

func (c *client) rest(kind *Kind) (rest.Interface, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	gv := kind.GroupVersion()
	if r, ok := c.rests[gv]; ok {
		return r, nil
	}
	config := rest.CopyConfig(c.config)
	config.GroupVersion = &gv
	config.APIPath = "/apis"
	if gv.Group == "" {
		config.APIPath = "/api"
	}
	config.NegotiatedSerializer = c.codecs.WithoutConversion()
	config.ContentType, config.AcceptContentTypes = runtime.ContentTypeJSON, runtime.ContentTypeJSON
	if speaksProtobuf(kind.New()) {
		config.AcceptContentTypes = runtime.ContentTypeProtobuf + "," + runtime.ContentTypeJSON
	}
	r, err := rest.RESTClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("make a client for %s: %w", gv, err)
	}
	c.rests[gv] = r
	return r, nil
}

func (c *client) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	r, err := c.rest(kind)
	if err != nil {
		return nil, err
	}
	return into(kind, r.Get().Namespace(namespace).Resource(kind.Resource).Name(name).Do(ctx))
}

func (c *client) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	r, err := c.rest(kind)
	if err != nil {
		return nil, err
	}
	options := metav1.PatchOptions{FieldManager: p.manager, FieldValidation: metav1.FieldValidationStrict}
	if p.kind == types.ApplyPatchType {
		options.Force = &p.force
	}
	if p.dryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	return into(kind, r.Patch(p.kind).Namespace(namespace).Resource(kind.Resource).Name(name).
		VersionedParams(&options, c.params).Body(p.body).Do(ctx))
}

func (c *client) create(ctx context.Context, object Object, kind *Kind, manager string, dryRun bool) (Object, error) {
	r, err := c.rest(kind)
	if err != nil {
		return nil, err
	}
	options := metav1.CreateOptions{FieldManager: manager, FieldValidation: metav1.FieldValidationStrict}
	if dryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	return into(kind, r.Post().Namespace(object.GetNamespace()).Resource(kind.Resource).
		VersionedParams(&options, c.params).Body(object).Do(ctx))
}

func (c *client) delete(ctx context.Context, kind *Kind, namespace, name string, preconditions metav1.Preconditions) error {
	r, err := c.rest(kind)
	if err != nil {
		return err
	}
	background := metav1.DeletePropagationBackground
	return r.Delete().Namespace(namespace).Resource(kind.Resource).Name(name).
		Body(&metav1.DeleteOptions{Preconditions: &preconditions, PropagationPolicy: &background}).Do(ctx).Error()
}

func (c *client) owner(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	return c.owners(ctx, owner)
}

// ownerReader reads the metadata of an owner from the API server.
type ownerReader func(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error)

func into(kind *Kind, result rest.Result) (Object, error) {
	object := kind.New()
	if err := result.Into(object); err != nil {
		return nil, err
	}
	// What a typed client returns has no kind; here it does, so that it can be encoded again.
	object.GetObjectKind().SetGroupVersionKind(kind.GroupVersionKind)
	return object, nil
}

// list and watch are what an informer asks for.
func (c *client) list(ctx context.Context, kind *Kind, namespace string, options metav1.ListOptions) (runtime.Object, error) {
	r, err := c.rest(kind)
	if err != nil {
		return nil, err
	}
	return r.Get().Namespace(namespace).Resource(kind.Resource).VersionedParams(&options, c.params).
		Timeout(timeout(options)).Do(ctx).Get()
}

func (c *client) watch(ctx context.Context, kind *Kind, namespace string, options metav1.ListOptions) (watch.Interface, error) {
	r, err := c.rest(kind)
	if err != nil {
		return nil, err
	}
	options.Watch = true
	return r.Get().Namespace(namespace).Resource(kind.Resource).VersionedParams(&options, c.params).
		Timeout(timeout(options)).Watch(ctx)
}

func timeout(options metav1.ListOptions) time.Duration {
	if options.TimeoutSeconds == nil {
		return 0
	}
	return time.Duration(*options.TimeoutSeconds) * time.Second
}

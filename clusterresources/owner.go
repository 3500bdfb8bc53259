// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// newOwnerReader reads owners as metadata, whatever their kind is. Without a mapper the API server is asked for the
// resource of a kind, once.
func newOwnerReader(config *rest.Config, mapper meta.RESTMapper) (ownerReader, error) {
	objects, err := metadata.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	if mapper == nil {
		d, err := discovery.NewDiscoveryClientForConfig(config)
		if err != nil {
			return nil, fmt.Errorf("make a client: %w", err)
		}
		mapper = restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(d))
	}
	return func(ctx context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
		mapping, err := mapper.RESTMapping(owner.GroupKind(), owner.Version)
		if err != nil {
			return nil, fmt.Errorf("find the resource of %s: %w", owner.GroupVersionKind, err)
		}
		return objects.Resource(mapping.Resource).Namespace(owner.Namespace).Get(ctx, owner.Name, metav1.GetOptions{})
	}, nil
}

// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubernetes "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/kube-openapi/pkg/spec3"
	"sigs.k8s.io/yaml"
)

// everything is a definition with each kind of list and map that there is, in each other: the server knows no more
// about its objects than the schema, so that it takes nearly all that is written at random.
const everything = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: everythings.oracle.example.com
spec:
  group: oracle.example.com
  names: {kind: Everything, plural: everythings, singular: everything, listKind: EverythingList}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              text: {type: string}
              number: {type: integer}
              truth: {type: boolean}
              struct: &struct
                type: object
                properties:
                  text: {type: string}
                  number: {type: number}
                  labels: {type: object, additionalProperties: {type: string}}
                  atomic: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}}
                  set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  numbers: {type: array, x-kubernetes-list-type: set, items: {type: integer}}
                  list: {type: array, items: {type: integer}}
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [containerPort, protocol]
                    items:
                      type: object
                      required: [containerPort]
                      properties:
                        containerPort: {type: integer}
                        protocol: {type: string, default: TCP}
                        name: {type: string}
                        extra: {type: object, additionalProperties: {type: integer}}
              atomic: {<<: *struct, x-kubernetes-map-type: atomic}
              keyed:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name, number, copy]
                items:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    number: {type: integer, default: 0}
                    copy: {type: boolean, default: false}
                    text: {type: string}
                    struct: *struct
                    inner:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [id]
                      items:
                        type: object
                        required: [id]
                        properties:
                          id: {type: string}
                          value: {type: number}
                          map: {type: object, additionalProperties: *struct}
              list: {type: array, items: *struct}
              map: {type: object, additionalProperties: *struct}
              open: {type: object, x-kubernetes-preserve-unknown-fields: true}
              half:
                type: object
                x-kubernetes-preserve-unknown-fields: true
                properties:
                  set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  struct: *struct
`

// TestOracleOfTypes compares with an API server how a CRD's types are merged.
func TestOracleOfTypes(t *testing.T) {
	t.Parallel()
	config := configOf(t)
	crd := &apiextensionsv1.CustomResourceDefinition{}
	require.NoError(t, yaml.Unmarshal([]byte(everything), crd))
	install(t, config, crd)
	client, err := dynamic.NewForConfig(config)
	require.NoError(t, err)
	discover, err := discovery.NewDiscoveryClientForConfig(config)
	require.NoError(t, err)

	kind := &unstructured.Unstructured{Object: object{"apiVersion": "oracle.example.com/v1", "kind": "Everything"}}
	// The server publishes a new definition a moment later.
	var s Schema
	require.Eventually(t, func() bool {
		var converter managedfields.TypeConverter
		if converter, err = publishedTypes(discover, "apis/oracle.example.com/v1"); err == nil {
			s, err = SchemaOf(converter, kind)
		}
		return err == nil
	}, patience, patience/1000)
	require.NoError(t, err)

	o := oracle{api: client.Resource(kubernetes.GroupVersionResource{Group: "oracle.example.com", Version: "v1", Resource: "everythings"}).Namespace("default")}
	root, ok := s.Schema.Resolve(s.Type)
	require.True(t, ok)
	spec, ok := root.FindField("spec")
	require.True(t, ok)
	for i := range *oraclePairs {
		seed := *oracleSeed + uint64(i)
		w := writer{Rand: rand.New(rand.NewPCG(seed, 3)), schema: s.Schema, fields: 6}
		write := func(from any) object {
			return object{
				"apiVersion": kind.GetAPIVersion(), "kind": kind.GetKind(),
				"metadata": object{"name": fmt.Sprintf("oracle-%d", seed)}, "spec": w.value(spec.Type, from, 1),
			}
		}
		base := write(nil)
		o.compare(t, seed, s, base, write(base["spec"]))
	}
	o.report(t)
}

// publishedTypes are those of the definitions that a server publishes for a group.
func publishedTypes(client discovery.DiscoveryInterface, path string) (managedfields.TypeConverter, error) {
	paths, err := client.OpenAPIV3().Paths()
	if err != nil {
		return nil, err
	}
	group, ok := paths[path]
	if !ok {
		return nil, fmt.Errorf("%s is not published yet", path)
	}
	text, err := group.Schema("application/json")
	if err != nil {
		return nil, err
	}
	var document spec3.OpenAPI
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	return managedfields.NewTypeConverter(document.Components.Schemas, false)
}

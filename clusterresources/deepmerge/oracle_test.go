// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	kubernetes "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/apis/autoscaling/definitions"
)

var (
	oracleSeed  = flag.Uint64("oracle.seed", 1, "seed of the first pair of objects that the API server merges")
	oraclePairs = flag.Int("oracle.pairs", 100, "how many pairs of each kind the API server merges")
)

// TestOracle compares with what an API server makes of it when a base is applied by one manager, and the override by
// another on top of it. That is the definition of merging that users know, and none of ours.
func TestOracle(t *testing.T) {
	t.Parallel()
	config := configOf(t)
	install(t, config, definitions.StackableScaler())
	client, err := dynamic.NewForConfig(config)
	require.NoError(t, err)
	for _, c := range []struct {
		resource kubernetes.GroupVersionResource
		generate func(generator, string) object
	}{
		{kubernetes.GroupVersionResource{Group: "apps", Version: "v1", Resource: "statefulsets"}, generator.statefulSet},
		{kubernetes.GroupVersionResource{Version: "v1", Resource: "services"}, generator.service},
		{kubernetes.GroupVersionResource{Version: "v1", Resource: "secrets"}, generator.secret},
		{kubernetes.GroupVersionResource{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"}, generator.horizontalPodAutoscaler},
		{kubernetes.GroupVersionResource{Group: "autoscaling.stackable.tech", Version: "v1alpha1", Resource: "stackablescalers"}, generator.stackableScaler},
	} {
		t.Run(c.resource.Resource, func(t *testing.T) {
			t.Parallel()
			o := oracle{api: client.Resource(c.resource).Namespace("default")}
			for i := range *oraclePairs {
				seed := *oracleSeed + uint64(i)
				r := rand.New(rand.NewPCG(seed, 2))
				name := fmt.Sprintf("oracle-%d", seed)
				base := c.generate(generator{r, false}, name)
				o.compare(t, seed, schemaOf(t, base), base, c.generate(generator{r, true}, name))
			}
			o.report(t)
		})
	}
}

// TestOracleDefaults has the known differences: what a server adds to a base stays when the override is applied, though
// it would add something else to both together. Merged, the object is what the user would get who had written it so.
func TestOracleDefaults(t *testing.T) {
	t.Parallel()
	client, err := dynamic.NewForConfig(configOf(t))
	require.NoError(t, err)
	o := oracle{api: client.Resource(kubernetes.GroupVersionResource{Group: "apps", Version: "v1", Resource: "statefulsets"}).Namespace("default")}
	for _, c := range []struct {
		name, override string
		path           []string
		applied, ours  any
	}{
		{
			"pull policy", `{spec: {template: {spec: {containers: [{name: a, image: "i:latest"}]}}}}`,
			[]string{"spec", "template", "spec", "containers", "0", "imagePullPolicy"},
			"IfNotPresent", "Always",
		},
		{
			"parameters of the strategy", `{spec: {updateStrategy: {type: RollingUpdate}}}`,
			[]string{"spec", "updateStrategy", "rollingUpdate"},
			object{"partition": int64(0), "maxUnavailable": int64(1)},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := tree(t, `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: oracle-defaults}, spec: {selector: {matchLabels: {a: b}},
				template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: "i:1"}]}}}}`)
			override := tree(t, c.override)
			override["apiVersion"], override["kind"], override["metadata"] = base["apiVersion"], base["kind"], base["metadata"]
			merged, err := Merge(schemaOf(t, base), base, override)
			require.NoError(t, err)
			ours, err := o.apply(t.Context(), "operator", merged, true)
			require.NoError(t, err)
			stored, err := o.apply(t.Context(), "operator", base, false)
			require.NoError(t, err)
			defer o.remove(t, stored)
			applied, err := o.apply(t.Context(), "user", override, true)
			require.NoError(t, err)
			assert.Equal(t, c.applied, at(applied.Object, c.path), "applied one after the other")
			assert.Equal(t, c.ours, at(ours.Object, c.path), "merged")
		})
	}
}

// at returns a part of a tree, nil if there is none.
func at(value any, path []string) any {
	for _, name := range path {
		switch v := value.(type) {
		case object:
			value = v[name]
		case array:
			i, _ := strconv.Atoi(name)
			value = v[i]
		}
	}
	return value
}

// oracle is an API server as judge of merging objects of a kind.
type oracle struct {
	api dynamic.ResourceInterface
	// accepted counts the pairs that were compared, the others those that the server rejected.
	accepted, badBases, badOverrides atomic.Int64
}

func (o *oracle) report(t *testing.T) {
	t.Helper()
	t.Logf("compared %d; the server rejected %d bases and %d overrides", o.accepted.Load(), o.badBases.Load(), o.badOverrides.Load())
	if *oraclePairs >= 50 {
		assert.Greater(t, o.accepted.Load(), int64(*oraclePairs)*7/10, "too few pairs say anything")
	}
}

func (o *oracle) compare(t *testing.T, seed uint64, s Schema, base, override object) {
	t.Helper()
	ctx := t.Context()
	context := func() string {
		said, _ := json.MarshalIndent(override, "", " ")
		on, _ := json.MarshalIndent(base, "", " ")
		return fmt.Sprintf("repeat with -run '^%s$' -oracle.seed=%d -oracle.pairs=1\nbase %s\noverride %s\n", t.Name(), seed, on, said)
	}
	merged, mergeErr := Merge(s, base, override)

	stored, err := o.apply(ctx, "operator", base, false)
	if rejected(t, err) {
		o.badBases.Add(1)
		return
	}
	defer o.remove(t, stored)
	want, err := o.apply(ctx, "user", override, true)
	if rejected(t, err) {
		o.badOverrides.Add(1)
		if isUnfit(err) {
			assert.Error(t, mergeErr, "the override does not fit the schema\n%s", context())
		}
		return
	}
	if !assert.NoError(t, mergeErr, "the server merges it\n%s", context()) {
		return
	}
	o.remove(t, stored)
	got, err := o.apply(ctx, "operator", merged, true)
	if !assert.NoError(t, err, "the server takes the override, but not the merged object\n%s", context()) {
		return
	}
	o.accepted.Add(1)
	if diff := cmp.Diff(comparableForm(s, merged, want), comparableForm(s, merged, got)); diff != "" {
		t.Errorf("-the server's +ours:\n%s%s", diff, context())
	}
}

func (o *oracle) apply(ctx context.Context, manager string, tree object, dry bool) (*unstructured.Unstructured, error) {
	u := &unstructured.Unstructured{Object: tree}
	options := metav1.ApplyOptions{FieldManager: manager, Force: true}
	if dry {
		options.DryRun = []string{metav1.DryRunAll}
	}
	return o.api.Apply(ctx, u.GetName(), u, options)
}

// remove deletes an object at once. Finalizers would keep it.
func (o *oracle) remove(t *testing.T, object *unstructured.Unstructured) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	_, err := o.api.Patch(ctx, object.GetName(), types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	if apierrors.IsNotFound(err) {
		return
	}
	require.NoError(t, err)
	if err := o.api.Delete(ctx, object.GetName(), metav1.DeleteOptions{}); !apierrors.IsNotFound(err) {
		require.NoError(t, err)
	}
}

// rejected reports whether the server has judged an object to be wrong.
func rejected(t *testing.T, err error) bool {
	t.Helper()
	if err == nil {
		return false
	}
	if !isUnfit(err) && !apierrors.IsInvalid(err) && !apierrors.IsBadRequest(err) && !apierrors.IsForbidden(err) {
		require.NoError(t, err)
	}
	t.Logf("rejected: %v", err)
	return true
}

// isUnfit reports whether an object does not fit the schema, which is an internal error to the server.
func isUnfit(err error) bool {
	return strings.Contains(err.Error(), "failed to create typed patch object")
}

// comparableForm leaves out what a server makes up, and sorts what has no order to it: ours is that of the base, and
// the server's is not.
func comparableForm(s Schema, merged object, stored *unstructured.Unstructured) object {
	tree := runtime.DeepCopyJSON(stored.Object)
	delete(tree, "status")
	metadata := tree["metadata"].(object)
	for _, name := range []string{"managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"} {
		delete(metadata, name)
	}
	if tree["kind"] == "Service" {
		withoutAllocations(tree["spec"].(object), merged["spec"].(object))
	}
	return sortLists(s, s.Type, tree).(object)
}

// withoutAllocations removes addresses and ports that nobody asked for.
func withoutAllocations(spec, asked object) {
	delete(spec, "clusterIP")
	delete(spec, "clusterIPs")
	for _, element := range spec["ports"].(array) {
		port := element.(object)
		if !slices.ContainsFunc(asked["ports"].(array), func(e any) bool { return e.(object)["nodePort"] == port["nodePort"] }) {
			delete(port, "nodePort")
		}
	}
}

// sortLists sorts the lists that are merged by key or by value.
func sortLists(s Schema, ref schema.TypeRef, value any) any {
	atom, _ := s.Schema.Resolve(ref)
	switch v := value.(type) {
	case object:
		if atom.Map == nil {
			return v
		}
		for name, field := range v {
			if ref, err := (objectType{Map: atom.Map}).field(name); err == nil {
				v[name] = sortLists(s, ref, field)
			}
		}
	case array:
		if atom.List == nil {
			return v
		}
		for i, element := range v {
			v[i] = sortLists(s, atom.List.ElementType, element)
		}
		if atom.List.ElementRelationship == schema.Associative {
			by := func(element any) string {
				o, ok := element.(object)
				if !ok {
					return fmt.Sprint(element)
				}
				of := objectType{Map: &schema.Map{}, keys: atom.List.Keys}
				return of.place(o, &Error{}).Path
			}
			slices.SortFunc(v, func(a, b any) int {
				switch x, y := by(a), by(b); {
				case x < y:
					return -1
				case x > y:
					return 1
				}
				return 0
			})
		}
	}
	return value
}

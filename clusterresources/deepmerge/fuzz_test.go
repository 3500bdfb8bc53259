// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// fuzzBases are merged with every input. Between them, they have lists of all kinds, unions, what is untyped, and a kind
// of ours.
func fuzzBases(t testing.TB) []map[string]any {
	t.Helper()
	return []map[string]any{
		realisticStatefulSet(t),
		tree(t, `{apiVersion: v1, kind: Service, metadata: {name: a, finalizers: [f]}, spec: {type: NodePort, selector: {a: b},
			ports: [{port: 80, name: http}, {port: 53, protocol: UDP, name: dns}]}}`),
		tree(t, `{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: MQ==}}`),
		tree(t, `{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {maxReplicas: 3, minReplicas: null,
			metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}}`),
		tree(t, `{apiVersion: apps/v1, kind: ControllerRevision, metadata: {name: a}, revision: 1, data: {a: {b: [1, {c: null}]}, d: x}}`),
		tree(t, `{apiVersion: autoscaling.stackable.tech/v1alpha1, kind: StackableScaler, metadata: {name: a}, spec: {replicas: 3},
			status: {conditions: [{type: Ready, status: "True"}]}}`),
	}
}

// FuzzMerge merges anything that is JSON.
func FuzzMerge(f *testing.F) {
	for _, override := range []string{
		`{}`, `null`, smallOverride,
		`{spec: {replicas: 5, template: {spec: {containers: [{name: nifi, env: [{name: VARIABLE_3, value: a}, {$patch: replace}]}, {name: vector, $patch: delete}]}}}}`,
		`{spec: {template: {spec: {volumes: [{name: log, persistentVolumeClaim: {claimName: a}}, {name: keystore, $unset: [ephemeral], emptyDir: {}}], nodeSelector: {a: b}}}}}`,
		`{spec: {updateStrategy: {type: OnDelete}, selector: {matchLabels: {app.kubernetes.io/instance: null}}, $unset: [serviceName]}}`,
		`{spec: {ports: [{port: 80, nodePort: 30080}, {port: 53.0, protocol: TCP}, {port: 53, protocol: UDP, $patch: delete}], selector: {$unset: [a]}}, metadata: {finalizers: [f, g]}}`,
		`{stringData: {a: "2", b: "3"}, data: {c: null}, type: Opaque}`, `{stringData: null}`, `{$unset: [stringData]}`, `{stringData: {$patch: replace}}`,
		`{spec: {maxReplicas: 1.5, behavior: {scaleDown: {policies: [{type: Pods, value: 1, periodSeconds: 60}]}}, metrics: [{type: Pods, pods: {metric: {name: a}}}]}}`,
		`{data: {a: {b: [{c: null}, null, [null]], $unset: [e]}, d: {f: 1}}}`, `{data: [{$patch: delete}]}`, `{data: {a: {b: {$patch: replace}}}}`,
		`{spec: {replicas: 1}, status: {conditions: [{type: Ready, $patch: replace, status: "False"}, {type: Failed}]}}`,
		`{$patch: replace}`, `{$patch: delete}`, `{metadata: {ownerReferences: [{uid: 3f0a, name: b}], labels: {$patch: replace, a: b}}}`,
	} {
		text, err := json.Marshal(tree(f, override))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	bases := fuzzBases(f)
	schemas := make([]Schema, len(bases))
	for i, base := range bases {
		schemas[i] = schemaOf(f, base)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var override map[string]any
		if err := utiljson.Unmarshal(text, &override); err != nil {
			return // no object
		}
		for i, base := range bases {
			fuzzOne(t, schemas[i], base, runtime.DeepCopyJSON(override))
		}
	})
}

func fuzzOne(t *testing.T, s Schema, base, override map[string]any) {
	wasBase, wasOverride := runtime.DeepCopyJSON(base), runtime.DeepCopyJSON(override)
	got, err := Merge(s, base, override)
	if diff := cmp.Diff(wasBase, base); diff != "" {
		t.Fatalf("the base was changed:\n%s", diff)
	}
	if diff := cmp.Diff(wasOverride, override); diff != "" {
		t.Fatalf("the override was changed:\n%s", diff)
	}
	again, errAgain := Merge(s, base, override)
	if diff := cmp.Diff(message(err), message(errAgain)); diff != "" {
		t.Fatalf("the error is not the same each time:\n%s", diff)
	}
	if err != nil {
		if failure := (*Error)(nil); !errors.As(err, &failure) || got != nil {
			t.Fatalf("not an *Error without a result: %#v, %v", err, got)
		}
		return
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Fatalf("the result is not the same each time:\n%s", diff)
	}
	// A kind that the override changed has another schema; one that it deleted has none.
	if got["apiVersion"] == base["apiVersion"] && got["kind"] == base["kind"] {
		if _, err := converterOf(t, got).ObjectToTyped(&unstructured.Unstructured{Object: got}); err != nil {
			t.Fatalf("the result does not fit the schema: %v", err)
		}
	}
	unchanged, err := Merge(s, got, map[string]any{})
	if err != nil {
		t.Fatalf("the empty override: %v", err)
	}
	if diff := cmp.Diff(got, unchanged); diff != "" {
		t.Fatalf("the empty override changed something:\n%s", diff)
	}
	if !hasDirectives(override) {
		twice, err := Merge(s, got, override)
		if err != nil {
			t.Fatalf("merging again: %v", err)
		}
		if diff := cmp.Diff(got, twice); diff != "" {
			t.Fatalf("merging again changed something:\n%s", diff)
		}
	}
	if diff := cmp.Diff(wasBase, base); diff != "" {
		t.Fatalf("the base was changed:\n%s", diff)
	}
	if diff := cmp.Diff(wasOverride, override); diff != "" {
		t.Fatalf("the override was changed:\n%s", diff)
	}
	scribble(override)
	if diff := cmp.Diff(got, again); diff != "" {
		t.Fatalf("the result shares something with the override:\n%s", diff)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// hasDirectives reports whether a tree deletes or replaces anything.
func hasDirectives(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case map[string]any:
		for name, field := range v {
			if strings.HasPrefix(name, "$") || hasDirectives(field) {
				return true
			}
		}
	case []any:
		for _, element := range v {
			if hasDirectives(element) {
				return true
			}
		}
	}
	return false
}

func sortedKeys[V any](object map[string]V) []string { return slices.Sorted(maps.Keys(object)) }

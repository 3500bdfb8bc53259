// SPDX-License-Identifier: Apache-2.0

package deepmerge

import "testing"

func TestObjects(t *testing.T) {
	t.Parallel()
	runMergeCases(t, []mergeCase{
		{
			name:     "fields of structs",
			reason:   "what the override does not name stays",
			of:       podSpec,
			base:     `{serviceAccountName: a, securityContext: {runAsUser: 1, fsGroup: 2}, enableServiceLinks: false}`,
			override: `{securityContext: {runAsUser: 5, runAsNonRoot: true}, terminationGracePeriodSeconds: 9}`,
			want: `{serviceAccountName: a, securityContext: {runAsUser: 5, fsGroup: 2, runAsNonRoot: true},
				enableServiceLinks: false, terminationGracePeriodSeconds: 9}`,
		},
		{
			name:     "entries of maps",
			reason:   "labels and annotations belong to nobody in particular",
			of:       objectMeta,
			base:     `{labels: {a: "1", b: "2"}}`,
			override: `{labels: {b: "3", c: "4"}, annotations: {d: "5"}}`,
			want:     `{labels: {a: "1", b: "3", c: "4"}, annotations: {d: "5"}}`,
		},
		{
			name:     "an atomic map",
			reason:   "two node selectors mixed would select other nodes than either",
			of:       podSpec,
			base:     `{nodeSelector: {disk: ssd, zone: a}}`,
			override: `{nodeSelector: {zone: b}}`,
			want:     `{nodeSelector: {zone: b}}`,
		},
		{
			name:     "an atomic struct",
			reason:   "a label selector is one value with all that is in it",
			base:     `{apiVersion: apps/v1, kind: StatefulSet, spec: {selector: {matchLabels: {a: b}, matchExpressions: [{key: k, operator: Exists}]}}}`,
			override: `{spec: {selector: {matchLabels: {c: d}}}}`,
			want:     `{apiVersion: apps/v1, kind: StatefulSet, spec: {selector: {matchLabels: {c: d}}}}`,
		},
		{
			name:     "an atomic struct in a list with keys",
			reason:   "an owner reference is replaced as a whole",
			of:       objectMeta,
			base:     `{ownerReferences: [{uid: u, name: a, kind: K, apiVersion: v1, controller: true}]}`,
			override: `{ownerReferences: [{uid: u, name: b, kind: K, apiVersion: v1}]}`,
			want:     `{ownerReferences: [{uid: u, name: b, kind: K, apiVersion: v1}]}`,
		},
		{
			name:     "an empty atomic map",
			reason:   "it is the value that the override has",
			of:       podSpec,
			base:     `{nodeSelector: {disk: ssd}}`,
			override: `{nodeSelector: {}}`,
			want:     `{nodeSelector: {}}`,
		},
		{
			name:     "an empty struct",
			reason:   "it says that there is to be one, and nothing about what is in it",
			of:       podSpec,
			base:     `{securityContext: {runAsUser: 1}}`,
			override: `{securityContext: {}, hostAliases: [], affinity: {}}`,
			want:     `{securityContext: {runAsUser: 1}, hostAliases: [], affinity: {}}`,
		},
		{
			name:     "a relationship of one field",
			reason:   "claimRef is separable, though its type is atomic elsewhere",
			of:       "io.k8s.api.core.v1.PersistentVolumeSpec",
			base:     `{claimRef: {name: a, namespace: b}}`,
			override: `{claimRef: {name: c}}`,
			want:     `{claimRef: {name: c, namespace: b}}`,
		},
		{
			name:     "scalars of any type",
			reason:   "quantities and ports may be numbers or text",
			of:       container,
			base:     `{name: a, resources: {limits: {cpu: 1, memory: 1Gi}}, livenessProbe: {httpGet: {port: http}}}`,
			override: `{resources: {limits: {cpu: 500m, memory: 0.5}}, livenessProbe: {httpGet: {port: 8080}}}`,
			want:     `{name: a, resources: {limits: {cpu: 500m, memory: 0.5}}, livenessProbe: {httpGet: {port: 8080}}}`,
		},
		{
			name:     "a null in the base",
			reason:   "it is as good as no field",
			of:       podSpec,
			base:     `{securityContext: null, containers: null, affinity: null}`,
			override: `{securityContext: {runAsUser: 1}, containers: [{name: a}]}`,
			want:     `{securityContext: {runAsUser: 1}, containers: [{name: a}], affinity: null}`,
		},
		{
			name:     "an empty override",
			reason:   "it changes nothing",
			base:     `{apiVersion: v1, kind: Service, metadata: {creationTimestamp: null}, spec: {ports: [{port: 1}]}}`,
			override: `{}`,
			want:     `{apiVersion: v1, kind: Service, metadata: {creationTimestamp: null}, spec: {ports: [{port: 1}]}}`,
		},
		{
			name:     "no base",
			reason:   "the override is the object",
			of:       podSpec,
			base:     `null`,
			override: `{containers: [{name: a}]}`,
			want:     `{containers: [{name: a}]}`,
		},
		{
			name:     "no override",
			reason:   "the base is the object",
			of:       podSpec,
			base:     `{containers: [{name: a}]}`,
			override: `null`,
			want:     `{containers: [{name: a}]}`,
		},
		{
			name:     "our own kind",
			reason:   "its schema is the emitted one",
			base:     `{apiVersion: autoscaling.stackable.tech/v1alpha1, kind: StackableScaler, metadata: {labels: {a: b}}, spec: {replicas: 3}}`,
			override: `{metadata: {labels: {c: d}}, spec: {replicas: 5}, status: {conditions: [{type: Ready, status: "True"}]}}`,
			want: `{apiVersion: autoscaling.stackable.tech/v1alpha1, kind: StackableScaler, metadata: {labels: {a: b, c: d}},
				spec: {replicas: 5}, status: {conditions: [{type: Ready, status: "True"}]}}`,
		},
	})
}

func TestUntyped(t *testing.T) {
	t.Parallel()
	const raw = "io.k8s.apimachinery.pkg.runtime.RawExtension"
	runMergeCases(t, []mergeCase{
		{
			name:     "maps",
			reason:   "they merge, however deep",
			of:       raw,
			base:     `{a: {b: 1, c: {d: 2}}, e: x}`,
			override: `{a: {c: {f: 3}}, e: w}`,
			want:     `{a: {b: 1, c: {d: 2, f: 3}}, e: w}`,
		},
		{
			name:     "lists",
			reason:   "nothing says what their keys are",
			of:       raw,
			base:     `{a: [{name: x, value: 1}, {name: w}], b: [1, 2]}`,
			override: `{a: [{name: x}], b: [null, 3]}`,
			want:     `{a: [{name: x}], b: [null, 3]}`,
		},
		{
			name:     "values of another type",
			reason:   "all types are allowed, so that the override is not wrong",
			of:       raw,
			base:     `{a: 1, b: {c: d}, e: [1], f: x, g: [1]}`,
			override: `{a: {x: w}, b: [2], e: w, f: [3], g: {h: 4}}`,
			want:     `{a: {x: w}, b: [2], e: w, f: [3], g: {h: 4}}`,
		},
		{
			name:     "deletions",
			reason:   "they are those of other objects",
			of:       raw,
			base:     `{a: {b: 1, c: 2, d: {e: 3}, f: {g: 4}, h: [1]}}`,
			override: `{a: {b: null, $unset: [c], d: {$patch: delete}, f: {$patch: replace, i: 5}, h: [{$patch: replace}, 2]}}`,
			want:     `{a: {f: {i: 5}, h: [2]}}`,
		},
		{
			name:     "what looks like a directive in the base",
			reason:   "the base has no directives: it is what the operator wrote",
			of:       raw,
			base:     `{$unset: {a: [1]}, $patch: {b: [1]}, $ref: {c: [1]}, d: 1}`,
			override: `{$unset: [d]}`,
			want:     `{$unset: {a: [1]}, $patch: {b: [1]}, $ref: {c: [1]}}`,
		},
	})
}

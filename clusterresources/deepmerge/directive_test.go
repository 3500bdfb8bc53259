// SPDX-License-Identifier: Apache-2.0

package deepmerge

import "testing"

func TestDeletions(t *testing.T) {
	t.Parallel()
	runMergeCases(t, []mergeCase{
		{
			name:     "null for a field of any type",
			reason:   "a scalar, a struct, a map, and lists of all three kinds",
			of:       container,
			base:     `{name: a, image: i, resources: {limits: {cpu: 1}}, livenessProbe: {exec: {}}, env: [{name: A}], args: [x]}`,
			override: `{image: null, resources: {limits: null}, livenessProbe: null, env: null, args: null}`,
			want:     `{name: a, resources: {}}`,
		},
		{
			name:     "null for an entry of a map, and for a set",
			reason:   "an annotation goes, the others stay",
			of:       objectMeta,
			base:     `{annotations: {a: "1", b: "2"}, finalizers: [x]}`,
			override: `{annotations: {a: null, c: null}, finalizers: null}`,
			want:     `{annotations: {b: "2"}}`,
		},
		{
			name:     "null for what is not there",
			reason:   "a deletion creates nothing, not even the object that it would be in",
			of:       container,
			base:     `{name: a}`,
			override: `{image: null, securityContext: {capabilities: {add: null}}, env: [{name: A, $patch: delete}]}`,
			want:     `{name: a}`,
		},
		{
			name:     "null in an element that is not there",
			reason:   "an element with nothing but its key is not what was asked for",
			of:       container,
			base:     `{name: a, env: [{name: A, value: "1"}]}`,
			override: `{env: [{name: B, value: null}, {name: C}], ports: [{containerPort: 1, protocol: UDP, name: null}]}`,
			want:     `{name: a, env: [{name: A, value: "1"}, {name: C}]}`,
		},
		{
			name:     "null for a key with a default",
			reason:   "it is no key, and the default is what the base has",
			of:       container,
			base:     `{name: a, ports: [{containerPort: 1, protocol: TCP}]}`,
			override: `{ports: [{containerPort: 1, protocol: null, name: x}]}`,
			want:     `{name: a, ports: [{containerPort: 1, name: x}]}`,
		},
		{
			name:     "$patch: delete",
			reason:   "it deletes objects and elements without a null",
			of:       podSpec,
			base:     `{securityContext: {runAsUser: 1}, containers: [{name: a}, {name: b, ports: [{containerPort: 1, protocol: UDP}]}, {name: c}]}`,
			override: `{securityContext: {$patch: delete}, containers: [{name: a, $patch: delete}, {name: b, ports: [{containerPort: 1, protocol: UDP, $patch: delete}]}, {$patch: delete, name: z}]}`,
			want:     `{containers: [{name: b, ports: []}, {name: c}]}`,
		},
		{
			name:     "$patch: delete of a map",
			reason:   "maps are objects like others, atomic or not",
			of:       podSpec,
			base:     `{nodeSelector: {a: b}, overhead: {cpu: 1}, hostname: x}`,
			override: `{nodeSelector: {$patch: delete}, overhead: {$patch: delete}}`,
			want:     `{hostname: x}`,
		},
		{
			name:     "$unset",
			reason:   "it deletes fields of any type without a null",
			of:       podSpec,
			base:     `{hostname: x, securityContext: {runAsUser: 1, fsGroup: 2}, containers: [{name: a, image: i, env: [{name: A}]}], volumes: [{name: v}]}`,
			override: `{$unset: [hostname, volumes, subdomain], securityContext: {$unset: [fsGroup]}, containers: [{name: a, $unset: [env], image: k}]}`,
			want:     `{securityContext: {runAsUser: 1}, containers: [{name: a, image: k}]}`,
		},
		{
			name:     "$unset of what is not there",
			reason:   "a deletion creates nothing",
			of:       podSpec,
			base:     `{hostname: x}`,
			override: `{securityContext: {$unset: [fsGroup]}, containers: [{name: a, $unset: [env]}]}`,
			want:     `{hostname: x}`,
		},
		{
			name:     "deletions in an atomic map",
			reason:   "an override that only deletes says nothing about the other entries",
			of:       podSpec,
			base:     `{nodeSelector: {a: "1", b: "2", c: "3"}}`,
			override: `{nodeSelector: {a: null, $unset: [b]}}`,
			want:     `{nodeSelector: {c: "3"}}`,
		},
		{
			name:     "deletions in an atomic map beside what is set",
			reason:   "what is set is all there is then",
			of:       podSpec,
			base:     `{nodeSelector: {a: "1", b: "2", c: "3"}}`,
			override: `{nodeSelector: {a: null, d: "4"}}`,
			want:     `{nodeSelector: {d: "4"}}`,
		},
		{
			name:     "deletions deep in an atomic struct",
			reason:   "a label selector of its base goes on selecting by the other labels",
			base:     `{apiVersion: apps/v1, kind: StatefulSet, spec: {selector: {matchLabels: {a: b, c: d}}}}`,
			override: `{spec: {selector: {matchLabels: {a: null}}}}`,
			want:     `{apiVersion: apps/v1, kind: StatefulSet, spec: {selector: {matchLabels: {c: d}}}}`,
		},
		{
			name:     "all fields of an object",
			reason:   "the object stays, since it may mean something that it is there",
			of:       podSpec,
			base:     `{volumes: [{name: a, emptyDir: {medium: Memory}}], securityContext: {runAsUser: 1}}`,
			override: `{volumes: [{name: a, emptyDir: {medium: null}}], securityContext: {$unset: [runAsUser]}}`,
			want:     `{volumes: [{name: a, emptyDir: {}}], securityContext: {}}`,
		},
		{
			name:     "deletions where there is no base",
			reason:   "nothing is left of the override",
			of:       podSpec,
			base:     `null`,
			override: `{hostname: null}`,
			want:     `{}`,
		},
	})
}

func TestReplacements(t *testing.T) {
	t.Parallel()
	runMergeCases(t, []mergeCase{
		{
			name:     "an object",
			reason:   "its other content replaces the base's",
			of:       container,
			base:     `{name: a, livenessProbe: {exec: {command: [x]}, periodSeconds: 5}}`,
			override: `{livenessProbe: {$patch: replace, httpGet: {port: 1}}}`,
			want:     `{name: a, livenessProbe: {httpGet: {port: 1}}}`,
		},
		{
			name:     "an object with nothing",
			reason:   "an empty one is what replaces it",
			of:       objectMeta,
			base:     `{labels: {a: b}}`,
			override: `{labels: {$patch: replace}, annotations: {$patch: replace}}`,
			want:     `{labels: {}, annotations: {}}`,
		},
		{
			name:     "an element",
			reason:   "it keeps its place",
			of:       podSpec,
			base:     `{containers: [{name: a, image: i, args: [x]}, {name: b}]}`,
			override: `{containers: [{name: a, $patch: replace, image: j}, {name: c, $patch: replace}]}`,
			want:     `{containers: [{name: a, image: j}, {name: b}, {name: c}]}`,
		},
		{
			name:     "a list with keys",
			reason:   "its other elements replace the base's",
			of:       container,
			base:     `{name: a, env: [{name: A, value: "1"}, {name: B, value: "2"}]}`,
			override: `{env: [{name: B}, {$patch: replace}, {name: C, value: "3"}]}`,
			want:     `{name: a, env: [{name: B}, {name: C, value: "3"}]}`,
		},
		{
			name:     "a list with keys by nothing",
			reason:   "the list is empty then",
			of:       container,
			base:     `{name: a, env: [{name: A, value: "1"}]}`,
			override: `{env: [{$patch: replace}], ports: [{$patch: replace}]}`,
			want:     `{name: a, env: [], ports: []}`,
		},
		{
			name:     "a set",
			reason:   "its other values replace the base's",
			of:       objectMeta,
			base:     `{finalizers: [a, b]}`,
			override: `{finalizers: [{$patch: replace}, b, c]}`,
			want:     `{finalizers: [b, c]}`,
		},
		{
			name:     "an atomic list",
			reason:   "it would be replaced anyway",
			of:       podSpec,
			base:     `{tolerations: [{key: a}]}`,
			override: `{tolerations: [{$patch: replace}, {key: b}]}`,
			want:     `{tolerations: [{key: b}]}`,
		},
		{
			name:     "the whole object",
			reason:   "all that the operator wrote is gone, as was asked for",
			of:       podSpec,
			base:     `{hostname: a, subdomain: b}`,
			override: `{$patch: replace, hostname: c}`,
			want:     `{hostname: c}`,
		},
		{
			name:     "directives in what replaces",
			reason:   "there is nothing left to delete from",
			of:       podSpec,
			base:     `{securityContext: {runAsUser: 1}, containers: [{name: a, env: [{name: A}]}]}`,
			override: `{containers: [{$patch: replace}, {name: a, image: i, env: [{name: A, $patch: delete}], $unset: [ports]}, {name: b, $patch: delete}]}`,
			want:     `{securityContext: {runAsUser: 1}, containers: [{name: a, image: i}]}`,
		},
	})
}

// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const statefulSet = `{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: x}, spec: {replicas: 3, template: {spec: {containers: [
	{name: nifi, image: i, env: [{name: A, value: secret}], ports: [{containerPort: 80}]}]}}}}`

func TestErrors(t *testing.T) {
	t.Parallel()
	unknown := unknownField().Reason
	runErrorCases(t, []errorCase{
		{
			name:     "wrong type of a scalar",
			reason:   "the path is as users know it, and the value is not shown",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: nifi, env: [{name: A, value: 12345}]}]}}}}`,
			want:     Error{`spec.template.spec.containers[name="nifi"].env[name="A"].value`, "expected a string, found a number"},
		},
		{
			name:     "text for a number",
			reason:   "the server would not take it",
			base:     statefulSet,
			override: `{spec: {replicas: "5"}}`,
			want:     Error{"spec.replicas", "expected a number, found a string"},
		},
		{
			name:     "number for a boolean",
			reason:   "the server would not take it",
			of:       podSpec,
			base:     `{}`,
			override: `{hostNetwork: 1}`,
			want:     Error{"hostNetwork", "expected a boolean, found a number"},
		},
		{
			name:     "object for a scalar of any type",
			reason:   "a quantity is a number or text",
			of:       container,
			base:     `{}`,
			override: `{resources: {limits: {"stackable.tech/disk": {}}}}`,
			want:     Error{`resources.limits["stackable.tech/disk"]`, "expected a scalar, found an object"},
		},
		{
			name:     "list for an object",
			reason:   "there are no fields in it",
			base:     statefulSet,
			override: `{spec: []}`,
			want:     Error{"spec", "expected an object, found a list"},
		},
		{
			name:     "object for a list",
			reason:   "lists with keys look like objects to some",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: {nifi: {image: j}}}}}}`,
			want:     Error{"spec.template.spec.containers", "expected a list, found an object"},
		},
		{
			name:     "scalar for an object",
			reason:   "there are no fields in it",
			base:     statefulSet,
			override: `{metadata: {labels: "a=b"}}`,
			want:     Error{"metadata.labels", "expected an object, found a string"},
		},
		{
			name:     "scalar for an element with keys",
			reason:   "it cannot have a key",
			of:       container,
			base:     `{}`,
			override: `{env: [{name: A}, "B=1"]}`,
			want:     Error{"env[1]", "expected an object, found a string"},
		},
		{
			name:     "null for an element with keys",
			reason:   "it does not say what to delete",
			of:       container,
			base:     `{}`,
			override: `{env: [null]}`,
			want:     Error{"env[0]", "expected an object, found null"},
		},
		{
			name:     "wrong type in an atomic list",
			reason:   "what is replaced as a whole has types, too",
			of:       container,
			base:     `{args: [a]}`,
			override: `{args: [a, true]}`,
			want:     Error{"args[1]", "expected a string, found a boolean"},
		},
		{
			name:     "null in an atomic list",
			reason:   "there is no such argument",
			of:       container,
			base:     `{args: [a]}`,
			override: `{args: [null]}`,
			want:     Error{"args[0]", "expected a string, found null"},
		},
		{
			name:     "wrong type in an atomic struct",
			reason:   "what is replaced as a whole has types, too",
			base:     statefulSet,
			override: `{spec: {selector: {matchLabels: {a: 1}}}}`,
			want:     Error{"spec.selector.matchLabels.a", "expected a string, found a number"},
		},
		{
			name:     "wrong type in a set",
			reason:   "the path is the position, since the value is not shown",
			of:       objectMeta,
			base:     `{finalizers: [a]}`,
			override: `{finalizers: [a, 1]}`,
			want:     Error{"finalizers[1]", "expected a string, found a number"},
		},
		{
			name:     "object in a set",
			reason:   "sets hold scalars",
			of:       objectMeta,
			base:     `{finalizers: [a]}`,
			override: `{finalizers: [{a: b}]}`,
			want:     Error{"finalizers[0]", "expected a string, found an object"},
		},
		{
			name:     "unknown field",
			reason:   "it is a typing error, or of another release",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: nifi, imagePullPolice: Always}]}}}}`,
			want:     Error{`spec.template.spec.containers[name="nifi"].imagePullPolice`, unknown},
		},
		{
			name:     "unknown field that is deleted",
			reason:   "it is a typing error all the same",
			base:     statefulSet,
			override: `{spec: {replica: null}}`,
			want:     Error{"spec.replica", unknown},
		},
		{
			name:     "unknown field of the object",
			reason:   "the root is an object like others",
			base:     statefulSet,
			override: `{sepc: {}}`,
			want:     Error{"sepc", unknown},
		},
		{
			name:     "unknown field of our own kind",
			reason:   "its schema is compiled in, too",
			base:     `{apiVersion: autoscaling.stackable.tech/v1alpha1, kind: StackableScaler, spec: {replicas: 3}}`,
			override: `{spec: {replica: 1}}`,
			want:     Error{"spec.replica", unknown},
		},
		{
			name:     "unknown field in an element that is new",
			reason:   "there is no base to hide it",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: extra, env: [{name: A, values: x}]}]}}}}`,
			want:     Error{`spec.template.spec.containers[name="extra"].env[name="A"].values`, unknown},
		},
		{
			name:     "element without its key",
			reason:   "appending it would not be what was meant",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: nifi}, {image: j}]}}}}`,
			want:     Error{"spec.template.spec.containers[1]", `the element lacks its key "name"`},
		},
		{
			name:     "port without its number",
			reason:   "the schema's default is only Go's zero",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: nifi, ports: [{protocol: TCP, name: http}]}]}}}}`,
			want:     Error{`spec.template.spec.containers[name="nifi"].ports[0]`, `the element lacks its key "containerPort"`},
		},
		{
			name:     "null for a key",
			reason:   "it is as good as none",
			base:     statefulSet,
			override: `{spec: {template: {spec: {volumes: [{name: null, emptyDir: {}}]}}}}`,
			want:     Error{"spec.template.spec.volumes[0]", `the element lacks its key "name"`},
		},
		{
			name:     "deletion of an element without its key",
			reason:   "it does not say of which",
			base:     statefulSet,
			override: `{spec: {template: {spec: {volumes: [{$patch: delete}]}}}}`,
			want:     Error{"spec.template.spec.volumes[0]", `the element lacks its key "name"`},
		},
		{
			name:     "object for a key",
			reason:   "keys are scalars",
			of:       podSpec,
			base:     `{}`,
			override: `{volumes: [{name: {a: b}}]}`,
			want:     Error{"volumes[0].name", "expected a scalar as key of the list, found an object"},
		},
		{
			name:     "wrong type of a key",
			reason:   "it is no name of a place, but a value",
			of:       podSpec,
			base:     `{}`,
			override: `{volumes: [{name: 5}]}`,
			want:     Error{"volumes[0].name", "expected a string, found a number"},
		},
		{
			name:     "wrong type of a key, and another error before it",
			reason:   "the key is not part of a path",
			of:       container,
			base:     `{}`,
			override: `{ports: [{containerPort: 80}, {containerPort: hunter2, bad: field}]}`,
			want:     Error{"ports[1].containerPort", "expected a number, found a string"},
		},
		{
			name:     "wrong type of the key of what is deleted",
			reason:   "nothing would be deleted, and nobody told",
			of:       container,
			base:     `{ports: [{containerPort: 80}]}`,
			override: `{ports: [{containerPort: "80", $patch: delete}]}`,
			want:     Error{"ports[0].containerPort", "expected a number, found a string"},
		},
		{
			name:     "duplicate key",
			reason:   "which one is to win?",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: nifi}, {name: nifi}]}}}}`,
			want:     Error{`spec.template.spec.containers[name="nifi"]`, "the key is in the list twice"},
		},
		{
			name:     "duplicate key by default",
			reason:   "missing protocol equals TCP",
			base:     statefulSet,
			override: `{spec: {template: {spec: {containers: [{name: nifi, ports: [{containerPort: 90}, {containerPort: 90, protocol: TCP}]}]}}}}`,
			want:     Error{`spec.template.spec.containers[name="nifi"].ports[containerPort=90,protocol="TCP"]`, "the key is in the list twice"},
		},
		{
			name:     "duplicate key with a deletion",
			reason:   "delete and add again is spelled replace",
			of:       container,
			base:     `{env: [{name: A}]}`,
			override: `{env: [{name: A, $patch: delete}, {name: A, value: x}]}`,
			want:     Error{`env[name="A"]`, "the key is in the list twice"},
		},
		{
			name:     "duplicate in a set",
			reason:   "a set has a value once; it is not shown",
			of:       objectMeta,
			base:     `{finalizers: [a]}`,
			override: `{finalizers: [a, b, a]}`,
			want:     Error{"finalizers[2]", "the value is in the list twice"},
		},
		{
			name:     "several elements in the base",
			reason:   "a server rejects such a base, and any choice would be wrong",
			of:       container,
			base:     `{ports: [{containerPort: 80, name: a}, {containerPort: 80, protocol: TCP, name: b}]}`,
			override: `{ports: [{containerPort: 80, name: c}]}`,
			want:     Error{`ports[containerPort=80,protocol="TCP"]`, "the object to override has several elements of this key"},
		},
		{
			name:     "an object in the base that is none",
			reason:   "the operator is wrong, not the user",
			of:       podSpec,
			base:     `{securityContext: 5, containers: {}}`,
			override: `{securityContext: {}}`,
			want:     Error{"securityContext", "the object to override has a number where the schema has an object"},
		},
		{
			name:     "a list in the base that is none",
			reason:   "the operator is wrong, not the user",
			of:       podSpec,
			base:     `{containers: {}}`,
			override: `{containers: [{name: a}]}`,
			want:     Error{"containers", "the object to override has an object where the schema has a list"},
		},
		{
			name:     "several errors",
			reason:   "always the first by name, so that a message does not change from one reconcile to the next",
			of:       podSpec,
			base:     `{}`,
			override: `{e: 1, d: 1, c: 1, b: 1, hostname: 1, volumes: [{}]}`,
			want:     Error{"b", unknown},
		},
	})
}

// TestNoJSON has values that only Go code can make.
func TestNoJSON(t *testing.T) {
	t.Parallel()
	s := typeNamed(t, podSpec)
	_, err := Merge(s, nil, map[string]any{"priority": int32(5)})
	assert.EqualError(t, err, "priority: expected a number, found a Go int32, which is not part of JSON trees")
	_, err = Merge(s, map[string]any{"tolerations": &struct{}{}}, map[string]any{"tolerations": []any{}})
	assert.EqualError(t, err, "tolerations: the object to override has a Go *struct {}, which is not part of JSON trees where the schema has a list")
	_, err = Merge(s, nil, map[string]any{"nodeSelector": map[string]string{"a": "b"}})
	assert.EqualError(t, err, "nodeSelector: expected an object, found a Go map[string]string, which is not part of JSON trees")
	_, err = Merge(Schema{}, nil, nil)
	assert.EqualError(t, err, "there is no schema to merge by")
	missing := "example.Missing"
	s.Type.NamedType = &missing
	_, err = Merge(s, nil, nil)
	assert.EqualError(t, err, "the schema does not have the type example.Missing")
}

// TestErrorsKeepSecrets writes a value into every place of a small object that is wrong somewhere.
func TestErrorsKeepSecrets(t *testing.T) {
	t.Parallel()
	for i, override := range []string{
		`{env: [{name: A, value: [hunter2]}]}`,
		`{env: [{name: A, value: {hunter: hunter2}}]}`,
		`{env: hunter2}`,
		`{env: [hunter2]}`,
		`{env: [{value: hunter2}]}`,
		`{env: [{name: A, value: hunter2}, {name: A, value: hunter2}]}`,
		`{args: [{a: hunter2}]}`,
		`{livenessProbe: {exec: {command: hunter2}}}`,
		`{resources: {limits: {cpu: [hunter2]}}}`,
		`{$unset: hunter2}`,
		`{$patch: hunter2}`,
		`{$merge: hunter2}`,
		`{bogus: hunter2}`,
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			_, err := Merge(typeNamed(t, container), tree(t, `{env: [{name: A, value: hunter2}]}`), tree(t, override))
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
}

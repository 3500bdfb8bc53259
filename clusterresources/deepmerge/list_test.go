// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

func TestLists(t *testing.T) {
	t.Parallel()
	runMergeCases(t, []mergeCase{
		{
			name:     "elements by their key",
			reason:   "an override of one container is about this one",
			of:       podSpec,
			base:     `{containers: [{name: nifi, image: a, env: [{name: A, value: "1"}]}, {name: vector, image: b}]}`,
			override: `{containers: [{name: nifi, env: [{name: B, value: "2"}]}, {name: extra, image: c}]}`,
			want: `{containers: [{name: nifi, image: a, env: [{name: A, value: "1"}, {name: B, value: "2"}]},
				{name: vector, image: b}, {name: extra, image: c}]}`,
		},
		{
			name:     "order",
			reason:   "init containers run in order, and the operator knows which",
			of:       podSpec,
			base:     `{initContainers: [{name: b, image: "1"}, {name: a, image: "2"}, {name: c, image: "3"}]}`,
			override: `{initContainers: [{name: e, image: "4"}, {name: c, image: "5"}, {name: d, image: "6"}, {name: b, image: "7"}]}`,
			want: `{initContainers: [{name: b, image: "7"}, {name: a, image: "2"}, {name: c, image: "5"}, {name: e, image: "4"},
				{name: d, image: "6"}]}`,
		},
		{
			name:     "two keys",
			reason:   "a port may be there twice, for two protocols",
			of:       container,
			base:     `{name: a, ports: [{containerPort: 53, protocol: TCP, name: tcp}, {containerPort: 53, protocol: UDP, name: udp}]}`,
			override: `{ports: [{containerPort: 53, protocol: UDP, name: dns}, {containerPort: 53, protocol: SCTP}]}`,
			want: `{name: a, ports: [{containerPort: 53, protocol: TCP, name: tcp}, {containerPort: 53, protocol: UDP, name: dns},
				{containerPort: 53, protocol: SCTP}]}`,
		},
		{
			name:     "a missing protocol in the override",
			reason:   "it equals TCP",
			of:       container,
			base:     `{name: a, ports: [{containerPort: 80, protocol: UDP}, {containerPort: 80, protocol: TCP, name: x}]}`,
			override: `{ports: [{containerPort: 80, name: http}]}`,
			want:     `{name: a, ports: [{containerPort: 80, protocol: UDP}, {containerPort: 80, protocol: TCP, name: http}]}`,
		},
		{
			name:     "a missing protocol in the base",
			reason:   "it equals TCP",
			of:       "io.k8s.api.core.v1.ServiceSpec",
			base:     `{ports: [{port: 80, name: x}]}`,
			override: `{ports: [{port: 80, protocol: TCP, targetPort: web}]}`,
			want:     `{ports: [{port: 80, name: x, protocol: TCP, targetPort: web}]}`,
		},
		{
			name:     "sets",
			reason:   "the base's come first, in their order",
			of:       objectMeta,
			base:     `{finalizers: [c, a]}`,
			override: `{finalizers: [b, a]}`,
			want:     `{finalizers: [c, a, b]}`,
		},
		{
			name:     "atomic lists",
			reason:   "arguments of a program are one value",
			of:       container,
			base:     `{name: a, args: [x, v, z], envFrom: [{configMapRef: {name: a}}]}`,
			override: `{args: [x, x], envFrom: [{prefix: B, secretRef: {name: b, optional: null}}]}`,
			want:     `{name: a, args: [x, x], envFrom: [{prefix: B, secretRef: {name: b}}]}`,
		},
		{
			name:     "empty lists",
			reason:   "an atomic one is empty then, one with keys has no element to merge",
			of:       container,
			base:     `{name: a, args: [x], env: [{name: A}]}`,
			override: `{args: [], env: []}`,
			want:     `{name: a, args: [], env: [{name: A}]}`,
		},
	})
}

// TestPortsWithoutDefault merges by a schema as of a CRD that embeds ports.
func TestPortsWithoutDefault(t *testing.T) {
	t.Parallel()
	parser, err := typed.NewParser(`types:
- name: example.Pod
  map:
    fields:
    - name: ports
      type:
        list:
          elementType:
            map:
              fields:
              - name: containerPort
                type:
                  scalar: numeric
              - name: protocol
                type:
                  scalar: string
              - name: name
                type:
                  scalar: string
          elementRelationship: associative
          keys:
          - containerPort
          - protocol
    - name: shards
      type:
        list:
          elementType:
            namedType: example.Shard
          elementRelationship: associative
          keys:
          - table
          - number
          - copy
- name: example.Shard
  map:
    fields:
    - name: table
      type:
        scalar: string
    - name: number
      type:
        scalar: numeric
      default: 0
    - name: copy
      type:
        scalar: string
      default: first
    - name: node
      type:
        scalar: string
`)
	require.NoError(t, err)
	name := "example.Pod"
	s := Schema{Schema: &parser.Schema, Type: schema.TypeRef{NamedType: &name}}

	got, err := Merge(s, tree(t, `{ports: [{containerPort: 80}]}`), tree(t, `{ports: [{containerPort: 80, protocol: TCP, name: x}]}`))
	require.NoError(t, err)
	assert.Equal(t, tree(t, `{ports: [{containerPort: 80, protocol: TCP, name: x}]}`), got, "a port has a protocol even if the schema does not know it")

	got, err = Merge(s, tree(t, `{shards: [{table: a, node: x}, {table: a, number: 1}]}`),
		tree(t, `{shards: [{table: a, number: 0, copy: first, node: w}, {table: a, copy: second}, {table: a, number: 1, node: z}]}`))
	require.NoError(t, err)
	assert.Equal(t, tree(t, `{shards: [{table: a, number: 0, copy: first, node: w}, {table: a, number: 1, node: z}, {table: a, copy: second}]}`),
		got, "the defaults of a CRD are meant, zeros too")

	_, err = Merge(s, nil, tree(t, `{shards: [{table: a, copy: x}, {number: 1}]}`))
	assert.EqualError(t, err, `shards[1]: the element lacks its key "table"`)
	_, err = Merge(s, nil, tree(t, `{shards: [{table: a, copy: x}, {table: a, copy: x}]}`))
	assert.EqualError(t, err, `shards[table="a",number=0,copy="x"]: the key is in the list twice`)
}

// TestNumbers has a number that decoders of JSON keep apart from an integer.
func TestNumbers(t *testing.T) {
	t.Parallel()
	s := typeNamed(t, "io.k8s.api.core.v1.ServiceSpec")
	got, err := Merge(s, tree(t, `{ports: [{port: 80, name: http}]}`), map[string]any{"ports": []any{map[string]any{"port": 80.0, "nodePort": int64(30080)}}})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"ports": []any{map[string]any{"port": 80.0, "name": "http", "nodePort": int64(30080)}}}, got)
}

// TestLongLists takes the way that short ones do not.
func TestLongLists(t *testing.T) {
	t.Parallel()
	const n = 100
	variable := func(i int, value string) any {
		return map[string]any{"name": fmt.Sprintf("V%03d", i), "value": value}
	}
	var base, override, want, added []any
	for i := range n {
		base = append(base, variable(i, "base"))
		if i%3 == 0 {
			want = append(want, variable(i, "override"))
		} else {
			want = append(want, variable(i, "base"))
		}
	}
	for i := 2*n - 2; i >= 0; i-- {
		if i%3 == 0 {
			override = append(override, variable(i, "override"))
			if i >= n {
				added = append(added, variable(i, "override"))
			}
		}
	}
	s := typeNamed(t, container)
	got, err := Merge(s, map[string]any{"env": base}, map[string]any{"env": override})
	require.NoError(t, err)
	assert.Equal(t, append(want, added...), got["env"])

	_, err = Merge(s, map[string]any{"env": base}, map[string]any{"env": append(override, variable(198, ""))})
	assert.EqualError(t, err, `env[name="V198"]: the key is in the list twice`)
	_, err = Merge(s, map[string]any{"env": append(base, variable(3, ""))}, map[string]any{"env": override})
	assert.EqualError(t, err, `env[name="V003"]: the object to override has several elements of this key`)
}

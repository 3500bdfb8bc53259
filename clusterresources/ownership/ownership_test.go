// SPDX-License-Identifier: Apache-2.0

package ownership_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

func tree(t *testing.T, text string) map[string]any {
	t.Helper()
	out := map[string]any{}
	require.NoError(t, utiljson.Unmarshal([]byte(text), &out))
	return out
}

const owned = `{"f:spec":{
  "f:replicas":{},
  "f:empty":{},
  "f:args":{},
  "f:finalizers":{".":{},"v:\"a\"":{},"v:\"b\"":{}},
  "f:rows":{"i:1":{}},
  "f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{},"f:port":{}},"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}}`

const live = `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"other":1,
  "ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":99,"protocol":"TCP"},{"port":81,"protocol":"TCP","targetPort":81}]}}`

func TestProject(t *testing.T) {
	t.Parallel()
	entry := ownership.Entry{APIVersion: "v1", Raw: []byte(owned)}
	base, err := entry.Project(tree(t, live))
	require.NoError(t, err)
	exactly, err := entry.ProjectExactly(tree(t, live))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		reason  string
		live    string
		same    bool
		exactly bool
	}{
		"the same":             {"nothing changed", live, true, true},
		"a foreign field":      {"it is not owned", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"other":2,"more":{},"ports":[{"port":80,"protocol":"TCP","name":"http","nodePort":1},{"port":81,"protocol":"TCP"}]}}`, true, true},
		"in an empty object":   {"who put it there owns it", `{"spec":{"replicas":3,"empty":{"x":2},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, true, false},
		"a scalar":             {"it is owned", `{"spec":{"replicas":4,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"another type":         {"3 is not \"3\"", `{"spec":{"replicas":"3","empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"an atomic list":       {"it is owned as a whole", `{"spec":{"replicas":3,"empty":{"x":1},"args":["b","a"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"a set reordered":      {"order counts", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["b","a"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"an element by index":  {"it is owned", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","b"],"rows":[1,4,3],"ports":[{"port":80,"protocol":"TCP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"ports reordered":      {"order counts", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":81,"protocol":"TCP"},{"port":80,"protocol":"TCP","name":"http"}]}}`, false, false},
		"a port gone":          {"it is owned", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"http"}]}}`, false, false},
		"a field of a port":    {"it is owned", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"TCP","name":"x"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"another protocol":     {"it is another element", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":[{"port":80,"protocol":"UDP","name":"http"},{"port":81,"protocol":"TCP"}]}}`, false, false},
		"an object for a list": {"somebody changed the type", `{"spec":{"replicas":3,"empty":{"x":1},"args":["a","b"],"finalizers":["a","x","b"],"rows":[1,2,3],"ports":{}}}`, false, false},
		"everything gone":      {"nothing is as it was", `{}`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := entry.Project(tree(t, c.live))
			require.NoError(t, err)
			assert.Equal(t, c.same, got == base, c.reason)
			got, err = entry.ProjectExactly(tree(t, c.live))
			require.NoError(t, err)
			assert.Equal(t, c.exactly, got == exactly, c.reason)
		})
	}
}

func TestProjectRefusesWhatIsNoFieldSet(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{``, `[]`, `{"f:a":{"x:1":{}}}`, `{"f:a":{"k:{":{}}}`, `{"f:a":{"i:x":{}}}`} {
		_, err := ownership.Entry{Raw: []byte(raw)}.Project(map[string]any{"a": []any{"1"}})
		require.Error(t, err, raw)
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{ManagedFields: []metav1.ManagedFieldsEntry{
		{Manager: "m", Operation: "Update", APIVersion: "v1", FieldsV1: metav1.NewFieldsV1(`{"f:a":{}}`)},
		{Manager: "m", Operation: "Apply", Subresource: "status", APIVersion: "v1", FieldsV1: metav1.NewFieldsV1(`{"f:b":{}}`)},
		{Manager: "m", Operation: "Apply", APIVersion: "v1", FieldsV1: metav1.NewFieldsV1(`{"f:c":{}}`)},
	}}}
	entry, found := ownership.Of(object, "m")
	require.True(t, found)
	assert.JSONEq(t, `{"f:c":{}}`, string(entry.Raw))
	later := metav1.Now()
	object.ManagedFields[2].Time = &later
	again, _ := ownership.Of(object, "m")
	assert.Equal(t, entry.Hash(), again.Hash(), "the time is no part of it")
	object.ManagedFields[2].APIVersion = "v2"
	again, _ = ownership.Of(object, "m")
	assert.NotEqual(t, entry.Hash(), again.Hash())
	_, found = ownership.Of(object, "n")
	assert.False(t, found)
}

func FuzzProject(f *testing.F) {
	f.Add(owned, live)
	f.Add(`{"f:a":{"v:[1]":{}}}`, `{"a":[[1],{"b":null}]}`)
	f.Fuzz(func(t *testing.T, raw, text string) {
		object := map[string]any{}
		if utiljson.Unmarshal([]byte(text), &object) != nil || !json.Valid([]byte(raw)) {
			return
		}
		entry := ownership.Entry{Raw: []byte(raw)}
		first, err := entry.Project(object)
		second, again := entry.Project(object)
		if (err == nil) != (again == nil) || first != second {
			t.Fatalf("%x and %x, %v and %v", first, second, err, again)
		}
	})
}

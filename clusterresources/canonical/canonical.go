// SPDX-License-Identifier: Apache-2.0

// Package canonical turns a typed Kubernetes object into what an operator means by it: the JSON tree that server-side
// apply takes, without the fields that are only there because Go has no absent structs.
//
// encoding/json writes a struct that is not behind a pointer whether or not anything is in it: "resources: {}",
// "strategy: {}", "targetPort: 0", "creationTimestamp: null". Applied, each becomes a field that the operator owns
// without having meant it. An empty struct behind a pointer is meant ("emptyDir: {}"), and stays, and so does a scalar
// without omitempty, since "enabled: false" may be just what the author wants to say.
package canonical

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// Tree returns the object as a JSON tree in the form of unstructured objects: integers are int64, other numbers float64.
// Status and what only a server writes are left out. The type's apiVersion and kind must be set on the object.
func Tree(object runtime.Object) (map[string]any, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", object, err)
	}
	tree := map[string]any{}
	if err := utiljson.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("decode %T: %w", object, err)
	}
	prune(reflect.ValueOf(object), tree)
	delete(tree, "status")
	if metadata, ok := tree["metadata"].(map[string]any); ok {
		for _, written := range []string{
			"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields",
			"resourceVersion", "selfLink", "uid",
		} {
			delete(metadata, written)
		}
	}
	return tree, nil
}

// Encode writes a tree as JSON with sorted keys and without a trailing line break. Text is not escaped for HTML.
func Encode(tree map[string]any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(tree); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// prune removes from the tree what a value wrote without meaning it.
func prune(value reflect.Value, tree any) {
	for value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
		if value.IsNil() {
			return
		}
		value = value.Elem()
	}
	switch value.Kind() {
	case reflect.Struct:
		if object, ok := tree.(map[string]any); ok && !marshals(value.Type()) {
			pruneStruct(value, object)
		}
	case reflect.Slice, reflect.Array:
		if items, ok := tree.([]any); ok && len(items) == value.Len() {
			for i := range items {
				prune(value.Index(i), items[i])
			}
		}
	case reflect.Map:
		if object, ok := tree.(map[string]any); ok && value.Type().Key().Kind() == reflect.String && !isPlain(value.Type().Elem()) {
			for entries := value.MapRange(); entries.Next(); {
				prune(entries.Value(), object[entries.Key().String()])
			}
		}
	}
}

func pruneStruct(value reflect.Value, tree map[string]any) {
	for _, f := range fieldsOf(value.Type()) {
		if f.inline {
			prune(value.Field(f.index), tree)
			continue
		}
		written, ok := tree[f.name]
		if !ok {
			continue
		}
		if written == nil {
			delete(tree, f.name) // a nil slice, map or pointer without omitempty
			continue
		}
		if f.plain {
			continue
		}
		field := value.Field(f.index)
		if f.isStruct && field.IsZero() {
			delete(tree, f.name)
			continue
		}
		prune(field, written)
		if object, ok := written.(map[string]any); ok && f.isStruct && len(object) == 0 {
			delete(tree, f.name)
		}
	}
}

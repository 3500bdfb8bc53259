// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// encode writes the object as sigs.k8s.io/yaml would, byte by byte, without what only a server fills in.
//
// That library reads JSON as YAML and writes it again, which takes longer than everything else that happens to a
// definition. Nearly all of a definition are schemas, so that these are written from what they are in Go; scalars that
// are not simple are left to the library.
//
// It returns the length of the same object as JSON, too.
func encode(object *apiextensionsv1.CustomResourceDefinition) (text []byte, jsonLength int, err error) {
	tree, err := frame(object)
	if err != nil {
		return nil, 0, err
	}
	w := &yamlWriter{}
	w.mapping(w.entries(reflect.ValueOf(tree)), 0)
	w.out = append(w.out, '\n')
	return w.out, w.json, w.err
}

// frame returns the object as a tree in which only schemas are typed values.
func frame(object *apiextensionsv1.CustomResourceDefinition) (map[string]any, error) {
	bare := *object
	bare.Spec.Versions = slices.Clone(object.Spec.Versions)
	for i := range bare.Spec.Versions {
		bare.Spec.Versions[i].Schema = nil
	}
	raw, err := json.Marshal(&bare)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	delete(tree, "status")
	if metadata, ok := tree["metadata"].(map[string]any); ok {
		delete(metadata, "creationTimestamp")
	}
	spec, _ := tree["spec"].(map[string]any)
	versions, _ := spec["versions"].([]any)
	for i, v := range versions {
		if version, ok := v.(map[string]any); ok && object.Spec.Versions[i].Schema != nil {
			version["schema"] = object.Spec.Versions[i].Schema
		}
	}
	return tree, nil
}

// library has the library write a value behind the colon of a key, or the dash of a list, that is indented by so much,
// and that ends before the column. Both bear on where long text is wrapped.
func library(value any, indent, column int) ([]byte, error) {
	start := column
	if key := column - indent - len(": "); key > 0 {
		value = map[string]any{strings.Repeat("k", key): value}
	} else {
		value = map[string]any{"k": []any{value}}
		start += indent + len("k:\n")
	}
	for outer := indent - indentation; outer >= 0; outer -= indentation {
		value = map[string]any{"k": value}
		start += outer + len("k:\n")
	}
	text, err := yaml.Marshal(value)
	if err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text[start:], []byte("\n")), nil
}

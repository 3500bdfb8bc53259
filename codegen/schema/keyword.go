// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// keywords are the keys that a schema may have.
var keywords = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	t := reflect.TypeFor[apiextensionsv1.JSONSchemaProps]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		known[name] = true
	}
	return known
})

// unknownKeyword finds a key of a schema that means nothing. Decoding does not: it is not strict below lists and maps,
// whose types read their own JSON.
func unknownKeyword(tree any) (string, bool) {
	schema, ok := tree.(map[string]any)
	if !ok {
		return "", false
	}
	for _, key := range slices.Sorted(maps.Keys(schema)) {
		if !keywords()[key] {
			return key, true
		}
		for _, below := range subschemas(key, schema[key]) {
			if unknown, found := unknownKeyword(below); found {
				return unknown, true
			}
		}
	}
	return "", false
}

func subschemas(key string, value any) []any {
	switch key {
	case "properties", "patternProperties", "definitions":
		named, _ := value.(map[string]any)
		var all []any
		for _, name := range slices.Sorted(maps.Keys(named)) {
			all = append(all, named[name])
		}
		return all
	case "items", "additionalProperties", "additionalItems", "not":
		if list, ok := value.([]any); ok {
			return list
		}
		return []any{value}
	case "allOf", "anyOf", "oneOf":
		list, _ := value.([]any)
		return list
	}
	return nil
}

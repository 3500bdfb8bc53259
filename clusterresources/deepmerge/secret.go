// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
)

// A server turns stringData of a Secret into data when it stores one, so that the two are one field with two spellings:
// merged apart, the override of a key would leave the base's value in the other.
const (
	secretType = "io.k8s.api.core.v1.Secret"
	stringData = "stringData"
	dataField  = "data"
)

// encodeBase returns a Secret whose stringData has become data.
func encodeBase(base map[string]any) (map[string]any, *Error) {
	if text, ok := base[stringData]; ok && text == nil {
		base = maps.Clone(base)
		delete(base, stringData)
		return base, nil
	}
	return encode(base)
}

// encodeOverride does so with the override of one, where stringData may delete too.
func encodeOverride(override map[string]any) (map[string]any, *Error) {
	if names, ok := override[unsetDirective].([]any); ok && slices.Contains(names, any(stringData)) {
		override = maps.Clone(override)
		names = slices.Clone(names)
		names[slices.Index(names, any(stringData))] = dataField
		override[unsetDirective] = names
	}
	text, hasText := override[stringData]
	binary, hasData := override[dataField]
	switch {
	case hasText && text == nil && hasData:
		return nil, (&Error{Reason: "null deletes all data, but there is data beside it"}).under(stringData)
	case hasText && hasData && binary == nil:
		return nil, (&Error{Reason: "null deletes all data, but there is stringData beside it"}).under(dataField)
	case hasText && text == nil:
		override = maps.Clone(override)
		delete(override, stringData)
		override[dataField] = nil
		return override, nil
	}
	return encode(override)
}

func encode(tree map[string]any) (map[string]any, *Error) {
	text, ok := tree[stringData]
	if !ok {
		return tree, nil
	}
	encoded := maps.Clone(tree)
	delete(encoded, stringData)
	entries, ok := text.(map[string]any)
	if !ok {
		return nil, (&Error{Reason: "expected an object, found " + kindOf(text)}).under(stringData)
	}
	binary := tree[dataField]
	merged, ok := binary.(map[string]any)
	if binary != nil && !ok {
		return nil, (&Error{Reason: "expected an object, found " + kindOf(binary)}).under(dataField)
	}
	if merged = maps.Clone(merged); merged == nil {
		merged = make(map[string]any, len(entries))
	}
	var failed failures
	for name, value := range entries {
		if strings.HasPrefix(name, "$") {
			if _, ok := merged[name]; ok {
				failed.add(name, &Error{Reason: "the directive is in data, too"})
				continue
			}
			merged[name] = value
			continue
		}
		switch v := value.(type) {
		case nil:
			merged[name] = nil
		case string:
			merged[name] = base64.StdEncoding.EncodeToString([]byte(v))
		default:
			failed.add(name, &Error{Reason: "expected a string, found " + kindOf(value)})
		}
	}
	if err := failed.first(); err != nil {
		return nil, err.under(stringData)
	}
	encoded[dataField] = merged
	return encoded, nil
}

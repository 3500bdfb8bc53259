// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// misfit finds the smallest part of a tree that cannot be read as what a Go type has there: a quantity that is none, data
// that are not base64. The errors of decoders do not tell where it is, and show the value.
func misfit(t reflect.Type, tree any) (path, bool) {
	text, err := json.Marshal(tree)
	if err != nil || json.Unmarshal(text, reflect.New(t).Interface()) == nil {
		return nil, false
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch below := tree.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(below)) {
			member, there := memberOf(t, name)
			if !there {
				continue
			}
			if p, found := misfit(member, below[name]); found {
				return append(path{name}, p...), true
			}
		}
	case []any:
		if t.Kind() != reflect.Slice {
			break
		}
		for i, item := range below {
			if p, found := misfit(t.Elem(), item); found {
				return append(path{strconv.Itoa(i)}, p...), true
			}
		}
	}
	return nil, true
}

// memberOf returns the type of what a struct or a map has under a name in JSON.
func memberOf(t reflect.Type, name string) (reflect.Type, bool) {
	switch t.Kind() {
	case reflect.Map:
		return t.Elem(), true
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case tag == name:
				return f.Type, true
			case tag == "" && f.Anonymous && f.Type.Kind() == reflect.Struct:
				if member, there := memberOf(f.Type, name); there {
					return member, true
				}
			}
		}
	}
	return nil, false
}

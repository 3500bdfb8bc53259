// SPDX-License-Identifier: Apache-2.0

package smd

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// hints is what markers say about how a value is merged.
type hints struct {
	// list is "atomic", "set" or "map", keys are the keys of a map.
	list string
	keys []string
	// relationship is "atomic" or "granular", of a map or a struct.
	relationship string
	// typ is a type of OpenAPI that takes the place of the Go type's.
	typ string
	// preserve allows fields that are not declared.
	preserve bool
	// resource is set for a whole object within another.
	resource bool
	// schemaless hides the Go type.
	schemaless bool
	// intOrString allows strings and integers.
	intOrString bool
	// byDefault is the value of a scalar that is left out, nil if there is none.
	byDefault any
	// items is what is said about the items of a list, nil for nothing.
	items *hints
}

const (
	validation      = "kubebuilder:validation:"
	itemsValidation = validation + "items:"
)

func readHints(markers []model.Marker) hints {
	var h, items hints
	for _, marker := range markers {
		name, value, _ := strings.Cut(marker.Text, "=")
		// Some write := for the markers of kubebuilder.
		name, value = strings.TrimSuffix(name, ":"), strings.TrimSpace(value)
		if item, ok := strings.CutPrefix(name, itemsValidation); ok {
			// These two are for fields alone.
			if item != "EmbeddedResource" && item != "Schemaless" {
				items.read(validation+item, value)
				h.items = &items
			}
			continue
		}
		h.read(name, value)
	}
	return h
}

// typeHints reads the markers of a type. One of them is for fields alone, so that controller-tools passes over it.
func typeHints(t *model.Type) hints {
	return readHints(slices.DeleteFunc(slices.Clone(t.Markers), func(m model.Marker) bool { return m.Name == validation+"EmbeddedResource" }))
}

func (h *hints) read(name, value string) {
	switch name {
	case "listType", "k8s:listType":
		h.list = unquote(value)
	case "listMapKey", "k8s:listMapKey":
		// Types of Kubernetes have both markers.
		if key := unquote(value); !slices.Contains(h.keys, key) {
			h.keys = append(h.keys, key)
		}
	case "mapType", "structType":
		h.relationship = unquote(value)
	case "kubebuilder:pruning:PreserveUnknownFields", validation + "XPreserveUnknownFields":
		h.preserve = true
	case validation + "EmbeddedResource", validation + "XEmbeddedResource":
		h.resource = true
	case validation + "Schemaless":
		h.schemaless = true
	case validation + "XIntOrString":
		h.intOrString = true
	case validation + "Type":
		h.typ = unquote(value)
	case "default", "kubebuilder:default":
		h.byDefault = readDefault(value)
	}
}

// over returns what a field says, and where it says nothing, what its type does.
func (h hints) over(t hints) hints {
	out := hints{
		list:         cmp.Or(h.list, t.list),
		keys:         h.keys,
		relationship: cmp.Or(h.relationship, t.relationship),
		typ:          cmp.Or(h.typ, t.typ),
		preserve:     h.preserve || t.preserve,
		resource:     h.resource || t.resource,
		schemaless:   h.schemaless,
		intOrString:  h.intOrString || t.intOrString,
		byDefault:    h.byDefault,
		items:        h.items,
	}
	if out.keys == nil {
		out.keys = t.keys
	}
	if out.byDefault == nil {
		out.byDefault = t.byDefault
	}
	if out.items == nil {
		out.items = t.items
	}
	return out
}

func (h hints) ofItems() hints {
	if h.items == nil {
		return hints{}
	}
	return *h.items
}

// readDefault reads the default of a scalar; nil for anything else. Keys of a list have no other.
func readDefault(text string) any {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		text = unquote(text)
		if text == "" || strings.ContainsAny(text, "{}[]()") {
			return nil
		}
		return text
	}
	switch value := value.(type) {
	case string, bool:
		return value
	case float64:
		if whole := int64(value); float64(whole) == value {
			return whole
		}
		return value
	}
	return nil
}

// unquote takes quotes off a value; marker values may be written with any of Go's.
func unquote(text string) string {
	if len(text) >= 2 && strings.ContainsRune("\"`'", rune(text[0])) && text[len(text)-1] == text[0] {
		return text[1 : len(text)-1]
	}
	return text
}

// SPDX-License-Identifier: Apache-2.0

// Package odd has types with a JSON form of their own.
package odd

import (
	"encoding/json"
	"strconv"
)

// Odd is described by a file.
//
// +versioned:schema=odd.schema.yaml
type Odd struct {
	raw json.RawMessage
}

// MarshalJSON implements json.Marshaler.
func (o Odd) MarshalJSON() ([]byte, error) { return o.raw, nil }

// Level is a text.
type Level struct {
	number int
}

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) { return []byte(strconv.Itoa(l.number)), nil }

// Part is referred to by the file.
type Part struct {
	Name string `json:"name"`
	// +listType=set
	Tags []string `json:"tags,omitempty"`
}

// Loose is a number or an object.
//
// +versioned:schema=loose.schema.yaml
type Loose struct {
	raw json.RawMessage
}

// MarshalJSON implements json.Marshaler.
func (l Loose) MarshalJSON() ([]byte, error) { return l.raw, nil }

// SPDX-License-Identifier: Apache-2.0

// Package own has types that write their own JSON.
package own

// Text is a string in JSON.
// +kubebuilder:validation:MaxLength=5
type Text struct {
	part string
}

// MarshalText implements encoding.TextMarshaler.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.part), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *Text) UnmarshalText(text []byte) error { t.part = string(text); return nil }

// Level is a number in Go and a string in JSON.
type Level int

// MarshalText implements encoding.TextMarshaler.
func (l *Level) MarshalText() ([]byte, error) { return []byte("x"), nil }

// Port is a number or a string.
// +kubebuilder:validation:Type=string
// +kubebuilder:validation:Pattern=`^[0-9]+$`
// +kubebuilder:validation:Format=port
type Port struct {
	Value int
}

// MarshalJSON implements json.Marshaler.
func (p Port) MarshalJSON() ([]byte, error) { return []byte(`"1"`), nil }

// Any says nothing about its JSON, so that it is taken to look like the Go type.
type Any struct {
	// X is x.
	X string `json:"x"`
}

// MarshalJSON implements json.Marshaler.
func (a *Any) MarshalJSON() ([]byte, error) { return []byte(`{"x":"y"}`), nil }

// Wrapped has the methods of what it embeds.
type Wrapped struct {
	Text `json:",inline"`
}

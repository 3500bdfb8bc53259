// SPDX-License-Identifier: Apache-2.0

// Package lenient has optional fields unless they say otherwise.
//
// +kubebuilder:validation:Optional
package lenient

// Settings may be anything.
type Settings struct {
	A string `json:"a"`
	// +required
	B string `json:"b"`
	// +kubebuilder:validation:Required
	C string `json:"c,omitempty"`
}

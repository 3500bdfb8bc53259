// SPDX-License-Identifier: Apache-2.0

// Package prose has comments of all sorts.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package prose

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Prose is a kind.
// It has two lines.
//
// And a paragraph.
//   - with
//   - a list
//
// TODO: this is not seen.
// ---
// Neither is this.
// +versioned:crd
type Prose struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              ProseSpec `json:"spec"`
}

/*
ProseSpec has a block comment
  - with
  - a list
*/
type ProseSpec struct {
	// Over the type.
	// +kubebuilder:title="field"
	// +kubebuilder:example={a: 1}
	// +kubebuilder:externalDocs:url="https://example.com/field"
	Over Documented `json:"over"`
	Type Documented `json:"type"`
	// Some.
	Some   Documented `json:"some"`
	NoDoc  string     `json:"noDoc"` // a comment at the end of the line does not count
	Quoted string     `json:"quoted"`
	/* Block comment. */
	Block string `json:"block"`
	// Sentence one. Sentence two is longer than the first. Sentence three.
	Long string `json:"long"`
	// A-comment-without-any-white-space-that-is-longer-than-the-limit
	Unbroken string `json:"unbroken"`
	// Deprecated: use something else.
	Old string `json:"old"`
	// ```
	// TODO in a code block
	// ---
	// ```
	Code string `json:"code"`
}

// Documented has it all.
// +kubebuilder:title="type"
// +kubebuilder:externalDocs:url="https://example.com/type"
type Documented struct {
	// +kubebuilder:title="one two three"
	// Above below marker.
	A string `json:"a"`
}

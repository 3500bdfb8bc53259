// SPDX-License-Identifier: Apache-2.0

// Package unexported has a field that JSON does not know.
//
// +versioned:group=test.example.com
// +versioned:version:name=v1,storage=true
package unexported

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// +versioned:crd
type Turnstile struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              Counter `json:"spec"`
}

// Counter counts.
type Counter struct {
	Count int32 `json:"count"`
	seen  map[string]bool
}

// See counts a name once.
func (c *Counter) See(name string) {
	if !c.seen[name] {
		c.Count++
	}
}

// CountOf is what the package uses the method for.
func CountOf(names ...string) Counter {
	c := Counter{seen: map[string]bool{}}
	for _, name := range names {
		c.See(name)
	}
	return c
}

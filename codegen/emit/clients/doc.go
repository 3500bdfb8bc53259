// SPDX-License-Identifier: Apache-2.0

// Package clients emits what Go programs talk to the API server with: clientset, listers, informers and apply
// configurations, as k8s.io/code-generator would for the emitted version packages, so that users can swap one for the
// other.
//
// Package plan decides what is emitted and what it is called; layout knows where; clientset, typed, lister, informer and
// applyconfig write it. None of them reads or writes the disk.
package clients

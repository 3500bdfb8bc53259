// SPDX-License-Identifier: Apache-2.0

// Package plan decides which clients a set of views gets, and what everything in them is called.
//
// The rules are those of client-gen, lister-gen, informer-gen and applyconfiguration-gen of k8s.io/code-generator, so
// that users can swap one for the other: the folder of a group is that of its API package, its Go name is the first
// segment of the group's name, and the plural of a kind in Go is spelled by the same few rules of English. A plan is
// plain values; it knows nothing of how Go is written.
package plan

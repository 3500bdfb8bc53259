// SPDX-License-Identifier: Apache-2.0

// Package smd makes the schema by which structured-merge-diff compares and merges objects: which lists have keys, and
// which lists, maps and structs are one value.
//
// The API server makes such a schema of the CRD when it applies a custom resource. This one is made of the model, and
// must agree with it: what Extract finds among the managed fields of an object, and what a fake clientset does on apply,
// depend on that. So only what reaches a CRD counts: listType, listMapKey, mapType and structType but not patchStrategy,
// a list without a type is one value, fields that keep what they do not know may have any, and the metadata of an object
// within another is not that of an object.
package smd

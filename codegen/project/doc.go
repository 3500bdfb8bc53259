// SPDX-License-Identifier: Apache-2.0

// Package project derives from an API package, which shows the latest shape, what each version looks like: the types,
// fields and constants that exist there, by the names and types they had, and everything that speaks of them: paths of
// the scale subresource and of printer columns, list keys, CEL rules, unions, defaults and examples.
package project

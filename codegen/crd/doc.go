// SPDX-License-Identifier: Apache-2.0

// Package crd makes the CustomResourceDefinition of a kind from its views, writes it as YAML, and judges it before an
// API server does.
//
// [Build] lays out the definition: all versions of a kind are known here, so that no marker has to be repeated in each
// of them. [Definition.Check] follows the paths of scale, columns and selectable fields through the schemas.
// [Validate] runs the API server's own validation, as a library, on what is written, since only that knows all rules:
// structural schemas, defaults, CEL rules and what they may cost. It answers with places in the object; they are turned
// into places in the Go source, which is where the author can do something about them.
package crd

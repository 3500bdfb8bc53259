// SPDX-License-Identifier: Apache-2.0

// Package schema makes the OpenAPI schema of a type from the model: the same schema that controller-gen makes for the
// same Go types and markers.
//
// The markers, their grammar and what each does to a schema are those of controller-tools, used as a library, so that
// every marker works as users know it. The walk from types to schemas is our own, because that of controller-tools
// needs the syntax trees and the type information of every package that an API reaches, loaded from source, which takes
// longer than everything else the generator does.
//
// A type is walked in two steps. First its declaration becomes a schema in which other declared types are references
// (declare). Then references are replaced by the schemas that they name, where what a field says is merged over what
// its type says (resolve). Both steps keep their results in the [Builder], and schemas share their parts, so that
// PodTemplateSpec is walked once for all kinds and versions of a run. That is why nothing that a Builder returns may be
// changed.
package schema

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
//
// It differs from controller-tools only where that fails, or where its output changes from run to run:
//
//   - a named type that is a list or a map in Go and something else in JSON (bytes, text, a Type marker beside its own
//     JSON), an alias of a type without a name, and keys of an alias of strings have schemas here;
//   - lists of uint8, and of types that are bytes by another name, are strings like lists of byte, as which encoding/json
//     writes them all;
//   - what encoding/json writes otherwise than the schema would say is an error: a type that is declared by one with
//     methods for JSON and has none of them, and a number or boolean with the option string in its json tag;
//   - a struct that inlines itself is an error;
//   - of fields with one name in JSON, of which some are inlined, the outermost counts, as in encoding/json, and two at one
//     depth are an error: controller-tools merges them;
//   - a required marker on an inlined field does not require a property without a name;
//   - the schema of types that refer to each other in a circle does not depend on the order in which they are visited,
//     and markers of one priority are applied in the order of the source;
//   - a field that is not embedded and has no name in its json tag is an error: controller-tools inlines it, and
//     encoding/json does not;
//   - a field that is not exported is an error, whatever its tag says: it has no JSON;
//   - a schema that is too large for any API server is an error;
//   - versioned:schema takes the schema of a type from a file.
package schema

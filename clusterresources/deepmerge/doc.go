// SPDX-License-Identifier: Apache-2.0

// Package deepmerge lays what a user writes into the overrides of a cluster over the object that an operator built.
//
// It merges by the schema that server-side apply goes by, so that an override has the effect on the operator's object
// that it would have on the live one as a second apply: objects field by field, lists by their keys, sets by value, and
// what is atomic as a whole. Four things differ on purpose. The order of the base stays, and new elements go behind it,
// since init containers run in order. Fields can be deleted, which an apply cannot do for what another manager owns.
// Setting one member of a union removes the others of the base, since no server accepts two. And what can only be a
// mistake is an error that names the path: a field that does not exist, a list element without its key.
//
// There are several spellings of deletion, as nulls get lost on the way to an operator (kubectl apply, kubectl edit and
// merge patches drop them):
//
//	livenessProbe: null                          # a field of any type, or an entry of a map
//	$unset: [livenessProbe]                      # the same, written into the object that holds the field
//	livenessProbe: {$patch: delete}              # an object
//	containers: [{name: vector, $patch: delete}] # an element of a list with keys
//
// and of replacing instead of merging:
//
//	livenessProbe: {$patch: replace, exec: {}}            # an object, and likewise an element of a list with keys
//	env: [{$patch: replace}, {name: LEVEL, value: debug}] # a list
//
// A deletion creates nothing: where the base has no such object, neither has the result. An atomic object is replaced as
// a whole, unless the override only deletes from it.
package deepmerge

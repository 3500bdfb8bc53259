// SPDX-License-Identifier: Apache-2.0

// Package clusterresources makes a cluster have the objects that it should have, and no others: it applies, merges what
// users override, deletes orphans, and sends nothing when nothing changed.
//
// There are two lifetimes. An [Applier] lives as long as the operator; it follows the operator's objects with one
// informer a kind, and remembers what the API server answered. A [Set] lives as long as one reconcile of one owner:
// everything that the owner should have is added by [Add], and then [Set.DeleteOrphans] deletes what was not.
//
// # How it knows that nothing changed
//
// The answer to an apply has all that is needed: the uid, the fields that the server counts as ours, and the values that
// they have once defaults and admission are through with them. Fingerprints of these are kept, with one of the desired
// state. As long as the object in the cache has the same resourceVersion, there is nothing to do; when it has another
// one, but our fields and their values are the same, somebody wrote what is not ours, such as a status. Only otherwise,
// and every half an hour to be safe, the object is applied. The decision is one function without side effects, decide.
//
// Comparing values alone is not enough: a server writes "1000m" as "1", and fills defaults into lists that are owned as a
// whole. Comparing field sets alone misses reordered lists, and admission. Comparing resourceVersions alone applies on
// every status.
//
// # What it will not do
//
// It deletes nothing that does not carry all three labels and belong to the owner by its uid; nothing if anything could not
// be added; nothing unless the API server says, just before the first deletion, that the owner still is what the reconcile
// was for. Every deletion, and every apply, carries the uid and the resourceVersion of what it was decided on. It takes no
// object that another owner controls. It tells no values in errors, events and logs.
//
// The guide is docs/clusterresources.md.
package clusterresources

// SPDX-License-Identifier: Apache-2.0

package clusterresources

// AddOption is how one object differs from others.
type AddOption func(*addOptions)

type addOptions struct {
	recreate, keep, neverAdopt, runAgain bool
	once                                 []string
	seed                                 string
	// governor is nil if the operator alone decides on the replicas.
	governor *governor
}

// RecreateIfImmutable deletes the object and creates it again when a field has changed that cannot be changed in place:
// the template of a Job, the roleRef of a RoleBinding, the type of a Secret. What belongs to the object, like the pods of
// a StatefulSet, goes with it, but for its volumes: a StatefulSet whose persistentVolumeClaimRetentionPolicy would have them
// deleted is not. Nothing is deleted either that the API server would not create again, or more often than five times in ten
// minutes. What is set once is written into a Secret before ([AnnotationBackupOf]), so that it is not lost if the process
// ends in between. An object that does not belong to the owner is never deleted. Without this option, such a change is an
// [ImmutableError].
func RecreateIfImmutable() AddOption { return func(o *addOptions) { o.recreate = true } }

// KeepOnRemoval keeps the object when it is an orphan later. It is marked with an annotation, [AnnotationKeep], since by
// then nobody adds it any more. It goes with its owner all the same, as what belongs to one that is deleted does.
func KeepOnRemoval() AddOption { return func(o *addOptions) { o.keep = true } }

// NeverAdopt refuses, with a [ForeignError], an object of that name that exists and was not made for this owner. Without
// it, an object that nobody controls is taken over.
func NeverAdopt() AddOption { return func(o *addOptions) { o.neverAdopt = true } }

// RunAgainAfterTTL allows a Job with ttlSecondsAfterFinished. Such a Job is deleted once it has finished, and then it is
// missing, and is made and run again, for ever. Without this option it is refused.
func RunAgainAfterTTL() AddOption { return func(o *addOptions) { o.runAgain = true } }

// CreateOnce gives fields, such as "spec.replicas", their value when the object is created, and leaves them to others from
// then on: to a HorizontalPodAutoscaler that scales a Deployment. Fields of an object that exists already are handed over
// with the value that they have, and set if there is none. The spec of a StackableScaler is always treated like this. Keys of
// maps with dots in them stand in brackets: "data[log4j.properties]".
//
// It is an [InvalidError] to name what is no field of the object or only a part of one that has one owner as a whole, what
// objects are found by, and what a cluster is stopped by, spec.replicas excepted, which a stopped cluster takes back.
func CreateOnce(fields ...string) AddOption {
	return func(o *addOptions) { o.once = append(o.once, fields...) }
}

// SeedReplicasFrom gives a StackableScaler, when it is created, the replicas that a StatefulSet of the namespace has by
// then, instead of those in the object: scaling starts from what is running, if anything is.
func SeedReplicasFrom(statefulSet string) AddOption {
	return func(o *addOptions) { o.seed = statefulSet }
}

// ReplicasGovernedBy has a StackableScaler of the namespace decide on the replicas of a StatefulSet: those in the object are not
// looked at, and users cannot override them. A stopped cluster has none all the same.
//
// As long as what follows from the cached objects is what is there, nothing is sent. Whenever the StatefulSet has to be
// written, for whatever reason, it is read, and then the scaler is, both from the API server, and the write demands the
// revision that was read: a cached scaler, or one that moves on meanwhile, never takes or gives replicas. If the StatefulSet
// was written in between, all of this is done again.
func ReplicasGovernedBy(scaler string, resolve ReplicasResolver) AddOption {
	return func(o *addOptions) { o.governor = &governor{scaler: scaler, resolve: resolve} }
}

// AnnotationKeep marks objects that are kept when they are orphans. Its value is "true".
const AnnotationKeep = "operator.stackable.tech/keep-on-removal"

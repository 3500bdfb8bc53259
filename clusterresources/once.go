// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// creator is the manager that owns what is set once. It applies seldom, and never with force.
func (a *Applier) creator() string { return a.manager + creatorSuffix }

const creatorSuffix = "-create"

// replicasPath is the field that a stopped cluster takes back from whoever scales.
var replicasPath = path{"spec", "replicas"}

// neverOnce are fields that an object is found by, or that are not applied.
var neverOnce = []path{
	{"apiVersion"}, {"kind"}, {"metadata", "name"}, {"metadata", "namespace"}, {"metadata", "ownerReferences"}, {"status"},
}

// checkOnce reads the paths of the fields that are set once, and refuses those that cannot be.
func (d *desired) checkOnce() error {
	never := slices.Clone(neverOnce)
	for _, label := range d.identity.labels() {
		never = append(never, path{"metadata", "labels", label.key})
	}
	if d.options.keep {
		never = append(never, path{"metadata", "annotations", AnnotationKeep})
	}
	for _, text := range d.options.once {
		invalid := func(reason string, err error) error {
			return &InvalidError{Object: d.ref, Field: text, Reason: "CreateOnce: " + reason, err: err}
		}
		p, err := parsePath(text)
		if err != nil {
			return invalid(err.Error(), err)
		}
		for _, fixed := range never {
			if p.covers(fixed) || fixed.covers(p) {
				return invalid(fmt.Sprintf("%s is not set once", fixed), nil)
			}
		}
		// A stopped cluster takes back replicas, and nothing else of what others have.
		if stops := stoppedBy(d.kind.GroupKind()); stops != nil && p.covers(stops) && !slices.Equal(p, replicasPath) {
			return invalid(fmt.Sprintf("a cluster could not be stopped without %s: name the fields that are meant", stops), nil)
		}
		if d.kind.GroupKind() == secrets && p[0] == "stringData" {
			return invalid(fmt.Sprintf("a Secret keeps no stringData, but the same in data: name %s", append(path{"data"}, p[1:]...)), nil)
		}
		free, err := d.kind.checkPath(p)
		if err != nil {
			return invalid(err.Error(), err)
		}
		d.once = append(d.once, p)
		if free {
			d.free = append(d.free, p)
		}
	}
	if d.kind.scaled {
		d.once = append(d.once, path{"spec"})
	}
	// What is in another one is set with it.
	d.once = slices.DeleteFunc(slices.Clone(d.once), func(p path) bool {
		return slices.ContainsFunc(d.once, func(other path) bool { return len(other) < len(p) && other.covers(p) })
	})
	return nil
}

// checkValues refuses a key that neither the object that is wanted nor the one that is there has, by trees of both: nobody would
// notice that it is not the one that is meant, which is applied each time then.
func (d *desired) checkValues(wanted, there map[string]any) error {
	for _, p := range d.free {
		_, inWanted, err := unstructured.NestedFieldNoCopy(wanted, p...)
		_, isThere, err2 := unstructured.NestedFieldNoCopy(there, p...)
		if inWanted || isThere || err != nil || err2 != nil {
			continue
		}
		return &InvalidError{Object: d.ref, Field: p.String(), Reason: "CreateOnce: the object has no value there: name a key that it has"}
	}
	return nil
}

// oncePaths are the fields of an object that are set once. A stopped cluster has no replicas, whoever decides on them
// otherwise.
func (d *desired) oncePaths() []path {
	if !d.stopped {
		return d.once
	}
	return slices.DeleteFunc(slices.Clone(d.once), func(p path) bool { return slices.Equal(p, replicasPath) })
}

// wasStopped reports whether an object whose replicas are others' has none since we took them; they are nobody's once
// managedFields were wiped. An autoscaler leaves such an object alone, so that it has to be started again before its replicas
// are handed over.
func (d *desired) wasStopped(ours, others *fieldpath.Set, live Object) bool {
	if !slices.ContainsFunc(d.oncePaths(), func(p path) bool { return slices.Equal(p, replicasPath) }) {
		return false
	}
	replicas, wanted := replicasIn(live), replicasIn(d.object)
	return replicas != nil && *replicas == 0 && (wanted == nil || *wanted > 0) && (owns(ours, replicasPath) || !owns(others, replicasPath))
}

// withoutOnce returns a tree without the fields that are set once.
func (d *desired) withoutOnce(tree map[string]any) map[string]any {
	paths := d.oncePaths()
	if len(paths) == 0 {
		return tree
	}
	tree = runtime.DeepCopyJSON(tree)
	for _, p := range paths {
		removePath(tree, p)
	}
	return tree
}

// removePath removes a field from a tree, and what has nothing else in it: an empty map would be owned.
func removePath(tree map[string]any, p path) {
	unstructured.RemoveNestedField(tree, p...)
	if len(p) < 2 {
		return
	}
	around := p[:len(p)-1]
	if left, there, err := unstructured.NestedFieldNoCopy(tree, around...); err == nil && there {
		if m, ok := left.(map[string]any); ok && len(m) == 0 {
			removePath(tree, around)
		}
	}
}

// handOver has the creator own the fields that are to be set once and are ours or nobody's, and those that the object
// lacks. A field that its only owner drops falls back to its default: five replicas would become one. So the creator
// applies, each time, all that it has, too: what an earlier release has set once must not go because this one sets
// something else.
func (s *Set) handOver(ctx context.Context, d *desired, live Object) (Object, error) {
	if _, err := d.build(); err != nil {
		return nil, err
	}
	fields, stopped, err := s.toHandOver(d, live)
	if err != nil {
		return nil, err
	}
	if stopped {
		if live, err = s.startAgain(ctx, d, live, fields); err != nil {
			return nil, err
		}
		if fields, _, err = s.toHandOver(d, live); err != nil {
			return nil, err
		}
	}
	if len(fields) == 0 {
		return live, nil
	}
	handed, err := s.created(d, live)
	if err != nil {
		return nil, err
	}
	if err := d.setOnce(handed, fields); err != nil {
		return nil, err
	}
	handed["apiVersion"], handed["kind"] = d.kind.GroupVersion().String(), d.kind.Kind
	metadata, ok := handed["metadata"].(map[string]any)
	if !ok {
		metadata = map[string]any{}
		handed["metadata"] = metadata
	}
	metadata["name"], metadata["namespace"] = d.ref.Name, d.ref.Namespace
	metadata["uid"], metadata["resourceVersion"] = string(live.GetUID()), live.GetResourceVersion()
	body, err := canonical.Encode(handed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: s.applier.creator(),
	})
}

// toHandOver returns the fields that the creator is to own and does not, and whether the object has no replicas since we
// took them.
func (s *Set) toHandOver(d *desired, live Object) (fields []onceField, stopped bool, err error) {
	ours, others, err := s.owned(d, live)
	if err != nil {
		return nil, false, err
	}
	tree, err := treeOf(live)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", d.ref, err)
	}
	if _, handedOver := ownership.Of(live, s.applier.creator()); !handedOver {
		if err := d.checkValues(d.first, tree); err != nil {
			return nil, false, err
		}
	}
	return append(d.ownedOnce(ours, others, tree), d.lacking(tree)...), d.wasStopped(ours, others, live), nil
}

// startAgain gives a workload that was stopped the replicas that it begins with. The other fields that are to be handed
// over keep their values: we may be the only one that owns them.
func (s *Set) startAgain(ctx context.Context, d *desired, live Object, fields []onceField) (Object, error) {
	tree, err := d.started(fields)
	if err != nil {
		return nil, err
	}
	precondition{uid: live.GetUID(), revision: live.GetResourceVersion()}.into(tree)
	body, err := canonical.Encode(tree)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: s.applier.manager, force: true,
	})
}

// started is what is applied to a workload that begins again: what is applied otherwise, what is to be handed over, and the
// replicas.
func (d *desired) started(fields []onceField) (map[string]any, error) {
	if _, err := d.build(); err != nil {
		return nil, err
	}
	tree := runtime.DeepCopyJSON(d.tree)
	others := slices.DeleteFunc(slices.Clone(fields), func(f onceField) bool { return slices.Equal(f.path, replicasPath) })
	if err := d.setOnce(tree, others); err != nil {
		return nil, err
	}
	replicas, there, err := unstructured.NestedFieldCopy(d.first, replicasPath...)
	if err == nil && there {
		err = unstructured.SetNestedField(tree, replicas, replicasPath...)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return tree, nil
}

// created returns the part of an object that the creator owns.
func (s *Set) created(d *desired, live Object) (map[string]any, error) {
	entry, found := ownership.Of(live, s.applier.creator())
	if !found {
		return map[string]any{}, nil
	}
	fields, err := entry.Set()
	if err != nil {
		return nil, fmt.Errorf("%s: manager %s: %w", d.ref, s.applier.creator(), err)
	}
	if fields.Empty() {
		return map[string]any{}, nil
	}
	tree, err := treeOf(live)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return d.part(tree, fields)
}

// lacking returns the fields that are to be set once, and that an object does not have, with the values that they begin with.
func (d *desired) lacking(live map[string]any) []onceField {
	var fields []onceField
	for _, p := range d.oncePaths() {
		if _, there, err := unstructured.NestedFieldNoCopy(live, p...); err != nil || there {
			continue
		}
		if value, wanted, err := unstructured.NestedFieldCopy(d.first, p...); err == nil && wanted {
			fields = append(fields, onceField{p, value})
		}
	}
	return fields
}

// owned returns the fields that we own of an object, also under a former name or by a repair, and those that others own.
func (s *Set) owned(d *desired, live Object) (ours, others *fieldpath.Set, err error) {
	ours, others = &fieldpath.Set{}, &fieldpath.Set{}
	for _, e := range live.GetManagedFields() {
		if e.FieldsV1 == nil {
			continue
		}
		fields, err := ownership.Entry{Raw: e.FieldsV1.GetRawBytes()}.Set()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: manager %s: %w", d.ref, e.Manager, err)
		}
		if s.applier.isOwnEntry(e) {
			ours = ours.Union(fields)
		} else {
			others = others.Union(fields)
		}
	}
	return ours, others, nil
}

// onceField is a field that is set once, and its value.
type onceField struct {
	path  path
	value any
}

// ownedOnce returns the fields that are to be set once, and are ours, or nobody's since managedFields were wiped, with the
// values that they have. What is nobody's goes with the last field of ours around it. The spec of a scaler has none around it.
func (d *desired) ownedOnce(ours, others *fieldpath.Set, live map[string]any) []onceField {
	var fields []onceField
	for _, p := range d.oncePaths() {
		value, there, err := unstructured.NestedFieldCopy(live, p...)
		if err != nil || !there {
			continue
		}
		if nobodys := len(p) > 1 && !owns(others, p); nobodys || owns(ours, p) {
			fields = append(fields, onceField{p, value})
		}
	}
	return fields
}

// setOnce sets fields in a tree.
func (d *desired) setOnce(tree map[string]any, fields []onceField) error {
	for _, f := range fields {
		if err := unstructured.SetNestedField(tree, f.value, f.path...); err != nil {
			return fmt.Errorf("%s: set %s: %w", d.ref, f.path, err)
		}
	}
	return nil
}

// owns reports whether a field, or something in it, is part of a set.
func owns(set *fieldpath.Set, p path) bool {
	for i, name := range p {
		element := fieldpath.FieldNameElement(name)
		if i == len(p)-1 && set.Members.Has(element) {
			return true
		}
		below, there := set.Children.Get(element)
		if !there {
			return false
		}
		set = below
	}
	return !set.Empty()
}

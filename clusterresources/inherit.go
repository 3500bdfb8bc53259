// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// begin creates an object, which begins with what its predecessor had in the fields that are set once. Those that the API
// server refuses by name, and nothing else, begin anew: else the object would be refused for ever, since what it has to begin
// with never changes. Whatever else is refused, or by whom, costs nothing: a password would be lost for good.
func (s *Set) begin(ctx context.Context, d *desired, create func() (Object, error)) (Object, error) {
	if _, err := d.build(); err != nil {
		return nil, err
	}
	var inherited []onceField
	var err error
	if d.hasOnce() {
		if inherited, d.backup, err = s.fromBackup(ctx, d); err != nil {
			return nil, err
		}
	}
	answer, lost, err := s.createWith(d, inherited, create)
	if err == nil || !notCarriedOut(err) {
		s.tellLost(d, lost) // without an answer it may be there as well
	}
	return answer, err
}

// createWith creates an object with fields of its predecessor, without those of them that are refused, which it returns. What is
// to be created is in d.first.
func (s *Set) createWith(d *desired, inherited []onceField, create func() (Object, error)) (answer Object, lost []lostField, err error) {
	anew := d.first
	for {
		if d.first, err = d.with(anew, inherited); err != nil {
			return nil, lost, err
		}
		if err := d.checkValues(d.first, nil); err != nil {
			return nil, lost, err
		}
		answer, refused := create()
		if refused == nil {
			return answer, lost, nil
		}
		kept := slices.DeleteFunc(slices.Clone(inherited), func(f onceField) bool { return refusesField(refused, inherited, f) })
		if len(kept) == len(inherited) {
			d.first = anew
			return nil, lost, refused
		}
		for _, f := range inherited {
			if refusesField(refused, inherited, f) {
				lost = append(lost, lostField{f.path, refused})
			}
		}
		inherited = kept
	}
}

// lostField is a field that begins anew, and why.
type lostField struct {
	path    path
	refused error
}

// refusesField reports whether the API server itself refuses an inherited field by name, and nothing that is not inherited.
func refusesField(refused error, inherited []onceField, f onceField) bool {
	named := false
	if !isOwn(refused) {
		return false
	}
	for _, c := range causes(refused) {
		at, err := parsePath(c.Field)
		if err != nil || !slices.ContainsFunc(inherited, func(f onceField) bool { return f.path.covers(at) }) {
			return false
		}
		named = named || f.path.covers(at)
	}
	return named
}

// tellLost tells that an object has lost what its predecessor had.
func (s *Set) tellLost(d *desired, lost []lostField) {
	for _, f := range lost {
		s.warn([]string{fmt.Sprintf("%s: %s: what the former object had was refused, so that it begins anew", d.ref, f.path)})
		if !s.options.DryRun {
			s.event(corev1.EventTypeWarning, ReasonReset, "Create", d.ref, f.path.String(), "%s begins anew, since what it had was refused: %v",
				f.path, speakable(d.ref, len(d.overrides), f.refused))
		}
	}
}

// once returns what an object has in the fields that are set once. The replicas of a workload that we have stopped are not of
// these.
func (s *Set) once(d *desired, live Object) ([]onceField, error) {
	tree, err := treeOf(live)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	ours, others, err := s.owned(d, live)
	if err != nil {
		return nil, err
	}
	stopped := d.wasStopped(ours, others, live)
	var fields []onceField
	for _, p := range d.oncePaths() {
		if stopped && slices.Equal(p, replicasPath) {
			continue
		}
		if value, there, err := unstructured.NestedFieldCopy(tree, p...); err == nil && there {
			fields = append(fields, onceField{p, value})
		}
	}
	return fields, nil
}

// with returns a copy of a tree with some fields set.
func (d *desired) with(tree map[string]any, fields []onceField) (map[string]any, error) {
	tree = runtime.DeepCopyJSON(tree)
	return tree, d.setOnce(tree, fields)
}

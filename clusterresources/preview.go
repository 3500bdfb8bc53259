// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/typed"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// preview asks the API server what an apply would make of the object, and changes nothing.
func (s *Set) preview(ctx context.Context, d *desired) (Object, Action, error) {
	if _, err := d.build(); err != nil {
		return nil, "", err
	}
	contention := newContention()
	for {
		see, err := s.look(ctx, d, sight{})
		if err != nil {
			return nil, "", err
		}
		if see.live != nil {
			if err := s.mayTake(d, see.live); err != nil {
				return nil, "", err
			}
			if see.live.GetDeletionTimestamp() != nil {
				return d.kind.copyOf(see.live), Terminating, nil
			}
		}
		after, again, err := s.wouldBe(ctx, d, see.live)
		switch {
		case isGoneOrReplaced(err):
			// What somebody else changes in between must not look like our doing.
			if err := contention.pause(ctx, err); err != nil {
				return nil, "", fmt.Errorf("%s: %w", d.ref, err)
			}
		case err != nil:
			return nil, "", err
		case again:
			return s.wouldRecreate(d, see.live)
		default:
			return s.wouldApply(d, see.live, after)
		}
	}
}

// wouldBe returns what an object, nil for none, would be after an apply, or that it would be made again.
func (s *Set) wouldBe(ctx context.Context, d *desired, live Object) (after Object, again bool, err error) {
	if _, err := d.build(); err != nil {
		return nil, false, err
	}
	if live == nil && d.kind.scaled {
		after, err = s.createScaler(ctx, d, true)
		return after, false, err
	}
	if live == nil {
		after, err = s.begin(ctx, d, func() (Object, error) {
			tree := runtime.DeepCopyJSON(d.first)
			precondition{revision: absentRevision}.into(tree)
			return s.dryApply(ctx, d, tree, s.applier.manager)
		})
		return after, false, err
	}
	tree, err := s.handedOver(d, live)
	if err != nil {
		return nil, false, err
	}
	precondition{uid: live.GetUID(), revision: live.GetResourceVersion()}.into(tree)
	after, refused := s.dryApply(ctx, d, tree, s.holder(live))
	if len(causes(refused)) == 0 {
		return after, false, refused
	}
	field, strategy, err := d.leftover(refused)
	if err != nil {
		return nil, false, err
	}
	if field != "" {
		after, err = s.wouldRepair(ctx, d, live, tree, field, strategy)
		return after, false, err
	}
	fields := immutable(refused)
	if fields == nil {
		return nil, false, refused
	}
	err = s.mayRecreate(ctx, d, live, fields, refused)
	return nil, err == nil, err
}

// wouldRepair returns what an object would be after a repair of its strategy and an apply. The API server cannot be asked
// for both at once: it is asked for one without the other, and the answers concern different fields.
func (s *Set) wouldRepair(ctx context.Context, d *desired, live Object, tree map[string]any, field string, strategy any) (Object, error) {
	body, err := repairOf(live, field, strategy)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	repaired, err := s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.MergePatchType, body: body, manager: s.applier.repairer(), dryRun: true,
	})
	if err != nil {
		return nil, err
	}
	err = copyField(live, tree, "spec", field)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	applied, err := s.dryApply(ctx, d, tree, s.holder(live))
	if err != nil {
		return nil, err
	}
	both, err := treeOf(applied)
	if err == nil {
		err = copyField(repaired, both, "spec", field)
	}
	after := d.kind.New()
	if err == nil {
		err = runtime.DefaultUnstructuredConverter.FromUnstructured(both, after)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return after, nil
}

// copyField sets a field of a tree to what an object has there.
func copyField(from Object, to map[string]any, fields ...string) error {
	tree, err := treeOf(from)
	if err != nil {
		return err
	}
	value, _, err := unstructured.NestedFieldCopy(tree, fields...)
	if err != nil {
		return err
	}
	return unstructured.SetNestedField(to, value, fields...)
}

// handedOver is what would be applied to an object once the fields that are set once are in other hands: they would keep
// the values that they have.
func (s *Set) handedOver(d *desired, live Object) (map[string]any, error) {
	if len(d.oncePaths()) == 0 {
		return runtime.DeepCopyJSON(d.tree), nil
	}
	fields, stopped, err := s.toHandOver(d, live)
	if err != nil {
		return nil, err
	}
	if stopped {
		return d.started(fields)
	}
	tree := runtime.DeepCopyJSON(d.tree)
	return tree, d.setOnce(tree, fields)
}

// holder is the manager that a dry run applies as: a former one whose fields have not been taken over yet, so that what
// it owns and nobody wants any more goes.
func (s *Set) holder(live Object) string {
	for _, former := range s.applier.former {
		if _, found := ownership.Of(live, former); found {
			return former
		}
	}
	return s.applier.manager
}

func (s *Set) dryApply(ctx context.Context, d *desired, tree map[string]any, manager string) (Object, error) {
	body, err := canonical.Encode(tree)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return s.applier.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: manager, force: true, dryRun: true,
	})
}

// wouldApply records what an apply would change.
func (s *Set) wouldApply(d *desired, live, after Object) (Object, Action, error) {
	if err := s.identity.check(d.ref, after); err != nil {
		return nil, "", &TakenError{Object: d.ref, Field: identityField(err)}
	}
	text, err := diff(live, after)
	if err != nil {
		return nil, "", fmt.Errorf("compare %s: %w", d.ref, err)
	}
	action := Configured
	switch {
	case live == nil && d.predecessor != nil:
		action = Recreated
	case live == nil:
		action = Created
	case text == "":
		return d.kind.copyOf(after), Unchanged, nil
	}
	s.would(Diff{Object: d.ref, Action: action, Text: text})
	return d.kind.copyOf(after), action, nil
}

// wouldRecreate records that an object would be made again. What the API server would make of the new one cannot be
// asked for while the old one is there, so that only the operator's own fields are compared.
func (s *Set) wouldRecreate(d *desired, live Object) (Object, Action, error) {
	if _, err := d.build(); err != nil {
		return nil, "", err
	}
	inherited, err := s.once(d, live)
	if err != nil {
		return nil, "", err
	}
	inherited = d.differing(inherited)
	if d.first, err = d.with(d.first, inherited); err != nil {
		return nil, "", err
	}
	owned, _, err := s.owned(d, live)
	if err != nil {
		return nil, "", err
	}
	has, err := treeOf(live)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", d.ref, err)
	}
	wanted, err := d.kind.Types.ObjectToTyped(unstructuredOf(d.first), typed.AllowDuplicates)
	if err != nil {
		return nil, "", &InvalidError{Object: d.ref, Reason: "it does not fit its type", Overrides: len(d.overrides), err: err}
	}
	fields, err := wanted.ToFieldSet()
	if err != nil {
		return nil, "", &InvalidError{Object: d.ref, Reason: "its fields cannot be told apart", Overrides: len(d.overrides), err: err}
	}
	of := fields.Union(owned)
	before, err := d.part(has, of)
	if err != nil {
		return nil, "", err
	}
	after, err := d.part(d.first, of)
	if err != nil {
		return nil, "", err
	}
	_, secret := live.(*corev1.Secret)
	text, err := diffOf(before, after, secret)
	if err != nil {
		return nil, "", fmt.Errorf("compare %s: %w", d.ref, err)
	}
	again := d.kind.New()
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(d.first, again); err != nil {
		return nil, "", fmt.Errorf("%s: %w", d.ref, err)
	}
	s.would(Diff{Object: d.ref, Action: Recreated, Text: text})
	return again, Recreated, nil
}

// part returns a part of an object of the kind.
func (d *desired) part(tree map[string]any, fields *fieldpath.Set) (map[string]any, error) {
	value, err := d.kind.Types.ObjectToTyped(unstructuredOf(tree), typed.AllowDuplicates)
	if err != nil {
		return nil, fmt.Errorf("%s does not fit its type", d.ref) // the cause shows values
	}
	part, ok := value.ExtractItems(fields.Leaves()).AsValue().Unstructured().(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s has none of its fields", d.ref)
	}
	return runtime.DeepCopyJSON(part), nil
}

func (s *Set) would(d Diff) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Diffs = append(s.result.Diffs, d)
}

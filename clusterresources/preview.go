// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/pmezard/go-difflib/difflib"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

// Diff is what a reconcile would change about an object.
type Diff struct {
	Object Ref
	Action Action
	// Text is a unified diff of the two as YAML, without status and what only servers write. The values of Secrets are
	// masked. It is empty for a deletion.
	Text string
}

// preview asks the API server what an apply would make of the object, and changes nothing.
func (s *Set) preview(ctx context.Context, d *desired) (Object, Action, error) {
	a := s.applier
	see, err := s.look(ctx, d, sight{})
	if err != nil {
		return nil, "", err
	}
	live := see.live
	if live != nil {
		if live.GetDeletionTimestamp() != nil {
			return d.kind.copyOf(live), Terminating, nil
		}
		if err := s.mayTake(d, live); err != nil {
			return nil, "", err
		}
	}
	to := precondition{}
	if live != nil {
		to.uid = live.GetUID()
	}
	kept, err := s.kept(d, live)
	if err != nil {
		return nil, "", err
	}
	body, err := d.body(to, live == nil && !d.kind.scaled, kept)
	if err != nil {
		return nil, "", err
	}
	var answer Object
	if live == nil && d.kind.scaled {
		final, err := d.overridden()
		if err != nil {
			return nil, "", err
		}
		answer, err = a.server.create(ctx, final, d.kind, a.creator(), true)
		if err != nil {
			return nil, "", err
		}
	} else if answer, err = a.server.patch(ctx, d.kind, d.ref.Namespace, d.ref.Name, patch{
		kind: types.ApplyPatchType, body: body, manager: a.manager, force: true, dryRun: true,
	}); err != nil {
		return nil, "", err
	}
	if err := s.identity.check(d.ref, answer); err != nil {
		return nil, "", &TakenError{Object: d.ref, Field: fieldOf(err)}
	}
	text, err := diff(live, answer)
	if err != nil {
		return nil, "", fmt.Errorf("compare %s: %w", d.ref, err)
	}
	action := Configured
	switch {
	case live == nil:
		action = Created
	case text == "":
		action = Unchanged
	}
	if action != Unchanged {
		s.would(Diff{Object: d.ref, Action: action, Text: text})
	}
	return d.kind.copyOf(answer), action, nil
}

// kept are the fields that would be handed over before the apply, so that they keep the values that they have.
func (s *Set) kept(d *desired, live Object) (map[string]any, error) {
	if live == nil || len(d.oncePaths()) == 0 {
		return nil, nil
	}
	owned, err := s.owned(d, live)
	if err != nil {
		return nil, err
	}
	tree, err := treeOf(live)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.ref, err)
	}
	return d.ownedOnce(owned, tree), nil
}

func (s *Set) would(d Diff) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.result.Diffs = append(s.result.Diffs, d)
}

// diff compares an object, nil for none, with what would become of it.
func diff(before, after Object) (string, error) {
	old, err := plainTree(before)
	if err != nil {
		return "", err
	}
	next, err := plainTree(after)
	if err != nil {
		return "", err
	}
	if _, secret := after.(*corev1.Secret); secret {
		mask(old, next)
	}
	oldText, err := yamlOf(old)
	if err != nil {
		return "", err
	}
	newText, err := yamlOf(next)
	if err != nil || bytes.Equal(oldText, newText) {
		return "", err
	}
	return difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: difflib.SplitLines(string(oldText)), B: difflib.SplitLines(string(newText)), FromFile: "live", ToFile: "applied", Context: 3,
	})
}

func plainTree(object Object) (map[string]any, error) {
	if object == nil {
		return nil, nil
	}
	return canonical.Tree(object)
}

func yamlOf(tree map[string]any) ([]byte, error) {
	if tree == nil {
		return nil, nil
	}
	return yaml.Marshal(tree)
}

// mask hides the values of a Secret in both trees, so that it still shows which of them differ. What kubectl keeps beside
// it has the values, too.
func mask(before, after map[string]any) {
	for _, tree := range []map[string]any{before, after} {
		unstructured.RemoveNestedField(tree, "metadata", "annotations", corev1.LastAppliedConfigAnnotation)
	}
	old, _ := before["data"].(map[string]any)
	next, _ := after["data"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(old)) {
		if value, there := next[key]; there && value == old[key] {
			next[key] = "(masked)"
			old[key] = "(masked)"
			continue
		}
		old[key] = "(masked, before)"
	}
	for key, value := range next {
		if value != "(masked)" {
			next[key] = "(masked, after)"
		}
	}
}

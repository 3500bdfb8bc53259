// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"bytes"
	"maps"
	"slices"

	"github.com/pmezard/go-difflib/difflib"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
)

// Diff is what a reconcile would change about an object.
type Diff struct {
	Object Ref
	Action Action
	// Text is a unified diff of the two as YAML, without status and what only servers write; for a Recreated object, of
	// the fields that the operator sets, without defaults. The values of Secrets are masked. It is empty for a deletion.
	Text string
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
	_, secret := after.(*corev1.Secret)
	return diffOf(old, next, secret)
}

// diffOf compares two trees, which it may change.
func diffOf(old, next map[string]any, secret bool) (string, error) {
	if secret {
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

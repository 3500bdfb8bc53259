// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/stackabletech/operator-go/apis/overrides"
	"github.com/stackabletech/operator-go/clusterresources/canonical"
	"github.com/stackabletech/operator-go/clusterresources/deepmerge"
)

// override is one of a user, for one object.
type override struct {
	// number is where it stands in the list, from 1.
	number int
	ref    Ref
	raw    []byte
	tree   map[string]any
}

// parseOverrides reads overrides, and refuses those that could never match.
func (k *kinds) parseOverrides(given overrides.ObjectOverrides) (parsed []override, refused []error) {
	for i, one := range given {
		o := override{number: i + 1, tree: map[string]any{}}
		var err error
		if o.raw, err = k.rawOf(one); err == nil {
			err = utiljson.Unmarshal(o.raw, &o.tree)
		}
		if err != nil {
			// What is wrong is in the text, and that may be a password.
			refused = append(refused, &OverrideError{Reason: fmt.Sprintf("number %d is no JSON object", i+1)})
			continue
		}
		u := unstructured.Unstructured{Object: o.tree}
		o.ref = Ref{GroupVersionKind: u.GroupVersionKind(), Namespace: u.GetNamespace(), Name: u.GetName()}
		switch kind := k.byGroup[o.ref.GroupKind()]; {
		case len(o.ref.lacks()) > 0:
			refused = append(refused, &OverrideError{Object: o.ref, Reason: fmt.Sprintf("number %d lacks %s", i+1, strings.Join(o.ref.lacks(), ", "))})
		case kind == nil:
			refused = append(refused, &OverrideError{Object: o.ref, Path: "kind", Reason: fmt.Sprintf("the operator makes no objects of kind %s of %s", o.ref.Kind, o.ref.GroupVersion())})
		case kind.Version != o.ref.Version:
			refused = append(refused, &OverrideError{Object: o.ref, Path: "apiVersion", Reason: fmt.Sprintf("the operator makes objects of %s", kind.GroupVersion())})
		default:
			parsed = append(parsed, o)
		}
	}
	return parsed, refused
}

// lacks are the fields by which an override finds its object, and that it does not have.
func (r Ref) lacks() []string {
	var lacking []string
	for _, one := range []struct{ field, value string }{
		{"apiVersion", r.Version}, {"kind", r.Kind}, {"metadata.name", r.Name}, {"metadata.namespace", r.Namespace},
	} {
		if one.value == "" {
			lacking = append(lacking, one.field)
		}
	}
	return lacking
}

// rawOf returns an override as JSON. That of a Go type is without what such types always write, and its author has not meant.
func (k *kinds) rawOf(one runtime.RawExtension) ([]byte, error) {
	if one.Raw != nil || one.Object == nil {
		return one.Raw, nil
	}
	if _, untyped := one.Object.(runtime.Unstructured); untyped {
		return json.Marshal(one.Object)
	}
	object := one.Object.DeepCopyObject()
	if gvks, _, err := k.scheme.ObjectKinds(object); err == nil && object.GetObjectKind().GroupVersionKind().Empty() {
		object.GetObjectKind().SetGroupVersionKind(gvks[0])
	}
	tree, err := canonical.Tree(object)
	if err != nil {
		return nil, err
	}
	return canonical.Encode(tree)
}

// overridesOf returns the overrides of an object in their order, and notes that they were used.
func (s *Set) overridesOf(ref Ref) []override {
	s.mu.Lock()
	defer s.mu.Unlock()
	var matching []override
	for i, o := range s.overrides {
		if o.ref == ref {
			matching = append(matching, o)
			s.used[i] = true
		}
	}
	return matching
}

// warnUnused says which overrides have matched nothing.
func (s *Set) warnUnused() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, o := range s.overrides {
		if !s.used[i] {
			s.result.Warnings = append(s.result.Warnings, fmt.Sprintf("override of %s: the cluster has no such object", o.ref))
		}
	}
}

func (o override) has(p path) bool {
	_, there, err := unstructured.NestedFieldNoCopy(o.tree, p...)
	return err == nil && there
}

// onceWarnings says which overrides are of fields that are set once.
func (d *desired) onceWarnings() []string {
	var warnings []string
	for _, o := range d.overrides {
		for _, p := range d.oncePaths() {
			if o.has(p) || d.kind.GroupKind() == secrets && p[0] == "data" && o.has(append(path{"stringData"}, p[1:]...)) {
				warnings = append(warnings, fmt.Sprintf("override of %s: %s: it counts only when the object is created", d.ref, p))
			}
		}
	}
	return warnings
}

// isRBAC reports whether a kind grants rights. Whoever may edit the cluster's resource would grant what the operator has.
func isRBAC(kind schema.GroupKind) bool {
	return kind.Group == rbacv1.GroupName && (kind.Kind == "Role" || kind.Kind == "RoleBinding")
}

// merge returns an object with overrides merged in, and refuses those that would take from it what it is found by.
func (d *desired) merge() (Object, error) {
	base, err := canonical.Tree(d.object)
	if err != nil {
		return nil, err
	}
	schemaOf, err := deepmerge.SchemaOf(d.kind.Types, unstructuredOf(base))
	if err != nil {
		return nil, &InvalidError{Object: d.ref, Reason: "it does not fit its type", err: err}
	}
	merged := base
	d.idle = nil
	for _, o := range d.overrides {
		if isRBAC(d.kind.GroupKind()) && !d.allowRBAC {
			return nil, &OverrideError{Object: d.ref, Reason: "roles cannot be overridden: the override would grant rights of the operator"}
		}
		if _, there := o.tree["status"]; there {
			return nil, &OverrideError{Object: d.ref, Path: "status", Reason: "it is not the user's, and is not applied"}
		}
		before := merged
		if merged, err = deepmerge.Merge(schemaOf, before, o.tree); err != nil {
			return nil, overrideError(d.ref, err)
		}
		// Of a Secret it is not told: who may not read it could guess what is in it.
		if d.kind.GroupKind() != secrets && reflect.DeepEqual(before, merged) {
			d.idle = append(d.idle, fmt.Sprintf("override of %s: number %d changes nothing: the object is like that without it", d.ref, o.number))
		}
		if err := d.frame(base, merged); err != nil {
			return nil, err
		}
	}
	if err := d.checkDeleted(base, merged); err != nil {
		return nil, err
	}
	object := d.kind.New()
	// Reading it as below would cut numbers that are too large, and be content.
	if at, found := misfit(reflect.TypeOf(object).Elem(), merged); found {
		return nil, &OverrideError{Object: d.ref, Path: at.String(), Reason: "the value does not fit the type"}
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(merged, object, true); err != nil {
		return nil, &OverrideError{Object: d.ref, Reason: "it does not fit the type", err: err}
	}
	read, err := canonical.Tree(object)
	if err != nil {
		return nil, err
	}
	if at, found := stays(base, merged, read); found {
		return nil, &OverrideError{Object: d.ref, Path: at.String(), Reason: "it has to be there, and would be empty: give it another value instead of deleting it"}
	}
	if d.runsForEver(object) {
		return nil, &OverrideError{Object: d.ref, Path: ttlPath, Reason: "the Job would be deleted once it has finished, and made again, for ever"}
	}
	d.strategy.mutate(object) // a stopped cluster stays stopped
	return object, nil
}

// stays finds a field that was deleted by merging, and is there again, empty, once the tree was read into its type: that always
// writes it, as its author has no omitempty on it.
func stays(base, merged, read any) (path, bool) {
	switch was := base.(type) {
	case map[string]any:
		left, _ := merged.(map[string]any)
		again, _ := read.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(was)) {
			value, kept := left[name]
			if !kept && again[name] != nil && !reflect.DeepEqual(again[name], was[name]) {
				return path{name}, true
			}
			if at, found := stays(was[name], value, again[name]); found {
				return append(path{name}, at...), true
			}
		}
	case []any:
		left, _ := merged.([]any)
		again, _ := read.([]any)
		if len(left) != len(was) || len(again) != len(was) {
			return nil, false // elements came or went
		}
		for i := range was {
			if at, found := stays(was[i], left[i], again[i]); found {
				return append(path{fmt.Sprint(i)}, at...), true
			}
		}
	}
	return nil, false
}

// checkDeleted refuses overrides that delete a key that is set once, when the object is created: it needs a value then, whether or
// not it is there by now.
func (d *desired) checkDeleted(base, merged map[string]any) error {
	for _, p := range d.free {
		_, had, err := unstructured.NestedFieldNoCopy(base, p...)
		_, has, err2 := unstructured.NestedFieldNoCopy(merged, p...)
		if had && !has && err == nil && err2 == nil {
			return &OverrideError{Object: d.ref, Path: p.String(), Reason: "it is set once, when the object is created, and needs a value then: give it another one instead of deleting it"}
		}
	}
	return nil
}

// idleWarnings says which overrides change nothing. In a steady state, in which nothing is merged, that is remembered.
func (s *Set) idleWarnings(d *desired, action Action) []string {
	if d.final == nil {
		m, _ := s.memo(d)
		return m.idle
	}
	// What was merged is what is remembered, unless it was not sent.
	if !s.options.DryRun && slices.Contains([]Action{Created, Recreated, Configured, Unchanged}, action) {
		s.applier.memos.noteIdle(d.kind, d.ref.key(), s.identity.owner.UID, d.idle)
	}
	return d.idle
}

func overrideError(ref Ref, err error) error {
	var merge *deepmerge.Error
	if errors.As(err, &merge) {
		return &OverrideError{Object: ref, Path: merge.Path, Reason: merge.Reason, err: err}
	}
	return &OverrideError{Object: ref, Reason: "it cannot be merged", err: err}
}

// frame refuses a merge that changed what is not the user's.
func (d *desired) frame(base, merged map[string]any) error {
	fixed := []path{
		{"apiVersion"},
		{"kind"},
		{"metadata", "name"},
		{"metadata", "namespace"},
		{"metadata", "ownerReferences"},
		// These say whether an object is deleted when it is an orphan.
		{"metadata", "annotations", AnnotationKeep},
		{"metadata", "labels", LabelScalerOperation},
	}
	for _, label := range d.identity.labels() {
		fixed = append(fixed, path{"metadata", "labels", label.key})
	}
	if d.options.governor != nil || d.kind.scaled {
		fixed = append(fixed, replicasPath)
	}
	for _, p := range fixed {
		before, _, _ := unstructured.NestedFieldNoCopy(base, p...)
		after, _, err := unstructured.NestedFieldNoCopy(merged, p...)
		if err != nil || !reflect.DeepEqual(before, after) {
			return &OverrideError{Object: d.ref, Path: p.String(), Reason: "it is the operator's, and cannot be overridden"}
		}
	}
	return nil
}

// dataOf moves what a Secret is given as text to where the server moves it.
func dataOf(data map[string][]byte, text map[string]string) map[string][]byte {
	if len(text) == 0 {
		return data
	}
	out := maps.Clone(data)
	if out == nil {
		out = map[string][]byte{}
	}
	for k, v := range text {
		out[k] = []byte(v)
	}
	return out
}

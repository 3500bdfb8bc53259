// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/stackabletech/operator-go/clusterresources/canonical"
	"github.com/stackabletech/operator-go/clusterresources/ownership"
)

// desired is an object as it should be. What costs something is made when it is needed: in a steady state nothing but the
// fingerprint is.
type desired struct {
	kind     *Kind
	ref      Ref
	identity identity
	// object is what the operator wants, and overrides what the user does.
	object    Object
	overrides []override
	allowRBAC bool
	strategy  Strategy
	// stopped says that the strategy decides on a part of the object, whatever else wants something of it.
	stopped bool
	options addOptions
	// once are the fields that are set once, by its options and its kind.
	once []path
	// free are those of them that end with a key that anybody may choose.
	free []path
	// predecessor is the object that was deleted for this one to be created, nil if there was none.
	predecessor Object
	// backup is where what is set once was taken from, nil if there is none.
	backup *backup

	// final is the object with the overrides in it, nil until it is needed, and idle says which of them change nothing.
	final Object
	idle  []string
	// tree is what is applied, and first the same with the fields that are set once.
	tree, first map[string]any
}

// hash is the fingerprint of everything that the object is made from, but for what is set once: a password may be another
// one each time it is made up.
func (d *desired) hash() (ownership.Hash, error) {
	text, err := json.Marshal(d.object)
	if paths := d.oncePaths(); err == nil && len(paths) > 0 {
		tree := map[string]any{}
		if err = utiljson.Unmarshal(text, &tree); err == nil {
			for _, p := range paths {
				unstructured.RemoveNestedField(tree, p...)
			}
			text, err = json.Marshal(tree)
		}
	}
	if err != nil {
		return ownership.Hash{}, fmt.Errorf("encode %s: %w", d.ref, err)
	}
	// What an option asks for is asked for, too, also where the object is the same.
	options := fmt.Appendf(nil, "%q %t %t %t %t", d.oncePaths(), d.options.recreate, d.options.governor != nil, d.allowRBAC, d.stopped)
	parts := [][]byte{text, options}
	for _, o := range d.overrides {
		parts = append(parts, o.raw)
	}
	return ownership.HashOf(parts...), nil
}

// overridden returns the object with the overrides in it. It must not be changed.
func (d *desired) overridden() (Object, error) {
	if d.final == nil {
		final := d.object
		if len(d.overrides) > 0 {
			var err error
			if final, err = d.merge(); err != nil {
				return nil, err
			}
		}
		d.final = final
	}
	return d.final, nil
}

// build returns the tree that is applied to an object that is there, and an error if the API server could not take it. It
// must not be changed.
func (d *desired) build() (map[string]any, error) {
	if d.tree != nil {
		return d.tree, nil
	}
	final, err := d.overridden()
	if err != nil {
		return nil, err
	}
	first, err := canonical.Tree(final)
	if err != nil {
		return nil, err
	}
	if err := d.checkFit(first); err != nil {
		return nil, err
	}
	d.first, d.tree = first, d.withoutOnce(first)
	return d.tree, nil
}

// precondition says which object an apply is meant for. Another one of the same name is refused, and so is one at another
// revision. A revision without uid still creates an object where there is none.
type precondition struct {
	uid      types.UID
	revision string
}

// body is what is sent to apply the object. The first time it has the fields that are set once, too.
func (d *desired) body(to precondition, first bool) ([]byte, error) {
	tree, err := d.build()
	if err != nil {
		return nil, err
	}
	if first {
		tree = d.first
	}
	tree = runtime.DeepCopyJSON(tree)
	to.into(tree)
	return canonical.Encode(tree)
}

// into writes a precondition into what is applied.
func (p precondition) into(tree map[string]any) {
	metadata, ok := tree["metadata"].(map[string]any)
	if !ok {
		return // an object without a name never gets here
	}
	if p.uid != "" {
		metadata["uid"] = string(p.uid)
	}
	if p.revision != "" {
		metadata["resourceVersion"] = p.revision
	}
}

// unowned are the fields that the API server never counts as somebody's.
var unowned = fieldpath.NewSet(
	fieldpath.MakePathOrDie("apiVersion"), fieldpath.MakePathOrDie("kind"), fieldpath.MakePathOrDie("metadata"),
	fieldpath.MakePathOrDie("metadata", "name"), fieldpath.MakePathOrDie("metadata", "namespace"),
)

// fields are what we own of the object once it is applied.
func (d *desired) fields() (*fieldpath.Set, error) {
	tree, err := d.build()
	if err != nil {
		return nil, err
	}
	value, err := d.kind.Types.ObjectToTyped(unstructuredOf(tree))
	if err != nil {
		return nil, &InvalidError{Object: d.ref, Reason: "it does not fit its type", Overrides: len(d.overrides), err: err}
	}
	fields, err := value.ToFieldSet()
	if err != nil {
		return nil, &InvalidError{Object: d.ref, Reason: "its fields cannot be told apart", Overrides: len(d.overrides), err: err}
	}
	return fields.Difference(unowned), nil
}

// matches reports whether an object is what it would be after applying: the same fields are ours, and they have the same
// values. It may say no of one that is, since the server writes some values in its own way.
func (d *desired) matches(entry ownership.Entry, live map[string]any) (bool, error) {
	if entry.APIVersion != d.kind.GroupVersion().String() {
		return false, nil
	}
	tree, err := d.build()
	if err != nil {
		return false, err
	}
	fields, err := d.fields()
	if err != nil {
		return false, err
	}
	owned, err := entry.Set()
	if err != nil {
		return false, err
	}
	if !fields.Equals(owned) {
		return false, nil
	}
	want, err := entry.ProjectExactly(tree)
	if err != nil {
		return false, err
	}
	has, err := entry.ProjectExactly(live)
	return want == has, err
}

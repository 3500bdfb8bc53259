// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

func (s *chaosServer) patch(_ context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if err := s.refuses[kind]; err != nil {
		return nil, err
	}
	live := s.objects[kind][name]
	if live == nil && p.kind != types.ApplyPatchType {
		return nil, apierrors.NewNotFound(resourceOf(kind), name)
	}
	switch p.kind {
	case types.ApplyPatchType:
		return s.apply(kind, namespace, name, live, p)
	case types.JSONPatchType:
		return s.takeOver(kind, live, p)
	case types.MergePatchType:
		return s.mergePatch(kind, live, p)
	}
	return nil, apierrors.NewBadRequest("not in this simulation: " + string(p.kind))
}

func (s *chaosServer) apply(kind *Kind, namespace, name string, live Object, p patch) (Object, error) {
	wanted := &unstructured.Unstructured{}
	if err := json.Unmarshal(p.body, &wanted.Object); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	from := live
	if live == nil {
		if uid := wanted.GetUID(); uid != "" {
			return nil, apierrors.NewConflict(resourceOf(kind), name, fmt.Errorf("uid mismatch: %s does not exist", uid))
		}
		from = kind.copyOf(kind.New())
		from.SetName(name)
		from.SetNamespace(namespace)
	}
	merged, err := s.managers[kind].Apply(kind.copyOf(from), wanted, p.manager, p.force)
	if err != nil {
		return nil, err
	}
	object, ok := merged.(Object)
	if !ok {
		return nil, fmt.Errorf("%T", merged)
	}
	if !p.dryRun {
		return s.write(kind, live, object)
	}
	if errs := chaosValidate(live, object); len(errs) > 0 {
		return nil, apierrors.NewInvalid(kind.GroupKind(), name, errs)
	}
	return object, nil
}

// write checks what became of an object, and stores it; live is nil if it is new.
func (s *chaosServer) write(kind *Kind, live, object Object) (Object, error) {
	if live != nil && object.GetResourceVersion() != "" && object.GetResourceVersion() != live.GetResourceVersion() {
		return nil, apierrors.NewConflict(resourceOf(kind), live.GetName(), fmt.Errorf("it is at %s", live.GetResourceVersion()))
	}
	if live != nil {
		object.SetResourceVersion(live.GetResourceVersion())
	}
	if errs := chaosValidate(live, object); len(errs) > 0 {
		return nil, apierrors.NewInvalid(kind.GroupKind(), object.GetName(), errs)
	}
	switch {
	case live == nil:
		object.SetUID(s.newUID())
		object.SetCreationTimestamp(s.time())
	case sameButTimes(live, object):
		return kind.copyOf(live), nil
	}
	return kind.copyOf(s.store(kind, object)), nil
}

// sameButTimes compares objects without the times in their managedFields: an apply that changes nothing writes nothing.
func sameButTimes(a, b Object) bool {
	plain := func(o Object) Object {
		c, _ := o.DeepCopyObject().(Object)
		entries := c.GetManagedFields()
		for i := range entries {
			entries[i].Time = nil
		}
		c.SetManagedFields(entries)
		c.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
		return c
	}
	return reflect.DeepEqual(plain(a), plain(b))
}

// takeOver is the JSON patch that restores field sets.
func (s *chaosServer) takeOver(kind *Kind, live Object, p patch) (Object, error) {
	var operations []struct {
		Value json.RawMessage `json:"value"`
	}
	var revision string
	var entries []metav1.ManagedFieldsEntry
	err := json.Unmarshal(p.body, &operations)
	if err == nil {
		err = json.Unmarshal(operations[0].Value, &revision)
	}
	if err == nil {
		err = json.Unmarshal(operations[1].Value, &entries)
	}
	if err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	object := kind.copyOf(live)
	object.SetResourceVersion(revision)
	object.SetManagedFields(entries)
	return s.update(kind, live, object, p.manager)
}

// mergePatch is a merge patch, of RFC 7386.
func (s *chaosServer) mergePatch(kind *Kind, live Object, p patch) (Object, error) {
	change := map[string]any{}
	if err := json.Unmarshal(p.body, &change); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	tree, err := treeOf(live)
	if err != nil {
		return nil, err
	}
	object := kind.New()
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(mergeTree(tree, change), object); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	return s.update(kind, live, kind.copyOf(object), p.manager)
}

func mergeTree(tree, change map[string]any) map[string]any {
	merged := maps.Clone(tree)
	for name, value := range change {
		below, isMap := value.(map[string]any)
		switch {
		case value == nil:
			delete(merged, name)
		case isMap:
			at, _ := merged[name].(map[string]any)
			merged[name] = mergeTree(at, below)
		default:
			merged[name] = value
		}
	}
	return merged
}

// update writes what somebody made of an object without server-side apply.
func (s *chaosServer) update(kind *Kind, live, object Object, manager string) (Object, error) {
	chaosDefaults{}.Default(object)
	out, err := s.managers[kind].Update(kind.copyOf(live), object, manager)
	if err != nil {
		return nil, err
	}
	updated, ok := out.(Object)
	if !ok {
		return nil, fmt.Errorf("%T", out)
	}
	return s.write(kind, live, updated)
}

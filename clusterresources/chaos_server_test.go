// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// chaosServer is an API server in memory: it has uids, resourceVersions, preconditions, finalizers, and server-side apply
// by the library that the real one has. It exists for what a real server cannot be made to do: to be seen late, and to be
// changed between any two requests.
type chaosServer struct {
	scheme   *runtime.Scheme
	managers map[*Kind]*managedfields.FieldManager
	now      func() time.Time
	used     []*Kind
	objects  map[*Kind]map[string]Object
	log      []chaosEvent
	owners   map[string]chaosOwner
	counter  int64
}

// chaosEvent is what a watch would tell.
type chaosEvent struct {
	kind     *Kind
	object   Object
	deleted  bool
	revision int64
}

// chaosOwner is a custom resource: what it wants are the values of objects by kind and name.
type chaosOwner struct {
	uid        types.UID
	generation int64
	terminated bool
	wants      map[chaosName]string
}

type chaosName struct {
	kind *Kind
	name string
}

// noDefaults is a defaulter for types that have none.
type noDefaults struct{}

func (noDefaults) Default(runtime.Object) {}

func newChaosServer(table *kinds, used []*Kind, now func() time.Time) (*chaosServer, error) {
	s := &chaosServer{
		scheme: table.scheme, managers: map[*Kind]*managedfields.FieldManager{}, now: now, used: used, objects: map[*Kind]map[string]Object{},
		owners: map[string]chaosOwner{},
	}
	for _, kind := range used {
		fm, err := managedfields.NewDefaultFieldManager(kind.Types, s.scheme, noDefaults{}, s.scheme, kind.GroupVersionKind, kind.GroupVersion(), "", nil)
		if err != nil {
			return nil, err
		}
		s.managers[kind], s.objects[kind] = fm, map[string]Object{}
	}
	return s, nil
}

func (s *chaosServer) next() int64 {
	s.counter++
	return s.counter
}

func (s *chaosServer) newUID() types.UID { return types.UID("uid-" + strconv.FormatInt(s.next(), 10)) }

// store writes an object and tells it to the watches.
func (s *chaosServer) store(kind *Kind, object Object) Object {
	revision := s.next()
	object.SetResourceVersion(strconv.FormatInt(revision, 10))
	if object.GetDeletionTimestamp() != nil && len(object.GetFinalizers()) == 0 {
		return s.erase(kind, object)
	}
	s.objects[kind][object.GetName()] = object
	s.log = append(s.log, chaosEvent{kind: kind, object: object, revision: revision})
	return object
}

func (s *chaosServer) erase(kind *Kind, object Object) Object {
	delete(s.objects[kind], object.GetName())
	revision := s.next()
	gone := kind.copyOf(object)
	gone.SetResourceVersion(strconv.FormatInt(revision, 10))
	s.log = append(s.log, chaosEvent{kind: kind, object: gone, deleted: true, revision: revision})
	return gone
}

func resourceOf(kind *Kind) schema.GroupResource {
	return schema.GroupResource{Group: kind.Group, Resource: kind.Resource}
}

func (s *chaosServer) get(_ context.Context, kind *Kind, _, name string) (Object, error) {
	live := s.objects[kind][name]
	if live == nil {
		return nil, apierrors.NewNotFound(resourceOf(kind), name)
	}
	return kind.copyOf(live), nil
}

func (s *chaosServer) patch(_ context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	live := s.objects[kind][name]
	switch p.kind {
	case types.ApplyPatchType:
		return s.apply(kind, namespace, name, live, p)
	case types.JSONPatchType:
		return s.takeOver(kind, name, live, p)
	}
	return nil, apierrors.NewBadRequest("not in this simulation: " + string(p.kind))
}

func (s *chaosServer) apply(kind *Kind, namespace, name string, live Object, p patch) (Object, error) {
	wanted := &unstructured.Unstructured{}
	if err := json.Unmarshal(p.body, &wanted.Object); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	uid := wanted.GetUID()
	revision := wanted.GetResourceVersion()
	unstructured.RemoveNestedField(wanted.Object, "metadata", "uid")
	unstructured.RemoveNestedField(wanted.Object, "metadata", "resourceVersion")
	created := live == nil
	switch {
	case created && uid != "":
		return nil, apierrors.NewConflict(resourceOf(kind), name, fmt.Errorf("uid mismatch: %s does not exist", uid))
	case created:
		live = kind.copyOf(kind.New())
		live.SetName(name)
		live.SetNamespace(namespace)
	case uid != "" && uid != live.GetUID():
		return nil, apierrors.NewInvalid(kind.GroupKind(), name, field.ErrorList{field.Invalid(field.NewPath("metadata", "uid"), uid, "field is immutable")})
	case revision != "" && revision != live.GetResourceVersion():
		return nil, apierrors.NewConflict(resourceOf(kind), name, fmt.Errorf("it is at %s", live.GetResourceVersion()))
	}
	merged, err := s.managers[kind].Apply(kind.copyOf(live), wanted, p.manager, p.force)
	if err != nil {
		return nil, err
	}
	object, ok := merged.(Object)
	if !ok {
		return nil, fmt.Errorf("%T", merged)
	}
	controllers := 0
	for _, reference := range object.GetOwnerReferences() {
		if reference.Controller != nil && *reference.Controller {
			controllers++
		}
	}
	if controllers > 1 {
		return nil, apierrors.NewInvalid(kind.GroupKind(), name, field.ErrorList{field.Invalid(field.NewPath("metadata", "ownerReferences"), nil, "only one controller")})
	}
	if created {
		object.SetUID(s.newUID())
		object.SetCreationTimestamp(metav1.NewTime(s.now()))
	} else if sameButTimes(live, object) {
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
func (s *chaosServer) takeOver(kind *Kind, name string, live Object, p patch) (Object, error) {
	if live == nil {
		return nil, apierrors.NewNotFound(resourceOf(kind), name)
	}
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
	if revision != live.GetResourceVersion() {
		return nil, apierrors.NewConflict(resourceOf(kind), name, fmt.Errorf("it is at %s", live.GetResourceVersion()))
	}
	object := kind.copyOf(live)
	object.SetManagedFields(entries)
	return kind.copyOf(s.store(kind, object)), nil
}

func (s *chaosServer) create(context.Context, Object, *Kind, string, bool) (Object, error) {
	return nil, apierrors.NewBadRequest("not in this simulation: create")
}

func (s *chaosServer) delete(_ context.Context, kind *Kind, _, name string, preconditions metav1.Preconditions) error {
	live := s.objects[kind][name]
	if live == nil {
		return apierrors.NewNotFound(resourceOf(kind), name)
	}
	if preconditions.UID != nil && *preconditions.UID != live.GetUID() {
		return apierrors.NewConflict(resourceOf(kind), name, fmt.Errorf("its uid is %s", live.GetUID()))
	}
	if preconditions.ResourceVersion != nil && *preconditions.ResourceVersion != live.GetResourceVersion() {
		return apierrors.NewConflict(resourceOf(kind), name, fmt.Errorf("it is at %s", live.GetResourceVersion()))
	}
	s.remove(kind, live)
	return nil
}

// remove deletes an object as its finalizers allow.
func (s *chaosServer) remove(kind *Kind, live Object) {
	if len(live.GetFinalizers()) == 0 {
		s.erase(kind, live)
		return
	}
	if live.GetDeletionTimestamp() == nil {
		dying := kind.copyOf(live)
		at := metav1.NewTime(s.now())
		dying.SetDeletionTimestamp(&at)
		s.store(kind, dying)
	}
}

func (s *chaosServer) owner(_ context.Context, owner Owner) (*metav1.PartialObjectMetadata, error) {
	live, ok := s.owners[owner.Name]
	if !ok {
		return nil, apierrors.NewNotFound(schema.GroupResource{Resource: "owners"}, owner.Name)
	}
	out := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Name: owner.Name, UID: live.uid, Generation: live.generation}}
	if live.terminated {
		at := metav1.NewTime(s.now())
		out.DeletionTimestamp = &at
	}
	return out, nil
}

// edit has a user change an object.
func (s *chaosServer) edit(kind *Kind, name string, change func(Object)) {
	live := s.objects[kind][name]
	if live == nil {
		return
	}
	edited := kind.copyOf(live)
	change(edited)
	out, err := s.managers[kind].Update(kind.copyOf(live), edited, "user")
	if object, ok := out.(Object); ok && err == nil {
		s.store(kind, object)
	}
}

// make has a user create an object.
func (s *chaosServer) make(kind *Kind, object Object) {
	if s.objects[kind][object.GetName()] == nil {
		object.SetUID(s.newUID())
		object.SetManagedFields(nil)
		s.store(kind, object)
	}
}

// collect deletes what belongs only to owners that are gone, as the garbage collector does.
func (s *chaosServer) collect() {
	alive := map[types.UID]bool{}
	for _, owner := range s.owners {
		alive[owner.uid] = true
	}
	for _, kind := range s.used {
		for _, name := range slices.Sorted(maps.Keys(s.objects[kind])) {
			object := s.objects[kind][name]
			references := object.GetOwnerReferences()
			left := 0
			for _, reference := range references {
				if alive[reference.UID] || reference.UID == foreignUID {
					left++
				}
			}
			if len(references) > 0 && left == 0 {
				s.remove(kind, object)
			}
		}
	}
}

// foreignUID is that of an owner that is none of ours, and lives for ever.
const foreignUID = types.UID("foreign")

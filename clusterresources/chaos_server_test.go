// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// chaosServer is an API server in memory: it has uids, resourceVersions, preconditions and finalizers. Server-side apply,
// the scale subresource and the validation of metadata are by the libraries that the real one has. It exists for what a
// real server cannot be made to do: to be seen late, and to be changed between any two requests.
type chaosServer struct {
	scheme   *runtime.Scheme
	managers map[*Kind]*managedfields.FieldManager
	// scales is the field manager of the scale subresource, of all kinds.
	scales  *managedfields.FieldManager
	now     func() time.Time
	used    []*Kind
	objects map[*Kind]map[string]Object
	log     []chaosEvent
	owners  map[string]chaosOwner
	counter int64
	// refuses has kinds that cannot be reached, and what is answered instead.
	refuses map[*Kind]error
}

// chaosEvent is what a watch would tell.
type chaosEvent struct {
	kind     *Kind
	object   Object
	deleted  bool
	revision int64
}

// chaosOwner is a custom resource.
type chaosOwner struct {
	uid        types.UID
	generation int64
	terminated bool
	strategy   Strategy
	wants      map[chaosName]chaosWant
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
		scheme: table.scheme, now: now, managers: map[*Kind]*managedfields.FieldManager{}, used: used, objects: map[*Kind]map[string]Object{},
		owners: map[string]chaosOwner{}, refuses: map[*Kind]error{},
	}
	for _, kind := range used {
		// Whoever writes the main resource does not own the status, where there is one.
		reset := map[fieldpath.APIVersion]fieldpath.Filter{
			fieldpath.APIVersion(kind.GroupVersion().String()): fieldpath.NewExcludeSetFilter(fieldpath.NewSet(fieldpath.MakePathOrDie("status"))),
		}
		fm, err := managedfields.NewDefaultFieldManager(kind.Types, s.scheme, chaosDefaults{}, s.scheme, kind.GroupVersionKind, kind.GroupVersion(), "", reset)
		if err != nil {
			return nil, err
		}
		s.managers[kind], s.objects[kind] = fm, map[string]Object{}
	}
	scale := autoscalingv1.SchemeGroupVersion.WithKind("Scale")
	var err error
	s.scales, err = managedfields.NewDefaultFieldManager(managedfields.NewDeducedTypeConverter(), s.scheme, noDefaults{}, s.scheme, scale, scale.GroupVersion(), "scale", nil)
	return s, err
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
	if err := s.refuses[kind]; err != nil {
		return nil, err
	}
	live := s.objects[kind][name]
	if live == nil {
		return nil, apierrors.NewNotFound(resourceOf(kind), name)
	}
	return kind.copyOf(live), nil
}

// time is now, as it is when it was written and read again.
func (s *chaosServer) time() metav1.Time { return metav1.Unix(s.now().Unix(), 0) }

func (s *chaosServer) create(_ context.Context, object Object, kind *Kind, manager string, _ bool) (Object, error) {
	if err := s.refuses[kind]; err != nil {
		return nil, err
	}
	if s.objects[kind][object.GetName()] != nil {
		return nil, apierrors.NewAlreadyExists(resourceOf(kind), object.GetName())
	}
	created := kind.copyOf(object)
	chaosDefaults{}.Default(created)
	out, err := s.managers[kind].Update(kind.copyOf(kind.New()), created, manager)
	if err != nil {
		return nil, err
	}
	managed, ok := out.(Object)
	if !ok {
		return nil, fmt.Errorf("%T", out)
	}
	return s.write(kind, nil, managed)
}

func (s *chaosServer) delete(_ context.Context, kind *Kind, _, name string, preconditions metav1.Preconditions) error {
	if err := s.refuses[kind]; err != nil {
		return err
	}
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
		at := s.time()
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
		at := s.time()
		out.DeletionTimestamp = &at
	}
	return out, nil
}

// edit has a user change an object.
func (s *chaosServer) edit(kind *Kind, name string, change func(Object)) {
	if live := s.objects[kind][name]; live != nil {
		edited := kind.copyOf(live)
		change(edited)
		_, _ = s.update(kind, live, edited, "user") // one that is refused changes nothing
	}
}

// scale has somebody write the scale subresource, as the registries of the API server do it.
func (s *chaosServer) scale(kind *Kind, live Object, replicas int32) error {
	handler := managedfields.NewScaleHandler(live.GetManagedFields(), kind.GroupVersion(), managedfields.ResourcePathMappings{
		kind.GroupVersion().String(): fieldpath.MakePathOrDie("spec", "replicas"),
	})
	entries, err := handler.ToSubresource()
	if err != nil {
		return err
	}
	before := &autoscalingv1.Scale{
		ObjectMeta: metav1.ObjectMeta{Name: live.GetName(), Namespace: live.GetNamespace(), UID: live.GetUID(), ManagedFields: entries},
		Spec:       autoscalingv1.ScaleSpec{Replicas: *chaosReplicas(live)},
	}
	after := before.DeepCopy()
	after.Spec.Replicas = replicas
	out, err := s.scales.Update(before, after, "autoscaler")
	if err != nil {
		return err
	}
	scale, ok := out.(*autoscalingv1.Scale)
	if !ok {
		return fmt.Errorf("%T", out)
	}
	if entries, err = handler.ToParent(scale.ManagedFields); err != nil {
		return err
	}
	scaled := kind.copyOf(live)
	*chaosReplicas(scaled) = scale.Spec.Replicas
	scaled.SetManagedFields(entries)
	_, err = s.write(kind, live, scaled)
	return err
}

// make has a user create an object.
func (s *chaosServer) make(kind *Kind, object Object) {
	if s.objects[kind][object.GetName()] == nil {
		object.SetUID("")
		object.SetResourceVersion("")
		object.SetManagedFields(nil)
		chaosDefaults{}.Default(object)
		_, _ = s.write(kind, nil, object) // one that is refused is not there
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

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var (
	chaosSteps = flag.Int("chaos.steps", 100_000, "how many random steps TestChaos takes")
	chaosSeed  = flag.Uint64("chaos.seed", 0, "the seed of TestChaos; 0 takes one from the clock")
)

const (
	chaosNamespace = "default"
	// chaosAge is how many steps a world lives before it has to settle.
	chaosAge = 200
)

var chaosKind = schema.GroupVersionKind{Group: "test.example.com", Version: "v1", Kind: "Product"}

// mutant is a defect put in on purpose, to see that the test finds it.
type mutant int

const (
	noMutant mutant = iota
	// nothingDemanded deletes without preconditions. To leave out the uid alone does no harm here, nor does it on etcd: a
	// resourceVersion is never given twice.
	nothingDemanded
	ownerNotChecked
	namesCompared
	cacheTrusted
)

// chaosWorld is a server, two processes of an operator, and everybody else.
type chaosWorld struct {
	t       *testing.T
	random  *rand.Rand
	kinds   *kinds
	used    []*Kind
	server  *chaosServer
	time    time.Time
	workers [2]*chaosOperator
	mutant  mutant
	// calm worlds are not meddled with.
	calm    bool
	verdict string
	trace   []string
}

func newChaosWorld(t *testing.T, seed uint64, m mutant) *chaosWorld {
	t.Helper()
	s, err := newScheme()
	require.NoError(t, err)
	table, err := newKinds(s, nil)
	require.NoError(t, err)
	w := &chaosWorld{t: t, random: rand.New(rand.NewPCG(seed, 0)), kinds: table, mutant: m, time: time.Unix(1_000_000_000, 0)} //nolint:gosec // it has to be repeatable
	for _, kind := range []string{"ConfigMap", "Secret"} {
		w.used = append(w.used, table.byGroup[schema.GroupKind{Kind: kind}])
	}
	w.server, err = newChaosServer(table, w.used, w.clock)
	require.NoError(t, err)
	for i := range w.workers {
		w.workers[i] = newChaosOperator(w, nil)
	}
	return w
}

func (w *chaosWorld) clock() time.Time { return w.time }

// say notes what happens; the last of it is shown when something goes wrong.
func (w *chaosWorld) say(format string, args ...any) {
	w.trace = append(w.trace, fmt.Sprintf(format, args...))
	if len(w.trace) > 400 {
		w.trace = w.trace[200:]
	}
}

// object is one that an owner wants.
func (w *chaosWorld) object(name chaosName, value string, owner Owner) Object {
	meta := metav1.ObjectMeta{
		Name: name.name, Namespace: chaosNamespace, Labels: w.workers[0].applier.Labels(owner),
		OwnerReferences: []metav1.OwnerReference{owner.Reference()},
	}
	if name.kind.Kind == "Secret" {
		return &corev1.Secret{ObjectMeta: meta, Data: map[string][]byte{"value": []byte(value)}}
	}
	return &corev1.ConfigMap{ObjectMeta: meta, Data: map[string]string{"value": value}}
}

func valueOf(object Object) string {
	switch o := object.(type) {
	case *corev1.Secret:
		return string(o.Data["value"])
	case *corev1.ConfigMap:
		return o.Data["value"]
	}
	return ""
}

func setValue(object Object, value string) {
	switch o := object.(type) {
	case *corev1.Secret:
		o.Data = map[string][]byte{"value": []byte(value)}
	case *corev1.ConfigMap:
		o.Data = map[string]string{"value": value}
	}
}

func sortedNames(used []*Kind, wants map[chaosName]string) []chaosName {
	return slices.SortedFunc(maps.Keys(wants), func(a, b chaosName) int {
		return cmp.Or(cmp.Compare(slices.Index(used, a.kind), slices.Index(used, b.kind)), cmp.Compare(a.name, b.name))
	})
}

func (w *chaosWorld) anyOwner() string { return []string{"red", "blue"}[w.random.IntN(2)] }

// anyName is the name of an object that an owner may want. Both may want the shared one, and only one of them gets it.
func (w *chaosWorld) anyName(owner string) chaosName {
	name := fmt.Sprintf("%s-%d", owner, w.random.IntN(4))
	if w.random.IntN(4) == 0 {
		name = "shared"
	}
	return chaosName{kind: w.used[w.random.IntN(len(w.used))], name: name}
}

func (w *chaosWorld) anyWants(owner string) map[chaosName]string {
	wants := map[chaosName]string{}
	for range w.random.IntN(6) {
		wants[w.anyName(owner)] = fmt.Sprint(w.random.IntN(3))
	}
	return wants
}

// meddle changes the world before a request of a process, now and then.
func (w *chaosWorld) meddle(o *chaosOperator) {
	if w.calm || w.random.IntN(3) > 0 {
		return
	}
	if w.random.IntN(10) == 0 && o == w.workers[0] {
		// Another process that believes to be the leader does all of its work right now.
		w.say("  meanwhile, the other process")
		_ = w.reconcile(1, w.anyOwner(), -1) // errors are part of it
		return
	}
	w.disturb()
}

// touch is what happens to an object just before it is deleted: often something.
func (w *chaosWorld) touch(kind *Kind, name string) {
	live := w.server.objects[kind][name]
	if w.calm || live == nil {
		return
	}
	switch w.random.IntN(6) {
	case 0, 1, 2, 3:
		w.say("  %s %s: annotated", kind.Kind, name)
		w.server.edit(kind, name, func(o Object) { o.SetAnnotations(map[string]string{"a": fmt.Sprint(w.random.IntN(1000))}) })
	case 4:
		w.say("  %s %s: made anew by a user", kind.Kind, name)
		copied := kind.copyOf(live)
		w.server.erase(kind, live)
		copied.SetFinalizers(nil)
		copied.SetDeletionTimestamp(nil)
		w.server.make(kind, copied)
	}
}

// disturb does one thing that the operator has no hand in.
func (w *chaosWorld) disturb() {
	owner := w.anyOwner()
	name := w.anyName(w.anyOwner())
	live, exists := w.server.owners[owner]
	switch w.random.IntN(20) {
	case 0, 1, 2, 3:
		i := w.random.IntN(2)
		for _, kind := range w.used {
			w.workers[i].caches[kind].advance(w.random.IntN(6))
		}
		w.say("caches of %d advance", i)
	case 4:
		w.workers[w.random.IntN(2)].readOwners()
	case 5:
		if exists {
			live.generation++
			live.wants = w.anyWants(owner)
			w.server.owners[owner] = live
			w.say("%s wants %d objects at generation %d", owner, len(live.wants), live.generation)
		}
	case 6:
		if exists && w.random.IntN(4) == 0 {
			delete(w.server.owners, owner)
			w.say("%s is deleted", owner)
		}
	case 7:
		if exists && w.random.IntN(4) > 0 {
			break
		}
		w.server.owners[owner] = chaosOwner{uid: w.server.newUID(), generation: 1, wants: w.anyWants(owner)}
		w.say("%s is created, maybe again", owner)
	case 8:
		if exists && w.random.IntN(4) == 0 {
			live.terminated = true
			w.server.owners[owner] = live
			w.say("%s terminates", owner)
		}
	case 9:
		w.say("garbage is collected")
		w.server.collect()
	case 10:
		w.say("user edits %s %s", name.kind.Kind, name.name)
		w.server.edit(name.kind, name.name, func(o Object) { setValue(o, "user") })
	case 11:
		w.say("user takes a label of %s %s", name.kind.Kind, name.name)
		w.server.edit(name.kind, name.name, func(o Object) {
			labels := maps.Clone(o.GetLabels())
			delete(labels, []string{LabelManagedBy, LabelInstance, LabelName}[w.random.IntN(3)])
			o.SetLabels(labels)
		})
	case 12:
		w.say("user takes the owners of %s %s", name.kind.Kind, name.name)
		w.server.edit(name.kind, name.name, func(o Object) { o.SetOwnerReferences(nil) })
	case 13:
		w.say("user wipes managedFields of %s %s", name.kind.Kind, name.name)
		if object := w.server.objects[name.kind][name.name]; object != nil {
			wiped := name.kind.copyOf(object)
			wiped.SetManagedFields(nil)
			w.server.store(name.kind, wiped)
		}
	case 14:
		if object := w.server.objects[name.kind][name.name]; object != nil {
			w.say("user deletes %s %s", name.kind.Kind, name.name)
			w.server.remove(name.kind, object)
		}
	case 15:
		// Of this owner: two owners that have each other's objects block each other until somebody clears them away.
		name = w.anyName(owner)
		w.say("user makes %s %s", name.kind.Kind, name.name)
		object := w.object(name, "user", Owner{Name: owner, UID: live.uid, GroupVersionKind: chaosKind})
		switch w.random.IntN(3) {
		case 0:
			object.SetOwnerReferences(nil)
		case 1:
			object.SetOwnerReferences([]metav1.OwnerReference{Owner{GroupVersionKind: chaosKind, Name: "foreign", UID: foreignUID}.Reference()})
		}
		w.server.make(name.kind, object)
	case 16:
		w.say("user holds or lets go %s %s", name.kind.Kind, name.name)
		w.server.edit(name.kind, name.name, func(o Object) {
			if len(o.GetFinalizers()) > 0 {
				o.SetFinalizers(nil)
			} else if o.GetDeletionTimestamp() == nil {
				o.SetFinalizers([]string{"test.example.com/hold"})
			}
		})
	case 17:
		w.time = w.time.Add(time.Duration(w.random.IntN(20)) * time.Second)
	case 18:
		w.time = w.time.Add(time.Duration(w.random.IntN(20)) * time.Minute)
	case 19:
		i, kind := w.random.IntN(2), w.used[w.random.IntN(len(w.used))]
		cache := w.workers[i].caches[kind]
		cache.broken = !cache.broken
		if cache.broken {
			w.workers[i].applier.memos.dropKind(kind)
		}
	}
}

// reconcile has a process reconcile, and replaces it if it does not survive.
func (w *chaosWorld) reconcile(i int, owner string, life int) error {
	o := w.workers[i]
	o.life = life
	w.say("%d reconciles %s", i, owner)
	alive, err := o.reconcile(owner)
	w.say("%d is done: %v", i, err)
	if !alive {
		w.workers[i] = newChaosOperator(w, w.workers[w.random.IntN(2)])
	}
	return err
}

// step is one step of a world.
func (w *chaosWorld) step() {
	switch w.random.IntN(10) {
	case 0, 1, 2, 3:
		life := -1
		if w.random.IntN(3) == 0 {
			life = w.random.IntN(8)
		}
		_ = w.reconcile(w.random.IntN(2), w.anyOwner(), life) // errors are part of it
	case 4:
		w.twice()
	default:
		w.disturb()
	}
}

// twice reconciles two times in a row while nothing else happens: what the first one has done, the second one knows,
// whatever its cache has seen of it.
func (w *chaosWorld) twice() {
	w.calm = true
	defer func() { w.calm = false }()
	i, owner := w.random.IntN(2), w.anyOwner()
	o := w.workers[i]
	if w.reconcile(i, owner, -1) != nil {
		return
	}
	for kind, cache := range o.caches {
		if cache.broken {
			return // it looks at each object then
		}
		for _, object := range w.server.objects[kind] {
			if object.GetDeletionTimestamp() != nil {
				return // it is looked at until it is gone, if its labels keep it out of the cache
			}
		}
	}
	// What the first one was told of by the server, the second one knows for half a minute.
	if _ = w.reconcile(i, owner, -1); o.requests > 0 {
		w.wrong("%d requests while nothing has changed", o.requests)
	}
}

// settle ends all disturbances, and says what is not as it should be after some reconciles.
func (w *chaosWorld) settle() {
	w.calm = true
	for kind, objects := range w.server.objects {
		for name, object := range objects {
			// A user clears away what is nobody's to take.
			if len(object.GetFinalizers()) > 0 {
				w.server.edit(kind, name, func(o Object) { o.SetFinalizers(nil) })
			}
			if c := metav1.GetControllerOf(object); c != nil && c.UID == foreignUID && w.server.objects[kind][name] != nil {
				w.server.erase(kind, w.server.objects[kind][name])
			}
		}
	}
	for name, owner := range w.server.owners {
		owner.terminated = false
		w.server.owners[name] = owner
		id := identity{owner: Owner{Name: name, UID: owner.uid}, manager: w.workers[0].applier.manager, app: "app"}
		for kind, objects := range w.server.objects {
			for object, live := range objects {
				// What lost its labels is not found any more, and stands in the way of the other owner. Two owners that
				// each have what the other one wants block each other.
				_, wanted := owner.wants[chaosName{kind: kind, name: object}]
				if !wanted && ownedBy(live, owner.uid) && (!id.has(live) || object == "shared") {
					w.server.erase(kind, live)
				}
			}
		}
	}
	for round := range 8 {
		w.server.collect()
		for _, o := range w.workers {
			o.readOwners()
			for _, cache := range o.caches {
				cache.broken = false
				cache.advance(len(w.server.log))
			}
		}
		w.time = w.time.Add(6 * time.Minute)
		w.say("settle, round %d", round)
		for _, owner := range []string{"red", "blue"} {
			_ = w.reconcile(0, owner, -1)
		}
	}
	for _, o := range w.workers[:1] {
		for _, cache := range o.caches {
			cache.advance(len(w.server.log))
		}
		for _, owner := range []string{"red", "blue"} {
			if err := w.reconcile(0, owner, -1); err != nil && !w.contested() {
				w.wrong("%s does not settle: %v", owner, err)
			}
			if o.requests > 0 && !w.contested() {
				w.wrong("%s still costs %d requests", owner, o.requests)
			}
		}
	}
	w.compare()
}

// contested reports whether two owners want the same object: then neither gives way.
func (w *chaosWorld) contested() bool {
	seen := map[chaosName]bool{}
	for _, owner := range w.server.owners {
		for name := range owner.wants {
			if seen[name] {
				return true
			}
			seen[name] = true
		}
	}
	return false
}

// compare holds what is there against what is wanted.
func (w *chaosWorld) compare() {
	if w.contested() {
		return
	}
	for ownerName, owner := range w.server.owners {
		for name, value := range owner.wants {
			live := w.server.objects[name.kind][name.name]
			if live == nil {
				w.wrong("%s wants %s %s, which is not there", ownerName, name.kind.Kind, name.name)
			} else if valueOf(live) != value || !ownedBy(live, owner.uid) {
				w.wrong("%s wants %s %s with %s, and it has %s", ownerName, name.kind.Kind, name.name, value, valueOf(live))
			}
		}
		for _, kind := range w.used {
			for name, live := range w.server.objects[kind] {
				_, wanted := owner.wants[chaosName{kind: kind, name: name}]
				id := identity{owner: Owner{Name: ownerName, UID: owner.uid}, manager: w.workers[0].applier.manager, app: "app"}
				if !wanted && id.check(Ref{}, live) == nil {
					w.wrong("%s does not want %s %s, which is there", ownerName, kind.Kind, name)
				}
			}
		}
	}
}

// live runs a world until it has taken so many steps, or something went wrong.
func (w *chaosWorld) live(steps int) string {
	for range steps {
		if w.step(); w.verdict != "" {
			return w.verdict
		}
	}
	w.settle()
	return w.verdict
}

// TestChaos is everything that can go wrong around an operator, at random: caches that lag, processes that end after any
// request, two of them at once, owners that are deleted, created again and edited, users who edit and delete what is the
// operator's. Nothing is deleted that should not be, nothing is sent when nothing changed, and when peace returns, all is
// as it should be. A failure prints its seed, and what happened last.
//
// Longer: go test ./clusterresources -run TestChaos -chaos.steps 3000000.
func TestChaos(t *testing.T) {
	t.Parallel()
	seed := *chaosSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano()) //nolint:gosec // any number does
	}
	for world := range uint64(max(1, *chaosSteps/chaosAge)) { //nolint:gosec // it is no large number
		w := newChaosWorld(t, seed+world, noMutant)
		if verdict := w.live(chaosAge); verdict != "" {
			t.Fatalf("-chaos.seed %d -chaos.steps 1: %s\n%s", seed+world, verdict, strings.Join(w.trace, "\n"))
		}
	}
}

// TestChaosFindsDefects puts defects in, and demands that they are found.
func TestChaosFindsDefects(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]mutant{
		"deletions demand nothing": nothingDemanded, "the owner is not checked": ownerNotChecked,
		"names are compared without uid": namesCompared, "the cache is trusted after an own write": cacheTrusted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(100) {
				if verdict := newChaosWorld(t, seed, m).live(chaosAge); verdict != "" {
					t.Logf("after %d worlds: %s", seed+1, verdict)
					return
				}
			}
			t.Fatal("nothing was found")
		})
	}
}

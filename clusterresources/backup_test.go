// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// secretBackup returns the only backup that there is, nil if there is none.
func (l *lone) secretBackup() *corev1.Secret {
	for name, object := range l.server.objects[l.applier.kinds.byGroup[secrets]] {
		if strings.HasPrefix(name, "backup-") {
			secret, ok := object.(*corev1.Secret)
			require.True(l.t, ok)
			return secret
		}
	}
	return nil
}

// forgets has another process take over, which knows only what is on the server.
func (l *lone) forgets() { l.applier.memos = newMemos() }

// TestProcessThatEndsBetweenDeletionAndCreation has the next one create the object with what the former one had.
func TestProcessThatEndsBetweenDeletionAndCreation(t *testing.T) {
	t.Parallel()
	forbidden := apierrors.NewForbidden(schema.GroupResource{Resource: "secrets"}, "", errors.New(`User "operator" cannot get resource "secrets"`))
	for name, c := range map[string]struct {
		meanwhile func(l *lone)
		begins    string
		says      string
	}{
		"nothing else": {func(*lone) {}, "first", ""},
		"somebody has the name of the backup": {func(l *lone) {
			l.server.edit(l.applier.kinds.byGroup[secrets], l.secretBackup().Name, func(o Object) { annotate(o, AnnotationBackupOf, "") })
		}, "second", ""},
		"it is another owner's object": {func(l *lone) { l.owner.UID = "another" }, "second", ""},
		"it may not be read": {
			func(l *lone) { l.server.refuses[l.applier.kinds.byGroup[secrets]] = forbidden }, "",
			`the API server refused it: Forbidden: User "operator" cannot get resource "secrets": grant`,
		},
		"it cannot be read": {func(l *lone) {
			l.server.refuses[l.applier.kinds.byGroup[secrets]] = apierrors.NewInternalError(errors.New("broken"))
		}, "", "the API server refused it: InternalError"},
		"it is damaged": {func(l *lone) {
			l.server.edit(l.applier.kinds.byGroup[secrets], l.secretBackup().Name, func(o Object) { o.(*corev1.Secret).Data[backupValues] = []byte(`{"hunter2`) })
		}, "", "data.values: it is no JSON object any more: mend it, or delete the Secret to have ConfigMap " + chaosNamespace + "/config begin anew"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, h, add := newFrozen(t)
			l.crashes(h)
			_, err := add("second", "b")
			require.ErrorIs(t, err, errCrash)
			require.Equal(t, "ConfigMap "+chaosNamespace+"/config", l.secretBackup().Annotations[AnnotationBackupOf])
			l.mends(h)
			c.meanwhile(l)
			live, err := add("second", "b")
			if c.says != "" {
				require.ErrorContains(t, err, c.says)
				require.NotContains(t, err.Error(), "hunter2")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.begins, live.Data["value"])
			assert.Equal(t, "b", live.Data["other"])
			if c.begins == "first" {
				assert.Nil(t, l.secretBackup(), "the object has it")
			}
		})
	}
}

// crashes has a deletion carried out, and the process end right after.
func (l *lone) crashes(h *holder) {
	h.deletion = func(kind *Kind, name string) error {
		l.server.erase(kind, l.server.objects[kind][name])
		h.refusal = errCrash
		return nil
	}
}

// mends has another process take over, on a server that refuses nothing any more.
func (l *lone) mends(h *holder) {
	h.refusal, h.immutable = nil, false
	l.forgets()
	l.catchUp()
}

// beginsAnew has somebody delete the object by hand, to have another value, and demands that it has one then.
func (l *lone) beginsAnew(add func(value, other string) (*corev1.ConfigMap, error)) {
	l.t.Helper()
	l.server.erase(l.kind, l.server.objects[l.kind]["config"])
	l.catchUp()
	live, err := add("second", "a")
	require.NoError(l.t, err)
	assert.Equal(l.t, "second", live.Data["value"])
}

// listsSecrets has the operator follow Secrets, and returns what has the cache know all there is.
func (l *lone) listsSecrets() (catchUp func()) {
	kind := l.applier.kinds.byGroup[secrets]
	cache := newChaosCache(l.server, kind, l.applier.manager, func(Object) {})
	l.applier.stores[kind] = chaosStore{chaosCache: cache}
	return func() { cache.advance(len(l.server.log)) }
}

// TestBackupOfWhatIsAskedFor is one, too: the next process may ask for something else.
func TestBackupOfWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	l.crashes(h)
	_, err := add("first", "b")
	require.ErrorIs(t, err, errCrash)
	l.mends(h)
	live, err := add("generated anew", "b")
	require.NoError(t, err)
	assert.Equal(t, "first", live.Data["value"])
}

// TestBackupsAreOfTheLastDeletion has a password changed by hand while the backup of an earlier attempt is left over.
func TestBackupsAreOfTheLastDeletion(t *testing.T) {
	t.Parallel()
	for name, asked := range map[string]string{"what is there is asked for": "changed", "something else is": "generated"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, h, add := newFrozen(t)
			h.deletion = func(*Kind, string) error {
				h.refusal = errCrash
				return errCrash
			}
			_, err := add("generated", "b")
			require.ErrorIs(t, err, errCrash)
			l.server.edit(l.kind, "config", func(o Object) { o.(*corev1.ConfigMap).Data["value"] = "changed" })
			l.mends(h)
			h.immutable = true
			l.crashes(h)
			_, err = add(asked, "b")
			require.ErrorIs(t, err, errCrash)
			l.mends(h)
			live, err := add("generated", "b")
			require.NoError(t, err)
			assert.Equal(t, "changed", live.Data["value"])
		})
	}
}

// TestBackupThatIsLeftBehind goes with the next process that adds the object, whether or not Secrets may be listed, and orphans are
// deleted: whoever deletes the object later, to have another password, must get one.
func TestBackupThatIsLeftBehind(t *testing.T) {
	t.Parallel()
	for name, lists := range map[string]bool{"Secrets are listed": true, "they may not be listed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, h, add := newFrozen(t)
			catchUp := func() {}
			if lists {
				catchUp = l.listsSecrets()
			}
			h.deletion = func(*Kind, string) error {
				h.refusal = errCrash
				return errCrash
			}
			_, err := add("second", "b")
			require.ErrorIs(t, err, errCrash)
			catchUp()
			l.mends(h)
			_, err = add("second", "a")
			require.NoError(t, err)
			require.NotNil(t, l.secretBackup(), "the deletion may be on its way")
			l.now = l.now.Add(trustOwnWrite)
			_, err = add("second", "a")
			require.NoError(t, err)
			require.Nil(t, l.secretBackup())
			l.beginsAnew(add)
		})
	}
}

// TestBackupOfADeletionThatWasNotCarriedOut goes with the next write of the object.
func TestBackupOfADeletionThatWasNotCarriedOut(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	h.deletion = func(*Kind, string) error {
		h.immutable = false
		return errors.New("the connection broke")
	}
	_, err := add("second", "b")
	require.ErrorContains(t, err, "the connection broke")
	require.NotNil(t, l.secretBackup())
	_, err = add("second", "c")
	require.NoError(t, err)
	assert.Nil(t, l.secretBackup())
}

// TestBackupOfAnObjectThatACacheStillHas stays, also when the change that the object was deleted for was taken back.
func TestBackupOfAnObjectThatACacheStillHas(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	catchUp := l.listsSecrets()
	l.crashes(h)
	_, err := add("second", "b")
	require.ErrorIs(t, err, errCrash)
	h.refusal, h.immutable = nil, false
	l.forgets()
	catchUp() // the cache of ConfigMaps does not
	set := l.set()
	_, err = Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "x", "other": "a"}}, CreateOnce("data.value"), RecreateIfImmutable())
	require.NoError(t, err)
	require.NoError(t, set.DeleteOrphans(t.Context()))
	require.NotNil(t, l.secretBackup())
	l.catchUp()
	live, err := add("third", "a")
	require.NoError(t, err)
	assert.Equal(t, "first", live.Data["value"])
}

// TestNextReleaseThatDoesNotRecreate finds a backup where it may list Secrets.
func TestNextReleaseThatDoesNotRecreate(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	catchUp := l.listsSecrets()
	l.crashes(h)
	_, err := add("second", "b")
	require.ErrorIs(t, err, errCrash)
	l.mends(h)
	catchUp()
	live, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "third", "other": "b"}}, CreateOnce("data.value"))
	require.NoError(t, err)
	assert.Equal(t, "first", live.Data["value"])
	assert.Nil(t, l.secretBackup())
}

// stripper is an admission policy that takes the labels from Secrets.
type stripper struct{ *holder }

func (p *stripper) patch(ctx context.Context, kind *Kind, namespace, name string, sent patch) (Object, error) {
	answer, err := p.holder.patch(ctx, kind, namespace, name, sent)
	if err == nil && kind.GroupKind() == secrets {
		p.edit(kind, name, func(o Object) { o.SetLabels(nil) })
		return p.get(ctx, kind, namespace, name)
	}
	return answer, err
}

// TestBackupThatCouldNotBeFound has nothing deleted.
func TestBackupThatCouldNotBeFound(t *testing.T) {
	t.Parallel()
	var p *stripper
	l := newLone(t, func(s *chaosServer) server { p = &stripper{&holder{rival: &rival{chaosServer: s}}}; return p })
	add := func(value, other string) error {
		_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": value, "other": other}}, CreateOnce("data.value"), RecreateIfImmutable())
		return err
	}
	require.NoError(t, add("first", "a"))
	l.catchUp()
	p.immutable = true
	p.deletion = func(*Kind, string) error {
		t.Error("it is deleted")
		return nil
	}
	require.ErrorContains(t, add("second", "b"), "look for an admission policy or webhook that changes Secrets")
}

// TestBackupThatAnotherProcessHasWrittenSince stays: it is of another deletion.
func TestBackupThatAnotherProcessHasWrittenSince(t *testing.T) {
	t.Parallel()
	l, h, _ := newFrozen(t)
	set := l.set()
	d := &desired{kind: l.kind, ref: refOf(l.kind, l.server.objects[l.kind]["config"]), identity: set.identity, object: &corev1.ConfigMap{ObjectMeta: l.metaOf("config")}, options: addOptions{recreate: true}}
	d.once = []path{{"data", "value"}}
	h.immutable = false
	ours, err := set.backUp(t.Context(), d, l.server.objects[l.kind]["config"])
	require.NoError(t, err)
	theirs, err := set.backUp(t.Context(), d, l.server.objects[l.kind]["config"])
	require.NoError(t, err)
	require.NotEqual(t, ours, theirs, "of the same object at the same revision, too")
	set.dropBackup(t.Context(), d.ref, ours)
	require.NotNil(t, l.secretBackup())
	set.dropBackup(t.Context(), d.ref, theirs)
	require.Nil(t, l.secretBackup())
}

// TestBackupThatCannotBeWritten has nothing deleted.
func TestBackupThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	h.deletion = func(*Kind, string) error {
		t.Error("it is deleted")
		return nil
	}
	l.server.refuses[l.applier.kinds.byGroup[secrets]] = apierrors.NewInternalError(errors.New("broken"))
	_, err := add("second", "b")
	require.ErrorContains(t, err, "recreate ConfigMap "+chaosNamespace+"/config: write down in Secret "+chaosNamespace+"/backup-")
	require.ErrorContains(t, err, "the API server refused it: InternalError")
	assert.Equal(t, "first", l.server.objects[l.kind]["config"].(*corev1.ConfigMap).Data["value"])
}

// TestDeletionThatIsNotCarriedOut leaves no backup: what is created later, after somebody else has deleted it, begins anew.
func TestDeletionThatIsNotCarriedOut(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	h.deletion = func(*Kind, string) error {
		return apierrors.NewConflict(schema.GroupResource{Resource: "configmaps"}, "config", errors.New("it is at another one"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Add(ctx, l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "second", "other": "b"}}, CreateOnce("data.value"), RecreateIfImmutable())
	require.Error(t, err)
	assert.Nil(t, l.secretBackup())
	l.mends(h)
	l.beginsAnew(add)
}

// TestBackupOfAnObjectThatIsOnItsWayOut is none of the orphans, and stays. One that another process has left behind goes with the
// next Add of the object.
func TestBackupOfAnObjectThatIsOnItsWayOut(t *testing.T) {
	t.Parallel()
	l, h, _ := newFrozen(t)
	kind := l.applier.kinds.byGroup[secrets]
	catchUp := l.listsSecrets()
	h.deletion = func(of *Kind, name string) error {
		if of == kind {
			l.server.erase(of, l.server.objects[of][name])
			return nil
		}
		held := of.copyOf(l.server.objects[of][name])
		held.SetFinalizers([]string{"test.example.com/hold"})
		l.server.remove(of, held)
		return nil
	}
	reconcile := func() Result {
		set := l.set()
		_, err := Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "second", "other": "b"}}, CreateOnce("data.value"), RecreateIfImmutable())
		require.NoError(t, err)
		require.NoError(t, set.DeleteOrphans(t.Context()))
		l.catchUp()
		catchUp()
		return set.Result()
	}
	for range 3 {
		assert.Equal(t, 1, reconcile().Count(Terminating))
		require.NotNil(t, l.secretBackup())
	}
	h.immutable = false
	l.server.erase(l.kind, l.server.objects[l.kind]["config"])
	left := kind.copyOf(l.secretBackup())
	l.catchUp()
	assert.Equal(t, 1, reconcile().Count(Recreated))
	assert.Nil(t, l.secretBackup())
	assert.Equal(t, "first", l.server.objects[l.kind]["config"].(*corev1.ConfigMap).Data["value"])
	l.server.make(kind, left)
	catchUp()
	assert.Equal(t, 1, reconcile().Count(Unchanged))
	assert.Nil(t, l.secretBackup())
}

// TestDryRunForgetsNothing of a deletion that nobody has had an answer to: the backup goes with the next write all the same.
func TestDryRunForgetsNothing(t *testing.T) {
	t.Parallel()
	l, h, add := newFrozen(t)
	h.deletion = func(*Kind, string) error { return errors.New("the connection broke") }
	_, err := add("second", "b")
	require.ErrorContains(t, err, "the connection broke")
	l.now = l.now.Add(trustOwnWrite)
	set, err := l.applier.NewSet(l.owner, SetOptions{DryRun: true})
	require.NoError(t, err)
	_, err = Add(t.Context(), set, &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "x", "other": "c"}}, CreateOnce("data.value"), RecreateIfImmutable())
	require.NoError(t, err)
	require.NotNil(t, l.secretBackup(), "a dry run changes nothing")
	require.NotEmpty(t, l.applier.memos.predecessors)
	h.immutable = false
	_, err = add("second", "c")
	require.NoError(t, err)
	require.Nil(t, l.secretBackup())
}

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
		"it may not be read":           {func(l *lone) { l.server.refuses[l.applier.kinds.byGroup[secrets]] = forbidden }, "second", ""},
		"it cannot be read": {func(l *lone) {
			l.server.refuses[l.applier.kinds.byGroup[secrets]] = apierrors.NewInternalError(errors.New("broken"))
		}, "", "ConfigMap " + chaosNamespace + "/config: the API server refused it: InternalError"},
		"it is damaged": {func(l *lone) {
			l.server.edit(l.applier.kinds.byGroup[secrets], l.secretBackup().Name, func(o Object) { o.(*corev1.Secret).Data[backupValues] = []byte(`{"hunter2`) })
		}, "", "data.values: it is no JSON object any more: mend it, or delete the Secret to have ConfigMap " + chaosNamespace + "/config begin anew"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, h, add := newFrozen(t)
			h.deletion = func(kind *Kind, name string) error {
				require.NotNil(t, l.secretBackup(), "it is written down before")
				l.server.erase(kind, l.server.objects[kind][name])
				h.refusal = errCrash
				return nil
			}
			_, err := add("second", "b")
			require.ErrorIs(t, err, errCrash)
			h.refusal, h.immutable = nil, false
			require.Equal(t, "ConfigMap "+chaosNamespace+"/config", l.secretBackup().Annotations[AnnotationBackupOf])
			l.forgets()
			l.catchUp()
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
	h.immutable = false
	l.forgets()
	l.server.erase(l.kind, l.server.objects[l.kind]["config"])
	l.catchUp()
	live, err := add("second", "b")
	require.NoError(t, err)
	assert.Equal(t, "second", live.Data["value"])
}

// TestBackupOfAnObjectThatIsOnItsWayOut is none of the orphans; what another process has left behind is one.
func TestBackupOfAnObjectThatIsOnItsWayOut(t *testing.T) {
	t.Parallel()
	l, h, _ := newFrozen(t)
	kind := l.applier.kinds.byGroup[secrets]
	cache := newChaosCache(l.server, kind, l.applier.manager, func(Object) {})
	l.applier.stores[kind] = chaosStore{chaosCache: cache}
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
		cache.advance(len(l.server.log))
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
	cache.advance(len(l.server.log))
	assert.Equal(t, 1, reconcile().Count(Deleted))
	assert.Nil(t, l.secretBackup())
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// TestRecreationThatTakesLong has a finalizer hold a Secret that is to be made again for longer than it is waited for. When
// it is gone at last, the new one begins with the password of the old one all the same.
func TestRecreationThatTakesLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newChaosWorld(t, 1, mutant{})
		w.calm = true
		name := chaosName{w.kinds.byGroup[secrets], "red-0"}
		want := func(generation int64, typed bool) *corev1.Secret {
			t.Helper()
			w.server.owners["red"] = chaosOwner{uid: "red", generation: generation, wants: map[chaosName]chaosWant{name: {value: "1", typed: typed}}}
			w.catchUp()
			require.NoError(t, w.reconcile(0, "red", -1))
			secret, ok := w.server.objects[name.kind][name.name].(*corev1.Secret)
			require.True(t, ok)
			return secret
		}
		before := want(1, false)
		w.server.edit(name.kind, name.name, func(o Object) { o.SetFinalizers([]string{chaosHold}) })
		require.NotNil(t, want(2, true).DeletionTimestamp)
		w.server.edit(name.kind, name.name, func(o Object) { o.SetFinalizers(nil) })
		after := want(2, true)
		assert.Equal(t, chaosType, after.Type)
		assert.Equal(t, before.Data[chaosPassword], after.Data[chaosPassword])
	})
}

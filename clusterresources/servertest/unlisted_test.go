// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/stackabletech/operator-go/clusterresources"
)

// unlisted restarts the operator with these rights, and no others, on Secrets.
func (w *world) unlisted(user string, verbs ...string) {
	w.t.Helper()
	w.allow(user, &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: user}, Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"secrets"}, Verbs: verbs},
		{APIGroups: []string{ownerKind.Group}, Resources: []string{"products"}, Verbs: []string{"get"}},
	}})
	w.options.Config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: []string{"system:authenticated"}}
	w.restart()
}

// addSecret adds a Secret of the owner of the world.
func (w *world) addSecret(password string) error {
	s := w.secret("secret")
	s.Data["password"] = []byte(password)
	_, err := clusterresources.Add(w.t.Context(), w.set(), s)
	return err
}

// stored is the Secret as the API server has it.
func (w *world) stored() *corev1.Secret {
	w.t.Helper()
	live, err := w.users.CoreV1().Secrets(w.namespace).Get(w.t.Context(), "secret", metav1.GetOptions{})
	require.NoError(w.t, err)
	return live
}

// TestSecretOfTwoOwners is the first one's. The second does not get it, although the operator may not list Secrets, or not
// even read them.
func TestSecretOfTwoOwners(t *testing.T) {
	t.Parallel()
	for name, verbs := range map[string][]string{"not listed": {"create", "get", "patch"}, "not read": {"create", "patch"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.unlisted(strings.ReplaceAll(name, " ", "-")+"-"+w.namespace, verbs...)
			first := w.owner
			w.newOwner("second")
			second := w.owner
			secret := func(owner clusterresources.Owner, password string) error {
				w.owner = owner
				return w.addSecret(password)
			}
			require.NoError(t, secret(first, "first"))
			refused := func() {
				t.Helper()
				var foreign *clusterresources.ForeignError
				require.ErrorAs(t, secret(second, "second"), &foreign)
				assert.Equal(t, "Product web", foreign.Controller)
				assert.Equal(t, []byte("first"), w.stored().Data["password"])
			}
			refused()
			w.traffic.take(t)
			require.NoError(t, secret(first, "first"))
			assert.Empty(t, w.traffic.take(t), "the first one knows what it has")
			w.restart()
			refused()
			require.NoError(t, secret(first, "first"), "a new process finds what an earlier one made")
			for _, entry := range w.stored().ManagedFields {
				assert.Equal(t, w.applier.Manager(), entry.Manager, "looking leaves no traces")
			}
			require.NoError(t, secret(first, "changed"))
			assert.Equal(t, []byte("changed"), w.stored().Data["password"])
		})
	}
}

// TestUnlistedSecretThatWasGivenAway stays with its new owner: what is remembered of it counts no more.
func TestUnlistedSecretThatWasGivenAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.unlisted("given-away-"+w.namespace, "create", "patch")
	require.NoError(t, w.addSecret("1"))
	first := w.owner
	w.newOwner("second")
	live := w.stored()
	live.OwnerReferences = []metav1.OwnerReference{w.owner.Reference()}
	_, err := w.users.CoreV1().Secrets(w.namespace).Update(t.Context(), live, metav1.UpdateOptions{})
	require.NoError(t, err)
	w.owner = first
	var foreign *clusterresources.ForeignError
	require.ErrorAs(t, w.addSecret("2"), &foreign)
	assert.Equal(t, "Product second", foreign.Controller)
	assert.Equal(t, []byte("1"), w.stored().Data["password"])
}

// TestUnreadPasswordThatIsSetOnce stays as it was made first, though the operator may not read it.
func TestUnreadPasswordThatIsSetOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.unlisted("once-"+w.namespace, "create", "patch")
	for _, password := range []string{"first", "second"} {
		s := w.secret("secret")
		s.Data["password"] = []byte(password)
		_, err := clusterresources.Add(t.Context(), w.set(), s, clusterresources.CreateOnce("data.password"))
		require.NoError(t, err)
		assert.Equal(t, []byte("first"), w.stored().Data["password"])
		w.restart()
	}
}

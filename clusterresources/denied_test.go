// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// keeper is a server with a webhook that denies deletions and patches that are no applies, as if nothing was there.
type keeper struct{ *rival }

func keeps() error {
	return &apierrors.StatusError{ErrStatus: metav1.Status{Reason: metav1.StatusReasonNotFound, Message: `admission webhook "keeper" denied the request: no`}}
}

func (k *keeper) get(ctx context.Context, kind *Kind, namespace, name string) (Object, error) {
	if k.immutable {
		return k.rival.get(ctx, kind, namespace, name)
	}
	return nil, apierrors.NewForbidden(resourceOf(kind), name, errors.New("no"))
}

func (k *keeper) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	if p.kind != types.ApplyPatchType {
		return nil, keeps()
	}
	return k.rival.patch(ctx, kind, namespace, name, p)
}

func (k *keeper) delete(context.Context, *Kind, string, string, metav1.Preconditions) error {
	return keeps()
}

// TestWebhookThatSaysThatNothingIsThere is not believed, neither when an object is to be made again, nor when it cannot be
// read.
func TestWebhookThatSaysThatNothingIsThere(t *testing.T) {
	t.Parallel()
	for name, immutable := range map[string]bool{"made again": true, "not read": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var k *keeper
			l := newLone(t, func(s *chaosServer) server { k = &keeper{rival: &rival{chaosServer: s}}; return k })
			require.Equal(t, Created, l.add(l.set(), "config"))
			l.catchUp()
			k.immutable, k.fresh = immutable, !immutable
			_, err := Add(t.Context(), l.set(), &corev1.ConfigMap{ObjectMeta: l.metaOf("config"), Data: map[string]string{"value": "new"}}, RecreateIfImmutable())
			var refused *RefusedError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, "admission webhook keeper", refused.By)
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// denier is a server that denies repairs.
type denier struct {
	*chaosServer
	denial           error
	repairs, patches int
}

func (d *denier) patch(ctx context.Context, kind *Kind, namespace, name string, p patch) (Object, error) {
	d.patches++
	if p.kind == types.MergePatchType {
		d.repairs++
		if d.denial != nil {
			return nil, d.denial
		}
	}
	return d.chaosServer.patch(ctx, kind, namespace, name, p)
}

// TestRepairThatIsDenied changes nothing, is told, and is tried again after pauses, until it is allowed.
func TestRepairThatIsDenied(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		denial  error
		lasting bool
	}{
		"for lack of rights": {apierrors.NewForbidden(resourceOf(&Kind{Resource: "deployments"}), "proxy", errors.New(`User "operator" cannot patch it`)), true},
		"by a webhook": {&apierrors.StatusError{ErrStatus: metav1.Status{
			Reason: metav1.StatusReasonConflict, Message: `admission webhook "calm" denied the request: no`,
		}}, true},
		"by chance": {apierrors.NewInternalError(errors.New("etcd")), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var d *denier
			l := newLoneOf(t, deployments, func(s *chaosServer) server { d = &denier{chaosServer: s}; return d })
			add := func(strategy appsv1.DeploymentStrategyType) (*appsv1.Deployment, error) {
				proxy := &appsv1.Deployment{ObjectMeta: l.metaOf("proxy")}
				proxy.Spec.Strategy.Type = strategy
				return Add(t.Context(), l.set(), proxy)
			}
			_, err := add(appsv1.RollingUpdateDeploymentStrategyType)
			require.NoError(t, err)
			l.catchUp()
			before := l.server.objects[l.kind]["proxy"]
			d.denial, d.patches = c.denial, 0
			for _, tries := range []int{1, 1, 2, 2} {
				if tries > d.repairs {
					l.now = l.now.Add(firstBackOff)
				}
				_, err = add(appsv1.RecreateDeploymentStrategyType)
				require.ErrorIs(t, err, c.denial)
				if c.lasting {
					assert.Equal(t, tries, d.repairs)
					assert.Equal(t, 2*tries, d.patches, "each time an apply, and a repair")
				}
			}
			assert.Equal(t, before, l.server.objects[l.kind]["proxy"], "nothing has changed")
			d.denial = nil
			l.now = l.now.Add(2 * firstBackOff)
			live, err := add(appsv1.RecreateDeploymentStrategyType)
			require.NoError(t, err)
			assert.Equal(t, appsv1.DeploymentStrategy{Type: appsv1.RecreateDeploymentStrategyType}, live.Spec.Strategy)
			for _, e := range live.ManagedFields {
				assert.Equal(t, l.applier.manager, e.Manager)
			}
			_, err = add(appsv1.RollingUpdateDeploymentStrategyType)
			require.NoError(t, err)
		})
	}
}

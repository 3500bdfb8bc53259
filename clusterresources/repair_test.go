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
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
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

// TestWhatIsImmutable is told by how a message ends: a value that was refused may have any words in it, and nothing is to be
// deleted for its sake.
func TestWhatIsImmutable(t *testing.T) {
	t.Parallel()
	path := field.NewPath("spec", "data")
	for name, tc := range map[string]struct {
		errs field.ErrorList
		want []string
	}{
		"a field":             {field.ErrorList{field.Invalid(path, "x", "field is immutable")}, []string{"spec.data"}},
		"a forbidden field":   {field.ErrorList{field.Forbidden(path, "field is immutable when `immutable` is set")}, []string{"spec.data"}},
		"a rule of a CRD":     {field.ErrorList{field.Invalid(path, "x", "storageClassName field is immutable.")}, []string{"spec.data"}},
		"an address":          {field.ErrorList{field.Invalid(path, []string{"10.0.0.1"}, "may not change once set")}, []string{"spec.data"}},
		"a StatefulSet":       {field.ErrorList{field.Forbidden(path, "updates to statefulset spec for fields other than 'replicas', 'ordinals' are forbidden")}, []string{"spec.data"}},
		"a value with lines":  {field.ErrorList{field.Invalid(path, struct{ A string }{"a\\nb"}, "field is immutable")}, []string{"spec.data"}},
		"words in a value":    {field.ErrorList{field.Invalid(path, "x: field is immutable", "must be short")}, nil},
		"a value of words":    {field.ErrorList{field.Duplicate(path, "x: field is immutable")}, nil},
		"words in a struct":   {field.ErrorList{field.Invalid(path, struct{ A string }{"x: field is immutable"}, "")}, nil},
		"one field of two":    {field.ErrorList{field.Invalid(path, "x", "field is immutable"), field.Required(path, "")}, nil},
		"a StatefulSet value": {field.ErrorList{field.Invalid(path, "Forbidden: updates to statefulset spec for fields other than x are forbidden", "must be short")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, immutable(apierrors.NewInvalid(schema.GroupKind{Kind: "Thing"}, "name", tc.errs)))
		})
	}
}

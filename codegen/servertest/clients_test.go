// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/stackabletech/operator-go/apis/autoscaling/definitions"
	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	applyv1alpha1 "github.com/stackabletech/operator-go/generated/applyconfiguration/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/generated/clientset/versioned"
	"github.com/stackabletech/operator-go/generated/informers/externalversions"
)

// TestClientsWork goes through an object's life with the emitted clientset, apply configurations, informer and lister.
func TestClientsWork(t *testing.T) {
	install(t, definitions.All()...)
	client, err := versioned.NewForConfig(configOf(t))
	require.NoError(t, err)
	scalers := client.AutoscalingV1alpha1().StackableScalers("default")

	factory := externalversions.NewSharedInformerFactory(client, 0)
	informer := factory.Autoscaling().V1alpha1().StackableScalers()
	lister := informer.Lister()
	ctx, cancel := context.WithCancel(t.Context())
	defer factory.Shutdown()
	defer cancel()
	factory.StartWithContext(ctx)
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		require.True(t, synced, kind)
	}

	desired := applyv1alpha1.StackableScaler("nifi", "default").
		WithLabels(map[string]string{"app": "nifi"}).
		WithSpec(applyv1alpha1.StackableScalerSpec().WithReplicas(3))
	applied, err := scalers.Apply(t.Context(), desired, metav1.ApplyOptions{FieldManager: "test"})
	require.NoError(t, err)
	assert.Equal(t, int32(3), applied.Spec.Replicas)

	status := applyv1alpha1.StackableScaler("nifi", "default").WithStatus(applyv1alpha1.StackableScalerStatus().
		WithReplicas(3).WithSelector("app=nifi").
		WithCurrentState(applyv1alpha1.ScalerState().
			WithStage(applyv1alpha1.ScalerStage().WithStage(v1alpha1.StageIdle)).
			WithLastTransitionTime(metav1.Now())))
	_, err = scalers.ApplyStatus(t.Context(), status, metav1.ApplyOptions{FieldManager: "test-status"})
	require.NoError(t, err)

	eventually(t, "the lister sees the status", func(context.Context) error {
		seen, err := lister.StackableScalers("default").Get("nifi")
		if err != nil {
			return err
		}
		if seen.Status.CurrentState == nil || seen.Status.CurrentState.Stage.String() != "Idle" {
			return fmt.Errorf("status is %+v", seen.Status)
		}
		return nil
	})
	listed, err := lister.List(labels.SelectorFromSet(labels.Set{"app": "nifi"}))
	require.NoError(t, err)
	assert.Len(t, listed, 1)

	scale, err := scalers.GetScale(t.Context(), "nifi", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, int32(3), scale.Spec.Replicas)
	assert.Equal(t, "app=nifi", scale.Status.Selector)
	scale.Spec.Replicas = 5
	_, err = scalers.UpdateScale(t.Context(), "nifi", scale, metav1.UpdateOptions{FieldManager: "autoscaler"})
	require.NoError(t, err)

	live, err := scalers.Get(t.Context(), "nifi", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, int32(5), live.Spec.Replicas)
	// What one manager owns can be told from the object alone, since the apply configurations know its schema.
	extracted, err := applyv1alpha1.ExtractStackableScaler(live, "test")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"app": "nifi"}, extracted.Labels)
	assert.Nil(t, extracted.Status)

	require.NoError(t, scalers.Delete(t.Context(), "nifi", metav1.DeleteOptions{}))
	eventually(t, "the lister forgets the object", func(context.Context) error {
		if _, err := lister.StackableScalers("default").Get("nifi"); err == nil {
			return fmt.Errorf("it is still there")
		}
		return nil
	})
}

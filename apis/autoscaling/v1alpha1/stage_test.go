// SPDX-License-Identifier: Apache-2.0

package v1alpha1_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
)

func TestScalerStage(t *testing.T) {
	t.Parallel()
	failed := v1alpha1.ScalerStage{Stage: v1alpha1.StageFailed, Details: &v1alpha1.FailureDetails{FailedAt: v1alpha1.StagePreScaling, Reason: "disk"}}
	for _, tc := range []struct {
		stage      v1alpha1.ScalerStage
		text       string
		inProgress bool
	}{
		{v1alpha1.ScalerStage{}, "Unknown", false},
		{v1alpha1.ScalerStage{Stage: v1alpha1.StageIdle}, "Idle", false},
		{v1alpha1.ScalerStage{Stage: v1alpha1.StagePreScaling}, "PreScaling", true},
		{v1alpha1.ScalerStage{Stage: v1alpha1.StageScaling}, "Scaling", true},
		{v1alpha1.ScalerStage{Stage: v1alpha1.StagePostScaling}, "PostScaling", true},
		{v1alpha1.ScalerStage{Stage: v1alpha1.StageCancelling}, "Cancelling", true},
		{v1alpha1.ScalerStage{Stage: v1alpha1.StageFailed}, "Failed", false},
		{failed, "Failed(PreScaling)", false},
	} {
		assert.Equal(t, tc.text, tc.stage.String())
		assert.Equal(t, tc.inProgress, tc.stage.IsScalingInProgress(), tc.text)
	}
}

// TestStoredJSON holds the JSON that users have stored.
func TestStoredJSON(t *testing.T) {
	t.Parallel()
	stored := `{"replicas":3,"selector":"app=nifi","desiredReplicas":2,"previousReplicas":3,` +
		`"currentState":{"stage":{"stage":"failed","details":{"failedAt":"preScaling","reason":"disk"}},"lastTransitionTime":"2026-01-02T03:04:05Z"}}`
	var status v1alpha1.StackableScalerStatus
	require.NoError(t, json.Unmarshal([]byte(stored), &status))
	assert.Equal(t, "Failed(PreScaling)", status.CurrentState.Stage.String())
	assert.True(t, status.CurrentState.LastTransitionTime.Equal(&metav1.Time{Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}))
	written, err := json.Marshal(status)
	require.NoError(t, err)
	assert.JSONEq(t, stored, string(written))
}

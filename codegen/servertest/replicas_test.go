// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/stackabletech/operator-go/apis/replicas"
)

const withReplicas = `
-- person/person.go --
// +versioned:group=test.example.com
// +versioned:version:name=v1
package person

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/stackabletech/operator-go/apis/replicas"
)

// Person is a person.
// +versioned:crd:plural=people
type Person struct {
	metav1.TypeMeta   §json:",inline"§
	metav1.ObjectMeta §json:"metadata,omitempty"§

	Spec PersonSpec §json:"spec"§
}

// PersonSpec is the spec.
type PersonSpec struct {
	// +optional
	Replicas *replicas.ReplicasConfig §json:"replicas,omitempty"§
}
`

// TestReplicasConfigIsJudgedByTheServer holds the schema of ReplicasConfig against its Go type: the server takes every
// form that the type takes, and refuses the others by itself.
func TestReplicasConfigIsJudgedByTheServer(t *testing.T) {
	install(t, generate(t, archiveOf(withReplicas))...)
	api := people(dynamicClient(t), "v1")
	attempt := func(form string) error {
		body := fmt.Sprintf(`{"apiVersion":"test.example.com/v1","kind":"Person","metadata":{"name":"ann"},"spec":{"replicas":%s}}`, form)
		force := true
		_, err := api.Patch(t.Context(), "ann", types.ApplyPatchType, []byte(body), metav1.PatchOptions{
			FieldManager: "test", Force: &force, FieldValidation: metav1.FieldValidationStrict,
		})
		return err
	}
	create := func(form string) error {
		var value any
		require.NoError(t, json.Unmarshal([]byte(form), &value), form)
		person := personAt("v1", map[string]any{"replicas": value})
		person.SetName("bob")
		_, err := api.Create(t.Context(), person, metav1.CreateOptions{
			FieldValidation: metav1.FieldValidationStrict, DryRun: []string{metav1.DryRunAll},
		})
		return err
	}
	for _, form := range []string{
		`3`, `1`, `"externallyScaled"`, `{"fixed":3}`, `null`,
		`{"hpa":{"maxReplicas":10}}`,
		`{"hpa":{"minReplicas":2,"maxReplicas":10,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}`,
		`{"hpa":{"maxReplicas":10,"behavior":{"scaleDown":{"stabilizationWindowSeconds":60}}}}`,
		`{"auto":{"minReplicas":1,"maxReplicas":5}}`,
		// Server-side apply moves between all forms without a conflict.
		`4`, `{"fixed":2}`, `"externallyScaled"`, `7`,
	} {
		require.NoError(t, attempt(form), "the server must take %s", form)
		var read replicas.ReplicasConfig
		require.NoError(t, json.Unmarshal([]byte(form), &read), form)
	}
	for _, form := range []string{
		`0`, `-1`, `1.5`, `2147483648`, `true`, `false`, `[]`, `[1]`, `"many"`, `""`, `{}`,
		`{"fixed":0}`, `{"fixed":"3"}`, `{"fixed":1,"auto":{"minReplicas":1,"maxReplicas":2}}`, `{"fxed":1}`,
		`{"auto":{"minReplicas":0,"maxReplicas":2}}`, `{"auto":{"minReplicas":1}}`, `{"auto":3}`,
		`{"hpa":{}}`, `{"hpa":{"maxReplicas":0}}`,
	} {
		err := create(form)
		assert.True(t, apierrors.IsInvalid(err) || apierrors.IsBadRequest(err), "the server must refuse %s: %v", form, err)
		assert.Error(t, attempt(form), "server-side apply must refuse %s", form)
	}
	// An unknown key below a known one is refused when an object is created, and pruned by server-side apply.
	unknown := `{"hpa":{"maxReplicas":3,"maximum":3}}`
	assert.True(t, apierrors.IsBadRequest(create(unknown)))
	require.NoError(t, attempt(unknown))
	stored, err := api.Get(t.Context(), "ann", metav1.GetOptions{})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"hpa": map[string]any{"maxReplicas": int64(3)}}, stored.Object["spec"].(map[string]any)["replicas"])
}

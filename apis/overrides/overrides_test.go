// SPDX-License-Identifier: Apache-2.0

package overrides_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/apis/overrides"
)

func TestJSONIsKept(t *testing.T) {
	t.Parallel()
	text := `[{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"default","labels":{"a":null}},"spec":{"$unset":["type"]}}]`
	var o overrides.ObjectOverrides
	require.NoError(t, json.Unmarshal([]byte(text), &o))
	again, err := json.Marshal(o)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(again))
}

func TestDeepCopySharesNothing(t *testing.T) {
	t.Parallel()
	var o overrides.ObjectOverrides
	require.NoError(t, json.Unmarshal([]byte(`[{"kind":"A"}]`), &o))
	copied := o.DeepCopy()
	o[0].Raw[2] = 'x'
	assert.JSONEq(t, `{"kind":"A"}`, string(copied[0].Raw))
	assert.Nil(t, overrides.ObjectOverrides(nil).DeepCopy())
}

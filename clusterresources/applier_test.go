// SPDX-License-Identifier: Apache-2.0

package clusterresources

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/client-go/rest"
)

func TestNamespacesAreChecked(t *testing.T) {
	t.Parallel()
	options := Options{Config: &rest.Config{}, Operator: "a", Controller: "b", App: "c", Namespaces: []string{"x", "", "y", "x"}}
	_, err := New(options)
	require.ErrorContains(t, err, "Namespaces has an empty name")
	require.ErrorContains(t, err, "Namespaces names x twice")
	assert.NotContains(t, err.Error(), "names y")
	options.Namespaces = []string{"x", "y"}
	_, err = New(options)
	require.NoError(t, err)
}

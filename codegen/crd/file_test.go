// SPDX-License-Identifier: Apache-2.0

package crd_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/header"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func TestFilesThatKubectlCannotApplyAreWarnedOf(t *testing.T) {
	const limit, annotation = 262144, "kubectl.kubernetes.io/last-applied-configuration"
	// The annotation has the object as JSON, and a new line.
	length := func(description int) (int, []diag.Diagnostic) {
		view := thing(&model.Root{Namespaced: true})
		view.Types[1].Description = strings.Repeat("d", description)
		var problems diag.List
		d := crd.Build(schema.NewBuilder(schema.Options{}, &problems), "Thing", []*model.View{view}, false, crd.Options{})
		file, err := d.File("/crds", header.Header{}, &problems)
		require.NoError(t, err)
		raw, err := yaml.YAMLToJSON(file.Content)
		require.NoError(t, err)
		var tree any
		require.NoError(t, json.Unmarshal(raw, &tree))
		raw, err = json.Marshal(tree)
		require.NoError(t, err)
		return len(raw) + len(annotation) + 1, problems.Sorted()
	}
	frame, warnings := length(1)
	assert.Empty(t, warnings)
	total, warnings := length(limit - frame + 1)
	assert.Equal(t, limit, total)
	assert.Empty(t, warnings)
	total, warnings = length(limit - frame + 2)
	assert.Equal(t, limit+1, total)
	require.Len(t, warnings, 1)
	assert.Equal(t, diag.Warning, warnings[0].Severity)
	assert.Contains(t, warnings[0].Message, "test.example.com_things.yaml has 262145 bytes as JSON, and kubectl apply can keep 262144 of them")
	_, warnings = length(2 << 20)
	require.Len(t, warnings, 1)
	assert.Contains(t, warnings[0].Message, "and API servers can store 1572864 of them unless")
}

// SPDX-License-Identifier: Apache-2.0

package schema_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// TestUnexportedFields are an error, or left out as controller-tools does when it is told to.
func TestUnexportedFields(t *testing.T) {
	views := viewsOf(t, "./testdata/unexported")
	require.Len(t, views, 1)
	i := slices.IndexFunc(views[0].Types, func(declared *model.Type) bool { return declared.Name == "Counter" })
	require.GreaterOrEqual(t, i, 0)
	counter := views[0].Types[i].TypeID

	var refused diag.List
	schema.NewBuilder(schema.Options{}, &refused).For(views[0], counter)
	require.Len(t, refused.Sorted(), 1)
	assert.Contains(t, refused.Sorted()[0].Message, "field seen of Counter is not exported")

	options := schema.Options{IgnoreUnexportedFields: true}
	var problems diag.List
	ours := schema.NewBuilder(options, &problems).For(views[0], counter)
	assert.Empty(t, problems.Sorted())
	assert.Empty(t, cmp.Diff(asTree(t, theirs(t, "./testdata/unexported")(options, counter)), asTree(t, ours)))
}

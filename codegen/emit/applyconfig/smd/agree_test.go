// SPDX-License-Identifier: Apache-2.0

package smd_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder"
	"k8s.io/kube-openapi/pkg/schemaconv"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/codegen/crd"
	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/emit/applyconfig/smd"
	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/project"
	"github.com/stackabletech/operator-go/codegen/read"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// TestAgreesWithAPIServer compares the schema with the one that the API server makes of the CRD, type by type.
func TestAgreesWithAPIServer(t *testing.T) {
	t.Parallel()
	for _, embedded := range []bool{false, true} {
		t.Run(fmt.Sprintf("embedded ObjectMeta %v", embedded), func(t *testing.T) {
			t.Parallel()
			views := viewsOf(t, "./testdata/shapes")
			ours := smd.Make(planOf(t, views))
			definition := definitionOf(t, views, "Shape", schema.Options{EmbeddedObjectMeta: embedded})
			theirs := serverSchema(t, definition, "v1")
			c := comparison{
				ours:   &smdschema.Schema{Types: ours},
				theirs: &smdschema.Schema{Types: theirs.Types},
			}
			c.types("Shape",
				reference(smd.TypeName(views[0].Kinds()[0].TypeID)),
				reference("com.example.shapes.v1.Shape"))
			assert.Empty(t, strings.Join(c.differences, "\n"))
			assert.Greater(t, c.compared, 500, "all types of a pod are compared")
		})
	}
}

func viewsOf(t *testing.T, pattern string) []*model.View {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	var problems diag.List
	program, err := load.Load(context.Background(), load.Config{
		Dir: dir, Patterns: []string{pattern}, IsAPI: read.IsAPI, Extra: read.ExtraImports,
	}, &problems)
	require.NoError(t, err)
	source := read.Read(program, &problems)
	views := project.Views(source.APIs, source.Referenced, source.Ordinary, &problems)
	require.Empty(t, problems.Sorted())
	return views
}

func planOf(t *testing.T, views []*model.View) *plan.Plan {
	t.Helper()
	p, err := plan.Make(views)
	require.NoError(t, err)
	return p
}

func definitionOf(t *testing.T, views []*model.View, kind string, options schema.Options) *apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	var problems diag.List
	definition := crd.Build(schema.NewBuilder(options, &problems), kind, views, true, crd.Options{})
	require.Empty(t, problems.Sorted())
	require.NotNil(t, definition)
	return definition.Object
}

// serverSchema does what the API server does before it applies a custom resource.
func serverSchema(t *testing.T, definition *apiextensionsv1.CustomResourceDefinition, version string) *smdschema.Schema {
	t.Helper()
	api, err := builder.BuildOpenAPIV3(definition, version, builder.Options{})
	require.NoError(t, err)
	converted, err := schemaconv.ToSchemaFromOpenAPI(api.Components.Schemas, false)
	require.NoError(t, err)
	return converted
}

func reference(name string) smdschema.TypeRef { return smdschema.TypeRef{NamedType: &name} }

// comparison walks two schemas side by side.
type comparison struct {
	ours, theirs *smdschema.Schema
	// preserved is true within a value that keeps what is not declared. The server takes that to be so at every depth
	// below, where it drops such fields all the same before anything is merged.
	preserved   bool
	compared    int
	differences []string
}

func (c *comparison) differ(path, format string, args ...any) {
	c.differences = append(c.differences, path+": "+fmt.Sprintf(format, args...))
}

func (c *comparison) types(path string, ours, theirs smdschema.TypeRef) {
	if isUntyped(ours) && isUntyped(theirs) && *ours.NamedType == *theirs.NamedType {
		return
	}
	c.compared++
	a, ok := c.ours.Resolve(ours)
	if !ok {
		c.differ(path, "we have no type")
		return
	}
	b, ok := c.theirs.Resolve(theirs)
	if !ok {
		c.differ(path, "the server has no type")
		return
	}
	// A value without a type, such as one that may be a number or a text, could be anything for the server.
	if a.Scalar != nil && *a.Scalar == smdschema.Untyped && a.Map == nil && b.Scalar != nil {
		return
	}
	if (a.Scalar == nil) != (b.Scalar == nil) || (a.List == nil) != (b.List == nil) || (a.Map == nil) != (b.Map == nil) {
		c.differ(path, "we have %s, the server has %s", atomKind(a), atomKind(b))
		return
	}
	if a.Scalar != nil && *a.Scalar != *b.Scalar && *b.Scalar != smdschema.Untyped {
		c.differ(path, "we have %s, the server has %s", *a.Scalar, *b.Scalar)
	}
	if a.List != nil {
		c.lists(path, a.List, b.List)
	}
	if a.Map != nil {
		c.maps(path, a.Map, b.Map, isMeta(ours))
	}
}

func (c *comparison) lists(path string, a, b *smdschema.List) {
	if a.ElementRelationship != b.ElementRelationship || !slices.Equal(a.Keys, b.Keys) {
		c.differ(path, "our list is %s by %v, the server's %s by %v", a.ElementRelationship, a.Keys, b.ElementRelationship, b.Keys)
	}
	c.types(path+"[]", a.ElementType, b.ElementType)
}

func (c *comparison) maps(path string, a, b *smdschema.Map, meta bool) {
	preserved := c.preserved
	defer func() { c.preserved = preserved }()
	c.preserved = preserved || a.ElementType != (smdschema.TypeRef{}) && len(a.Fields) > 0
	if separable(a) != separable(b) {
		c.differ(path, "our map is %q, the server's %q", a.ElementRelationship, b.ElementRelationship)
	}
	for _, theirs := range b.Fields {
		ours, ok := a.FindField(theirs.Name)
		if !ok {
			c.differ(path, "we have no field %s", theirs.Name)
			continue
		}
		// Types of Kubernetes itself have empty defaults for all that is required.
		if fmt.Sprint(ours.Default) != fmt.Sprint(theirs.Default) && isScalar(theirs.Default) && theirs.Default != "" {
			c.differ(path+"."+theirs.Name, "our default is %v, the server's %v", ours.Default, theirs.Default)
		}
		c.types(path+"."+theirs.Name, ours.Type, theirs.Type)
	}
	if meta {
		// The server drops what the CRD does not have of it; a Go object has it all.
		return
	}
	for _, ours := range a.Fields {
		if _, ok := b.FindField(ours.Name); !ok {
			c.differ(path, "the server has no field %s", ours.Name)
		}
	}
	anyA, anyB := a.ElementType != (smdschema.TypeRef{}), b.ElementType != (smdschema.TypeRef{})
	switch {
	case anyA && anyB:
		c.types(path+"{}", a.ElementType, b.ElementType)
	case anyA != anyB && !preserved:
		c.differ(path, "further fields: we have %v, the server has %v", anyA, anyB)
	}
}

func separable(m *smdschema.Map) bool { return m.ElementRelationship != smdschema.Atomic }

// isUntyped reports whether a type is one of those that both schemas have by the same name.
func isUntyped(ref smdschema.TypeRef) bool {
	return ref.NamedType != nil && strings.HasPrefix(*ref.NamedType, "__untyped_")
}

func isMeta(ref smdschema.TypeRef) bool {
	return ref.NamedType != nil && *ref.NamedType == "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta_embedded"
}

func isScalar(value any) bool {
	switch value.(type) {
	case string, bool, int64, float64:
		return true
	}
	return false
}

func atomKind(a smdschema.Atom) string {
	var kinds []string
	if a.Scalar != nil {
		kinds = append(kinds, string(*a.Scalar))
	}
	if a.List != nil {
		kinds = append(kinds, "a list")
	}
	if a.Map != nil {
		kinds = append(kinds, "a map")
	}
	return fmt.Sprint(kinds)
}

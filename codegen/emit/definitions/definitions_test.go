// SPDX-License-Identifier: Apache-2.0

package definitions_test

import (
	"encoding/json"
	"go/ast"
	"go/constant"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/emit/definitions"
	"github.com/stackabletech/operator-go/codegen/model"
)

// TestDefinitionsAreKeptToTheByte reads the emitted constants back as the compiler does.
func TestDefinitionsAreKeptToTheByte(t *testing.T) {
	t.Parallel()
	crd := &apiextensionsv1.CustomResourceDefinition{}
	crd.Name = "people.test.example.com"
	crd.Spec.Names.Kind = "Person"
	largest := int64(math.MaxInt64)
	crd.Spec.Versions = []apiextensionsv1.CustomResourceDefinitionVersion{{
		Name: "v1",
		Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{
			Description: "`quoted`, ``twice``,\nand \\n, <b>, \u2028, \x00",
			MaxLength:   &largest,
			Default:     &apiextensionsv1.JSON{Raw: []byte(`9223372036854775807`)},
		}},
	}}
	crd.Status.StoredVersions = []string{"v1"}
	other := &apiextensionsv1.CustomResourceDefinition{}
	other.Name = "alls.test.example.com"
	other.Spec.Names.Kind = "All"

	api := &model.API{Path: "test.example.com/apis/person", Dir: "/apis/person", Group: "test.example.com"}
	files, err := definitions.Emit(api, []*apiextensionsv1.CustomResourceDefinition{other, crd}, nil)
	require.NoError(t, err)
	require.Len(t, files, 1)
	assert.Equal(t, "/apis/person/definitions/zz_generated.versioned.definitions.go", files[0].Path)
	formatted, err := format.Source(files[0].Content)
	require.NoError(t, err)
	assert.Equal(t, string(formatted), string(files[0].Content))

	declared, constants := read(t, files[0].Content)
	assert.ElementsMatch(t, []string{"All", "AllDefinition", "Person", "decode", "allJSON", "personJSON"}, declared)
	var got apiextensionsv1.CustomResourceDefinition
	require.NoError(t, json.Unmarshal([]byte(constants["personJSON"]), &got))
	want := crd.DeepCopy()
	want.Status = apiextensionsv1.CustomResourceDefinitionStatus{} // the API server writes it
	assert.Equal(t, want, &got)
}

// read returns the names that a file declares, and the values of its constants.
func read(t *testing.T, source []byte) (declared []string, constants map[string]string) {
	t.Helper()
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, "definitions.go", source, 0)
	require.NoError(t, err)
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	// Imports are not there, which constants do not need.
	_, _ = (&types.Config{Error: func(error) {}}).Check("definitions", positions, []*ast.File{file}, info)
	constants = map[string]string{}
	for _, object := range info.Defs {
		if object == nil || object.Parent() != object.Pkg().Scope() {
			continue
		}
		declared = append(declared, object.Name())
		if c, ok := object.(*types.Const); ok {
			constants[c.Name()] = constant.StringVal(c.Val())
		}
	}
	return declared, constants
}

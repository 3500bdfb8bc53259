// SPDX-License-Identifier: Apache-2.0

package smd_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"

	"github.com/stackabletech/operator-go/codegen/emit/applyconfig/smd"
	"github.com/stackabletech/operator-go/codegen/model"
)

// TestYAML reads what was written with the library that reads it at run time.
func TestYAML(t *testing.T) {
	t.Parallel()
	types := smd.Make(planOf(t, viewsOf(t, "./testdata/shapes")))
	parser, err := typed.NewParser(typed.YAMLObject(smd.YAML(types)))
	require.NoError(t, err)
	require.Len(t, parser.Schema.Types, len(types))
	for i := range types {
		assert.Equal(t, types[i].Name, parser.Schema.Types[i].Name)
		assert.Equal(t, smd.YAML(types[i:i+1]), smd.YAML(parser.Schema.Types[i:i+1]))
	}
}

func TestYAMLQuotes(t *testing.T) {
	t.Parallel()
	text := smdschema.String
	field := func(name string, value any) smdschema.StructField {
		return smdschema.StructField{Name: name, Default: value, Type: smdschema.TypeRef{Inlined: smdschema.Atom{Scalar: &text}}}
	}
	names := []string{"yes", "null", "a b", "a: b", "-", "1", "ünï", "plain", "with-dash", `quo"te`, "N"}
	m := &smdschema.Map{}
	for _, name := range names {
		m.Fields = append(m.Fields, field(name, name))
	}
	m.Fields = append(m.Fields, field("flag", true), field("whole", int64(3)), field("part", 1.5), field("lines", "a\nb`c"))
	parser, err := typed.NewParser(typed.YAMLObject(smd.YAML([]smdschema.TypeDef{{Name: "t", Atom: smdschema.Atom{Map: m}}})))
	require.NoError(t, err)
	read := parser.Schema.Types[0].Map
	for _, name := range names {
		got, ok := read.FindField(name)
		require.True(t, ok, name)
		assert.Equal(t, name, got.Default)
	}
	for name, want := range map[string]any{"flag": true, "whole": 3, "part": 1.5, "lines": "a\nb`c"} {
		got, _ := read.FindField(name)
		assert.Equal(t, want, got.Default, name)
	}
}

func TestTypeName(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "io.k8s.api.core.v1.Pod", smd.TypeName(model.TypeID{Pkg: "k8s.io/api/core/v1", Name: "Pod"}))
	assert.Equal(t, "com.github.x.y-z.apis.v1.A", smd.TypeName(model.TypeID{Pkg: "github.com/x/y-z/apis/v1", Name: "A"}))
	assert.Equal(t, "mymodule.apis.v1.A", smd.TypeName(model.TypeID{Pkg: "mymodule/apis/v1", Name: "A"}))
}

// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// write writes a value with the writer of this package, and makes sure that the writer knows how long it is as JSON.
func write(t testing.TB, value any) string {
	t.Helper()
	w := &yamlWriter{}
	w.mapping(w.entries(reflect.ValueOf(value)), 0)
	require.NoError(t, w.err)
	if raw, err := json.Marshal(value); err == nil && !strings.ContainsAny(string(raw), "\\.e") {
		assert.Equal(t, len(raw), w.json, string(raw))
	}
	return string(w.out) + "\n"
}

var texts = []string{
	"", " ", "a", "a b", "y", "Yes", "YES", "yEs", "true", "null", "Null", "~", "on", "1", "1.5", "0x10", "1_000", "-1", "+1", ".5", "1e3",
	"1:20", "2020-01-01", "2020-01-01T00:00:00Z", "-", "- a", "-a", "?", "? a", ":", ": a", ":a", "a:", "a: b", "a:b", "a #b", "a#b", "#a",
	"'", "it's", "'a'", "\"", "\"a\"", "[a]", "{a}", "a, b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "<<", "=", "a=b", "---", "--- a", "...",
	"a\nb", "a\n", "a\n\n", "\na", " a\nb", "a\n b", "a \nb", "a\n\nb", "a\n\n\n  b: c\n- d", "a\tb", "\ta", "a\x7fb\"", "\ufeff", "a\r\nb", "a\u0085b", "ä", "a ä b", "日本", "\x00", "\u2028", "😀",
	"^[a-z]+$", `^a\.b$`, "(a)", "/a/b", "$ref", "https://example.com/a#b", "a  b", "a ", "null value", "true: false", "0", "00", "01", "1a", "a1", "é", "<nil>", "\\", "_", ";", "=1",
	"y: n", "2021", "12e03", "0b1", "0o7", ".inf", ".nan", "a\n#b", "#a\nb", "- a\n- b", "a:\nb", "a\nb: c", "\"a\"\nb",
	strings.Repeat("word ", 40) + "end", "it's " + strings.Repeat("word ", 40) + "end", "a: " + strings.Repeat("word  word ", 20) + "end",
	strings.Repeat("longwordwithoutspaces", 10), strings.Repeat("longwordwithoutspaces", 10) + " and more", strings.Repeat("x", 78) + " y z", strings.Repeat("x", 79) + " y z",
	strings.Repeat("x", 80) + " y z", strings.Repeat("x", 81) + "  y z " + strings.Repeat("x", 81) + " z", "'" + strings.Repeat("quote' ", 30) + "'", strings.Repeat("ä ö ", 60) + ".",
	strings.Repeat("long line ", 20) + "\n" + strings.Repeat("another ", 20) + ".", "1 " + strings.Repeat("number ", 40) + ".", "\t" + strings.Repeat("tab ", 40) + ".",
}

func TestTextsAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	for _, text := range texts {
		for depth := range 5 {
			checkText(t, text, depth*3)
		}
	}
}

func checkText(t *testing.T, text string, depth int) {
	t.Helper()
	trees := []map[string]any{{"key": text}, {"key": []any{text, text, []any{text}, map[string]any{"k": text, "l": []any{text}}}}}
	for _, value := range trees {
		var tree any = value
		for range depth {
			tree = map[string]any{"k": tree}
		}
		got := write(t, tree)
		want, err := yaml.Marshal(tree)
		if err != nil {
			// The library cannot write everything that it can read.
			var back map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(got), &back))
			require.Equal(t, tree, back)
			continue
		}
		require.Equal(t, string(want), got, "%q at depth %d", text, depth)
	}
}

func FuzzText(f *testing.F) {
	for _, text := range texts {
		f.Add(text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, depth int) {
		if strings.ToValidUTF8(text, "") != text {
			// JSON has no such text.
			return
		}
		checkText(t, text, max(depth, -depth)%12)
	})
}

func TestKeysAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	keys := append([]string{
		"a1", "a10", "a2", "a02", "a001", "b", "B", "a-b", "a_b", "a.b", "10", "100", "1000", "20", "a10b", "a1b",
		"x-kubernetes", "$ref", "a00", "a0", "a100", "a1000", "a1001", "a010",
	}, texts...)
	for _, a := range keys {
		for _, b := range keys {
			checkKeys(t, a, b)
		}
	}
}

func checkKeys(t *testing.T, keys ...string) {
	t.Helper()
	tree := map[string]any{}
	for _, key := range keys {
		if key == "<<" || len(key) > 100 || strings.ContainsAny(key, "\n\r\u0085\u2028\u2029") || strings.ToValidUTF8(key, "") != key {
			// No name of a property is like this; YAML has another notation for it.
			return
		}
		tree[key] = "v"
	}
	got := write(t, tree)
	want, err := yaml.Marshal(tree)
	if err != nil {
		var back map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(got), &back))
		require.Equal(t, tree, back)
		return
	}
	require.Equal(t, string(want), got)
}

func FuzzKeys(f *testing.F) {
	f.Add("a1", "a10")
	f.Add("a01", "a001")
	f.Fuzz(func(t *testing.T, a, b string) { checkKeys(t, a, b) })
}

func TestScalarsAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	values := []any{
		true, false, nil, 0, 1, -1, int64(1) << 60, json.Number("1"), json.Number("1.50"), json.Number("1e3"), json.Number("-0"),
		json.Number("123456789012345678901234567890"), 0.5, -0.25, 1e6, 1e21, 1.5e-7, 1e300, float64(1 << 60),
		[]any{},
		map[string]any{},
		[]any{nil, []any{}, map[string]any{}, []any{[]any{1}}},
	}
	for _, value := range values {
		tree := map[string]any{"key": value, "list": []any{value}}
		want, err := yaml.Marshal(tree)
		require.NoError(t, err)
		assert.Equal(t, string(want), write(t, tree))
	}
}

func TestSchemasAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	length, number, yes, word := int64(3), 0.5, true, "set"
	leaf := apiextensionsv1.JSONSchemaProps{Type: "string", Description: strings.Repeat("It's long: ", 20)}
	schema := apiextensionsv1.JSONSchemaProps{
		Type: "object", Description: "a\nb", Title: "t", Format: "f", MaxLength: &length, Maximum: &number, Nullable: true,
		XPreserveUnknownFields: &yes, XListType: &word, XListMapKeys: []string{"b", "a"}, Required: []string{"z", "a"},
		Default:              &apiextensionsv1.JSON{Raw: []byte(`{"b": [1, "2", null, {"c": 1.5}], "a": {}}`)},
		Enum:                 []apiextensionsv1.JSON{{Raw: []byte(`"y"`)}, {Raw: []byte(`1`)}, {Raw: []byte(`null`)}, {}},
		Properties:           map[string]apiextensionsv1.JSONSchemaProps{"a": leaf, "b": {}, "c2": leaf, "c10": leaf, "true": leaf, "x.y/z": leaf},
		AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &leaf},
		Items:                &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &leaf},
		AnyOf:                []apiextensionsv1.JSONSchemaProps{{Type: "integer"}, {}, {Required: []string{"a"}}},
		Not:                  &apiextensionsv1.JSONSchemaProps{},
		ExternalDocs:         &apiextensionsv1.ExternalDocumentation{URL: "https://example.com"},
		Example:              &apiextensionsv1.JSON{Raw: []byte(`"x"`)},
		XValidations:         apiextensionsv1.ValidationRules{{Rule: "self == oldSelf", Message: "no: #never"}, {Rule: "true", OptionalOldSelf: &yes}},
		Dependencies:         apiextensionsv1.JSONSchemaDependencies{"a": {Property: []string{"b"}}},
		AdditionalItems:      &apiextensionsv1.JSONSchemaPropsOrBool{},
		Definitions:          apiextensionsv1.JSONSchemaDefinitions{"d": {Items: &apiextensionsv1.JSONSchemaPropsOrArray{JSONSchemas: []apiextensionsv1.JSONSchemaProps{leaf, {}}}}},
	}
	want, err := yaml.Marshal(schema)
	require.NoError(t, err)
	assert.Equal(t, string(want), write(t, schema))
}

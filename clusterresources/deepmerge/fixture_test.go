// SPDX-License-Identifier: Apache-2.0

package deepmerge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/managedfields"
	builtin "k8s.io/client-go/applyconfigurations"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
	"sigs.k8s.io/structured-merge-diff/v6/value"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/generated/applyconfiguration"
)

// tree reads YAML as clients read objects.
func tree(t testing.TB, text string) map[string]any {
	t.Helper()
	json, err := yaml.YAMLToJSONStrict([]byte(text))
	require.NoError(t, err)
	var out map[string]any
	require.NoError(t, utiljson.Unmarshal(json, &out))
	return out
}

func kubernetesTypes() managedfields.TypeConverter {
	return builtin.NewTypeConverter(clientgoscheme.Scheme)
}

func scalerTypes(t testing.TB) managedfields.TypeConverter {
	t.Helper()
	scheme := runtime.NewScheme()
	require.NoError(t, v1alpha1.AddToScheme(scheme))
	return applyconfiguration.NewTypeConverter(scheme)
}

// converterOf finds the types that an object belongs to.
func converterOf(t testing.TB, object map[string]any) managedfields.TypeConverter {
	t.Helper()
	if object["apiVersion"] == v1alpha1.GroupVersion.String() {
		return scalerTypes(t)
	}
	return kubernetesTypes()
}

// schemaOf is that of an object by its apiVersion and kind.
func schemaOf(t testing.TB, object map[string]any) Schema {
	t.Helper()
	s, err := SchemaOf(converterOf(t, object), &unstructured.Unstructured{Object: object})
	require.NoError(t, err)
	return s
}

// typeNamed is a part of an object, so that cases need not write the whole.
func typeNamed(t testing.TB, name string) Schema {
	t.Helper()
	s := schemaOf(t, map[string]any{"apiVersion": "v1", "kind": "Pod"})
	s.Type = schema.TypeRef{NamedType: &name}
	_, ok := s.Schema.FindNamedType(name)
	require.True(t, ok, name)
	return s
}

const (
	container  = "io.k8s.api.core.v1.Container"
	podSpec    = "io.k8s.api.core.v1.PodSpec"
	objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
)

// mergeCase is a merge and its result in YAML.
type mergeCase struct {
	name   string
	reason string
	// of names a type of Kubernetes; empty for that of the base's apiVersion and kind.
	of       string
	base     string
	override string
	want     string
}

func runMergeCases(t *testing.T, cases []mergeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			base, override, want := tree(t, c.base), tree(t, c.override), tree(t, c.want)
			var s Schema
			if c.of == "" {
				s = schemaOf(t, base)
			} else {
				s = typeNamed(t, c.of)
			}
			got, err := Merge(s, base, override)
			require.NoError(t, err, c.reason)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.reason, diff)
			}
			assert.NoError(t, validate(s, got), "the result fits the schema")
			assert.Equal(t, tree(t, c.base), base, "the base is not changed")
			scribble(override)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the override is shared (-want +got):\n%s", diff)
			}
		})
	}
}

// errorCase is a merge that fails.
type errorCase struct {
	name   string
	reason string
	// of names a type of Kubernetes; empty for that of the base's apiVersion and kind.
	of       string
	base     string
	override string
	want     Error
}

func runErrorCases(t *testing.T, cases []errorCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			base, override := tree(t, c.base), tree(t, c.override)
			var s Schema
			if c.of == "" {
				s = schemaOf(t, base)
			} else {
				s = typeNamed(t, c.of)
			}
			got, err := Merge(s, base, override)
			var failure *Error
			require.ErrorAs(t, err, &failure, c.reason)
			assert.Equal(t, c.want, *failure, c.reason)
			assert.Nil(t, got)
			assert.Equal(t, tree(t, c.base), base, "the base is unchanged")
			assert.Equal(t, tree(t, c.override), override, "the override is unchanged")
		})
	}
}

// validate checks a tree with the library.
func validate(s Schema, tree map[string]any) error {
	_, err := typed.AsTyped(value.NewValueInterface(tree), s.Schema, s.Type)
	return err
}

// scribble writes into all that can be written to.
func scribble(value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, field := range v {
			scribble(field)
			v[name] = "scribbled"
		}
	case []any:
		for i, element := range v {
			scribble(element)
			v[i] = "scribbled"
		}
	}
}

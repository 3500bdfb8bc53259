// SPDX-License-Identifier: Apache-2.0

package servertest

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"

	"github.com/stackabletech/operator-go/apis/autoscaling/v1alpha1"
	"github.com/stackabletech/operator-go/clusterresources"
)

// vault is a custom resource with a password in it.
type vault struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              map[string]any `json:"spec"`
}

// DeepCopyObject is what makes it a Kubernetes object.
func (v *vault) DeepCopyObject() runtime.Object {
	return &vault{TypeMeta: v.TypeMeta, ObjectMeta: *v.ObjectMeta.DeepCopy(), Spec: runtime.DeepCopyJSON(v.Spec)}
}

type vaultList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata"`
	Items           []vault `json:"items"`
}

// DeepCopyObject is what makes it a list of Kubernetes objects.
func (l *vaultList) DeepCopyObject() runtime.Object {
	out := &vaultList{TypeMeta: l.TypeMeta, ListMeta: *l.ListMeta.DeepCopy()}
	for i := range l.Items {
		out.Items = append(out.Items, *l.Items[i].DeepCopyObject().(*vault))
	}
	return out
}

var vaultKind = schema.GroupVersionKind{Group: ownerKind.Group, Version: "v1", Kind: "Vault"}

// TestRulesThatTellValues are those of a CustomResourceDefinition. Errors say which field breaks one, what the schema itself
// demands, and what does not fit it, and no value.
func TestRulesThatTellValues(t *testing.T) {
	t.Parallel()
	w := newVaultWorld(t)
	const broken = ": it breaks a validation rule of its CustomResourceDefinition"
	for spec, says := range map[string]string{
		`{"cel":{"password":"hunter2"}}`:       "spec.cel (FieldValueInvalid)" + broken,
		`{"quoted":{"password":"hunter2"}}`:    "spec.quoted (FieldValueInvalid)" + broken,
		`{"forbidden":{"password":"hunter2"}}`: "spec.forbidden.password (FieldValueForbidden)" + broken,
		`{"required":{"password":"hunter2"}}`:  "spec.required (FieldValueRequired)" + broken,
		`{"duplicate":{"password":"hunter2"}}`: "spec.duplicate (FieldValueDuplicate)",
		`{"static":{"password":"hunter2"}}`:    "spec.static (FieldValueInvalid)" + broken,
		`{"name":"HUNTER2"}`:                   "spec.name (FieldValueInvalid)" + broken,
		`{"when":"hunter2"}`:                   "spec.when (FieldValueTypeInvalid)",
		`{"cel":{}}`:                           "spec.cel.password (FieldValueRequired)",
		`{"mode":"hunter2"}`:                   `spec.mode (FieldValueNotSupported): supported values: "a", "b"`,
		`{"size":0}`:                           "spec.size (FieldValueInvalid): spec.size in body should be greater than or equal to 1",
		`{"size":-11}`:                         "spec.size (FieldValueInvalid): spec.size in body should be greater than or equal to 1",
		`{"even":3}`:                           "spec.even (FieldValueInvalid): spec.even in body should be a multiple of 2",
		`{"name":""}`:                          "spec.name (FieldValueInvalid): spec.name in body should be at least 1 chars long",
		`{"name":"hunter2hunter2"}`:            "spec.name (FieldValueTooLong): may not be more than 10 bytes",
		`{"list":[]}`:                          "spec.list (FieldValueInvalid): spec.list in body should have at least 1 items",
		`{"list":["a","b","hunter2"]}`:         "spec.list (FieldValueTooMany): must have at most 2 items",
	} {
		assert.EqualError(t, w.vault(spec), "Vault "+w.namespace+"/vault: the API server refused it: Invalid: "+says, spec)
	}
	// These do not get as far: they do not fit the schema, which the operator does not have.
	for spec, says := range map[string]string{
		`{"size":"hunter2"}`:             "spec.size: expected numeric (int or float)",
		`{"name":{"a":"hunter2"}}`:       "spec.name: expected string",
		`{"cel":"hunter2"}`:              "spec.cel: expected map",
		`{"list":"hunter2"}`:             "spec.list: expected list",
		`{"list":["hunter2","hunter2"]}`: "spec.list: duplicate entries for key",
		`{"list":[12]}`:                  "spec.list: expected string",
		`{"unknown":"hunter2"}`:          "spec.unknown: field not declared in schema",
	} {
		assert.EqualError(t, w.vault(spec), "Vault "+w.namespace+"/vault: the API server refused it: status 500: "+says, spec)
		override := w.overriding(`{"apiVersion":"test.example.com/v1","kind":"Vault","metadata":{"name":"vault","namespace":"%s"},"spec":` + spec + `}`)
		assert.EqualError(t, w.vault(`{}`, override), "Vault "+w.namespace+"/vault: the API server refused it: status 500: "+says+" (an override is part of the object)", spec)
	}
}

// newVaultWorld has vaults with rules of all kinds.
func newVaultWorld(t *testing.T) *world {
	t.Helper()
	var spec apiextensionsv1.JSONSchemaProps
	require.NoError(t, json.Unmarshal([]byte(vaultSchema), &spec))
	config, err := server.Config()
	require.NoError(t, err)
	client, err := clientset.NewForConfig(config)
	require.NoError(t, err)
	definitions := client.ApiextensionsV1().CustomResourceDefinitions()
	_, err = definitions.Create(t.Context(), &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: "vaults." + vaultKind.Group},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: vaultKind.Group, Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{Kind: vaultKind.Kind, Plural: "vaults", Singular: "vault", ListKind: "VaultList"},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: vaultKind.Version, Served: true, Storage: true, Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &spec},
			}},
		},
	}, metav1.CreateOptions{})
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, definitions.Delete(context.WithoutCancel(t.Context()), "vaults."+vaultKind.Group, metav1.DeleteOptions{}))
	})
	s := runtime.NewScheme()
	require.NoError(t, clientgoscheme.AddToScheme(s))
	require.NoError(t, v1alpha1.AddToScheme(s))
	s.AddKnownTypeWithName(vaultKind, &vault{})
	s.AddKnownTypeWithName(vaultKind.GroupVersion().WithKind("VaultList"), &vaultList{})
	metav1.AddToGroupVersion(s, vaultKind.GroupVersion())
	w := newWorld(t, func(o *clusterresources.Options) {
		o.Scheme = s
		o.Kinds = []clusterresources.Kind{clusterresources.KindOf(vaultKind, "vaults", &vault{}, managedfields.NewDeducedTypeConverter())}
	})
	eventually(t, "vaults are served", func(context.Context) error { return w.vault(`{}`) })
	return w
}

// vault adds a vault, which the API server may refuse.
func (w *world) vault(spec string, options ...clusterresources.SetOptions) error {
	w.t.Helper()
	v := &vault{ObjectMeta: w.meta("vault")}
	require.NoError(w.t, json.Unmarshal([]byte(spec), &v.Spec))
	_, err := clusterresources.Add(w.t.Context(), w.set(options...), v)
	return err
}

const vaultSchema = `{"type":"object","properties":{"spec":{"type":"object","properties":{
	"cel":       {"type":"object","required":["password"],"properties":{"password":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.password.size() > 99","messageExpression":"'it is ' + self.password"}]},
	"quoted":    {"type":"object","properties":{"password":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.password.size() > 99","messageExpression":"'3: it is ' + self.password"}]},
	"forbidden": {"type":"object","properties":{"password":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.password.size() > 99","messageExpression":"'it is ' + self.password","reason":"FieldValueForbidden","fieldPath":".password"}]},
	"required":  {"type":"object","properties":{"password":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.password.size() > 99","messageExpression":"'it is ' + self.password","reason":"FieldValueRequired"}]},
	"duplicate": {"type":"object","properties":{"password":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.password.size() > 99","messageExpression":"'it is ' + self.password","reason":"FieldValueDuplicate"}]},
	"static":    {"type":"object","properties":{"password":{"type":"string"}},"x-kubernetes-validations":[{"rule":"self.password.size() > 99","message":"it is too short"}]},
	"size":      {"type":"integer","minimum":1,"maximum":10},
	"even":      {"type":"integer","multipleOf":2},
	"mode":      {"type":"string","enum":["a","b"]},
	"name":      {"type":"string","minLength":1,"maxLength":10,"pattern":"^[a-z]*$"},
	"when":      {"type":"string","format":"date-time"},
	"list":      {"type":"array","minItems":1,"maxItems":2,"items":{"type":"string"},"x-kubernetes-list-type":"set"}
}}}}`

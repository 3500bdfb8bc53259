// SPDX-License-Identifier: Apache-2.0

package schema

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/model"
)

const (
	metaPackage = "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiext      = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/"
)

// quantityPattern is what the API server parses as a quantity.
const quantityPattern = `^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$`

// knownTypes are types of Kubernetes whose JSON cannot be told from their Go declaration.
var knownTypes = map[model.TypeID]func(Options) apiextensionsv1.JSONSchemaProps{
	{Pkg: metaPackage, Name: "ObjectMeta"}:                            objectMeta,
	{Pkg: metaPackage, Name: "Time"}:                                  text("date-time"),
	{Pkg: metaPackage, Name: "MicroTime"}:                             text("date-time"),
	{Pkg: metaPackage, Name: "Duration"}:                              text(""),
	{Pkg: metaPackage, Name: "Fields"}:                                anyMap,
	{Pkg: metaPackage + "/unstructured", Name: "Unstructured"}:        object,
	{Pkg: "k8s.io/apimachinery/pkg/api/resource", Name: "Quantity"}:   integerOrString(quantityPattern),
	{Pkg: "k8s.io/apimachinery/pkg/util/intstr", Name: "IntOrString"}: integerOrString(""),
	{Pkg: "k8s.io/apimachinery/pkg/runtime", Name: "RawExtension"}:    anything(typeObject),
	{Pkg: apiext + "v1", Name: "JSON"}:                                anything(""),
	{Pkg: apiext + "v1beta1", Name: "JSON"}:                           anything(""),
}

// known returns the schema of a type that is not walked.
func (b *Builder) known(id model.TypeID) (apiextensionsv1.JSONSchemaProps, bool) {
	schema, ok := knownTypes[id]
	if !ok {
		return apiextensionsv1.JSONSchemaProps{}, false
	}
	return schema(b.options), true
}

func object(Options) apiextensionsv1.JSONSchemaProps {
	return apiextensionsv1.JSONSchemaProps{Type: typeObject}
}

func anyMap(Options) apiextensionsv1.JSONSchemaProps {
	return apiextensionsv1.JSONSchemaProps{
		Type:                 typeObject,
		AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true},
	}
}

func text(format string) func(Options) apiextensionsv1.JSONSchemaProps {
	return func(Options) apiextensionsv1.JSONSchemaProps {
		return apiextensionsv1.JSONSchemaProps{Type: typeString, Format: format}
	}
}

func integerOrString(pattern string) func(Options) apiextensionsv1.JSONSchemaProps {
	return func(Options) apiextensionsv1.JSONSchemaProps {
		return apiextensionsv1.JSONSchemaProps{
			XIntOrString: true,
			AnyOf:        []apiextensionsv1.JSONSchemaProps{{Type: typeInteger}, {Type: typeString}},
			Pattern:      pattern,
		}
	}
}

func anything(typ string) func(Options) apiextensionsv1.JSONSchemaProps {
	return func(Options) apiextensionsv1.JSONSchemaProps {
		preserve := true
		return apiextensionsv1.JSONSchemaProps{Type: typ, XPreserveUnknownFields: &preserve}
	}
}

// objectMeta is an object that the API server knows better, or its part that makes sense below the root.
func objectMeta(options Options) apiextensionsv1.JSONSchemaProps {
	schema := apiextensionsv1.JSONSchemaProps{Type: typeObject}
	if !options.EmbeddedObjectMeta {
		return schema
	}
	str := apiextensionsv1.JSONSchemaProps{Type: typeString}
	stringMap := apiextensionsv1.JSONSchemaProps{
		Type:                 typeObject,
		AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &str},
	}
	schema.Properties = map[string]apiextensionsv1.JSONSchemaProps{
		"name":        str,
		"namespace":   str,
		"labels":      stringMap,
		"annotations": stringMap,
		"finalizers": {
			Type:  typeArray,
			Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &str},
		},
	}
	return schema
}

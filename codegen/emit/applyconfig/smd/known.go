// SPDX-License-Identifier: Apache-2.0

package smd

import (
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

// form is what the JSON of a type is that cannot be told from its Go declaration.
type form int

const (
	// scalarForm is a string or a number.
	scalarForm form = iota
	// textForm is a string.
	textForm
	// anyForm is any JSON, objectForm any object.
	anyForm
	objectForm
	// metaForm is the metadata of an object within another.
	metaForm
)

const (
	machinery  = "k8s.io/apimachinery/pkg/"
	extensions = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/"
)

var wellKnown = map[model.TypeID]form{
	{Pkg: plan.MetaPackage, Name: "Time"}:                           scalarForm,
	{Pkg: plan.MetaPackage, Name: "MicroTime"}:                      scalarForm,
	{Pkg: machinery + "api/resource", Name: "Quantity"}:             scalarForm,
	{Pkg: machinery + "util/intstr", Name: "IntOrString"}:           scalarForm,
	{Pkg: plan.MetaPackage, Name: "Duration"}:                       textForm,
	{Pkg: plan.MetaPackage, Name: "Fields"}:                         objectForm,
	{Pkg: plan.MetaPackage, Name: "FieldsV1"}:                       objectForm,
	{Pkg: plan.MetaPackage + "/unstructured", Name: "Unstructured"}: objectForm,
	{Pkg: machinery + "runtime", Name: "RawExtension"}:              objectForm,
	{Pkg: machinery + "runtime", Name: "Unknown"}:                   objectForm,
	{Pkg: extensions + "v1", Name: "JSON"}:                          anyForm,
	{Pkg: extensions + "v1beta1", Name: "JSON"}:                     anyForm,
	{Pkg: plan.MetaPackage, Name: "ObjectMeta"}:                     metaForm,
}

func (w walk) known(id model.TypeID, form form, field hints) smdschema.TypeRef {
	switch form {
	case scalarForm:
		return w.define(TypeName(id), func() smdschema.Atom { return smdschema.Atom{Scalar: new(smdschema.Untyped)} })
	case textForm:
		return scalar(smdschema.String)
	case metaForm:
		return override(w.objectMeta(false), field)
	case objectForm:
		if field.typ == "" {
			field.typ = "object"
		}
		return w.opaque(field)
	default:
		return w.opaque(field)
	}
}

// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// Markers that are asked for by name.
const (
	typeMarker      = "kubebuilder:validation:Type"
	immutableMarker = "k8s:immutable"
)

const (
	ofType  = markers.DescribesType
	ofField = markers.DescribesField
)

var schemaMarkerType = reflect.TypeFor[crd.SchemaMarker]()

// presence are field markers without an effect of their own on a schema.
var presence = []string{
	"kubebuilder:validation:Optional", "kubebuilder:validation:Required",
	"optional", "required", "k8s:optional", crdmarkers.SchemalessName,
}

// value is a parsed marker.
type value struct {
	// name is that of the marker's definition.
	name   string
	value  any
	marker model.Marker
}

type values []value

func (vs values) has(name string) bool {
	return slices.ContainsFunc(vs, func(v value) bool { return v.name == name })
}

func (vs values) hasAny(names ...string) bool { return slices.ContainsFunc(names, vs.has) }

// parse reads the markers that bear on schemas. Others are left alone: other packages know about them.
func (w *walk) parse(list []model.Marker, target markers.TargetType) values {
	var parsed values
	for _, m := range list {
		v, ok, err := parse(m, target)
		switch {
		case err != nil:
			w.problems.Errorf(m.Pos, "+%s: %s", v.name, marker.Message(err))
		case ok:
			parsed = append(parsed, v)
		}
	}
	return parsed
}

func parse(m model.Marker, target markers.TargetType) (v value, ok bool, err error) {
	definition, err := marker.Kubebuilder(m.Text, target)
	if definition == nil || err != nil {
		return value{}, false, err
	}
	if !definition.Output.Implements(schemaMarkerType) && !slices.Contains(presence, definition.Name) {
		return value{}, false, nil
	}
	v = value{name: definition.Name, marker: m}
	v.value, err = marker.ParseKubebuilder(m.Text, target)
	return v, err == nil, err
}

// apply changes a schema as the markers say, those about a list itself before those about its items, and among them
// by the priority that each states, else in the order of the source.
func (w *walk) apply(parsed values, t *model.Type, schema *apiextensionsv1.JSONSchemaProps) {
	isItems := func(v value) bool { return strings.HasPrefix(v.name, crdmarkers.ValidationItemsPrefix) }
	for _, v := range byPriority(parsed) {
		if !isItems(v) {
			w.applyOne(v, t, schema)
		}
	}
	for _, v := range byPriority(parsed) {
		switch {
		case !isItems(v):
		case schema.Type != typeArray || schema.Items == nil || schema.Items.Schema == nil:
			w.problems.Errorf(v.marker.Pos, "+%s is about the items of a list, and here is %s", v.name, valueOf(schema))
		default:
			w.applyOne(v, t, schema.Items.Schema)
		}
	}
}

func (w *walk) applyOne(v value, t *model.Type, schema *apiextensionsv1.JSONSchemaProps) {
	var err error
	switch says := v.value.(type) {
	case crdmarkers.K8sEnum:
		err = w.enum(t, schema)
	case crd.SchemaMarker:
		err = says.ApplyToSchema(&crdmarkers.SchemaContext{}, schema)
	}
	if err != nil {
		w.problems.Errorf(v.marker.Pos, "+%s: %s%s", v.name, marker.Message(err), hint(schema))
	}
}

func byPriority(parsed values) values {
	sorted := slices.Clone(parsed)
	slices.SortStableFunc(sorted, func(a, b value) int { return int(priority(a) - priority(b)) })
	return sorted
}

func priority(v value) crdmarkers.ApplyPriority {
	switch marker := v.value.(type) {
	case crdmarkers.ApplyPriorityMarker:
		return marker.ApplyPriority()
	case interface{ ApplyFirst() }:
		return crdmarkers.ApplyPriorityFirst
	default:
		return crdmarkers.ApplyPriorityDefault
	}
}

// valueOf says what a schema is of.
func valueOf(schema *apiextensionsv1.JSONSchemaProps) string {
	switch {
	case schema.Ref != nil:
		return fmt.Sprintf("a value of type %s, whose declaration is not looked at: put the marker there", referent(*schema.Ref).Name)
	case schema.Type != "":
		return "a value of type " + schema.Type
	default:
		return "a value without a type"
	}
}

// hint says why a marker does not see the type of the value next to it.
func hint(schema *apiextensionsv1.JSONSchemaProps) string {
	if schema.Type != "" || schema.Ref == nil {
		return ""
	}
	id := referent(*schema.Ref)
	if id.Name == "IntOrString" || id.Name == "Quantity" {
		return "; add +kubebuilder:validation:XIntOrString beside it"
	}
	return fmt.Sprintf(" (the declaration of %s is not looked at here): put the marker on a type of this package, or add +%s beside it",
		id.Name, typeMarker)
}

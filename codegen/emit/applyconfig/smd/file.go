// SPDX-License-Identifier: Apache-2.0

package smd

import (
	"encoding/json"
	"maps"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	smdschema "sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/yaml"

	"github.com/stackabletech/operator-go/codegen/model"
)

// fileAtom returns what the schema file of a type says. A file that cannot be read, which others report, says nothing.
func (w walk) fileAtom(t *model.Type) smdschema.Atom {
	var props apiextensionsv1.JSONSchemaProps
	if err := yaml.Unmarshal(t.SchemaFile.Content, &props); err != nil {
		return deducedType().Atom
	}
	ref := w.props(&props, t.SchemaFile.Refs)
	if ref.NamedType != nil {
		// A file that is nothing but a reference.
		atom := deducedType().Atom
		if def := w.defined[*ref.NamedType]; def != nil {
			atom = def.Atom
		}
		return atom
	}
	return ref.Inlined
}

// props returns the type of an OpenAPI schema, as the API server makes it.
func (w walk) props(p *apiextensionsv1.JSONSchemaProps, refs map[string]model.TypeID) smdschema.TypeRef {
	said := hints{list: deref(p.XListType), keys: p.XListMapKeys, relationship: deref(p.XMapType)}
	said.preserve = p.XPreserveUnknownFields != nil && *p.XPreserveUnknownFields
	if p.Ref != nil {
		return w.named(refs[*p.Ref], said)
	}
	if p.XIntOrString {
		return scalar(smdschema.Untyped)
	}
	switch p.Type {
	case "object":
		m := w.propsMap(p, refs, said)
		if p.XEmbeddedResource {
			m = w.resource(m)
		}
		return inline(smdschema.Atom{Map: m})
	case "array":
		return inline(smdschema.Atom{List: w.propsList(p, refs, said)})
	case "":
		if len(p.Properties) == 0 && p.AdditionalProperties == nil && p.Items == nil {
			break
		}
		// Anything, of which it is known what it is made of if it is an object or a list.
		scalar := smdschema.Untyped
		return inline(smdschema.Atom{Scalar: &scalar, List: w.propsList(p, refs, said), Map: w.propsMap(p, refs, said)})
	}
	return w.opaque(hints{typ: p.Type, relationship: said.relationship})
}

func (w walk) propsList(p *apiextensionsv1.JSONSchemaProps, refs map[string]model.TypeID, said hints) *smdschema.List {
	if p.Items == nil || p.Items.Schema == nil {
		name := atomicName
		return list(said, smdschema.TypeRef{NamedType: &name})
	}
	return list(said, w.props(p.Items.Schema, refs))
}

func (w walk) propsMap(p *apiextensionsv1.JSONSchemaProps, refs map[string]model.TypeID, said hints) *smdschema.Map {
	m := &smdschema.Map{ElementRelationship: relationship(said.relationship)}
	for _, name := range slices.Sorted(maps.Keys(p.Properties)) {
		property := p.Properties[name]
		field := smdschema.StructField{Name: name, Type: w.props(&property, refs)}
		if property.Default != nil {
			field.Default = scalarDefault(property.Default.Raw)
		}
		m.Fields = append(m.Fields, field)
	}
	switch {
	case p.AdditionalProperties != nil && p.AdditionalProperties.Schema != nil:
		m.ElementType = w.props(p.AdditionalProperties.Schema, refs)
	case p.AdditionalProperties != nil && p.AdditionalProperties.Allows, said.preserve, len(m.Fields) == 0:
		m.ElementType = deduced()
	}
	return m
}

func scalarDefault(raw []byte) any {
	if !json.Valid(raw) {
		return nil
	}
	return readDefault(string(raw))
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"maps"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// WarnOfLosses compares the definition with one that an earlier run emitted for the kind. Versions do not change once they are
// released: fields that are gone, types that are others, and fields that must be there now, are most likely edits of the latest
// shape without the marker that keeps the older ones as they were. Nobody can tell here what was released, so that they are
// warnings.
func (d *Definition) WarnOfLosses(former *Former, problems *diag.List) {
	if d.warnOfAnother(former, problems) {
		return
	}
	d.warnOfVersions(former, problems)
	l := losses{Definition: d, findings: d.findings()}
	for i, now := range d.Object.Spec.Versions {
		for _, version := range former.Spec.Versions {
			if version.Name == now.Name && version.Schema.Root != nil && now.Schema != nil {
				l.compare(version.Schema.Root, now.Schema.OpenAPIV3Schema, where{version: i, part: partSchema})
			}
		}
	}
	l.warn(problems)
}

type losses struct {
	*Definition
	*findings
}

func (l losses) compare(former *formerSchema, now *apiextensionsv1.JSONSchemaProps, at where) {
	if former == nil || now == nil {
		return
	}
	was, is := former.name(), typeName(now)
	if was != is && was != "" && is != "" && !slices.Contains(wider[was], is) {
		l.add(at.version, l.position(at), "%s was a value of type %s until now, and is one of type %s: stored objects do not fit. "+
			"If this version was released, %s", l.subject(at), was, is, l.remedy(at, "say +versioned:changed:since=VERSION,fromType=..."))
		return
	}
	if gone := goneValues(former.Enum, now.Enum); len(gone) > 0 {
		place := at
		place.rest = []string{"enum"}
		l.add(at.version, l.position(place), "%s cannot be %s any more: stored objects in which it is cannot be changed. "+
			"If this version was released, keep the constant and say +versioned:removed:since=VERSION,upgradeTo=CONSTANT", l.subject(at), strings.Join(gone, " or "))
	}
	keeps := now.AdditionalProperties != nil || now.XPreserveUnknownFields != nil && *now.XPreserveUnknownFields
	if (former.Preserve || former.AdditionalProperties != nil) && !keeps {
		l.add(at.version, l.position(at), "%s kept fields of any name until now, and keeps only some: stored objects lose the others. "+
			"If this version was released, %s", l.subject(at), l.remedy(at, "say +versioned:changed:since=VERSION,fromType=..."))
	}
	renamed := l.renamed(former, now, at)
	for _, name := range slices.Sorted(slices.Values(now.Required)) {
		_, known := former.Properties[name]
		if prop, below := now.Properties[name], at.below(name); !slices.Contains(former.Required, name) && prop.Default == nil && !renamed {
			remedy := "have it added with +versioned:added:since=VERSION"
			if known {
				remedy = "make it optional again, and say +versioned:marker:text=\"+required\",since=VERSION"
			}
			l.add(at.version, l.position(below), "%s must be there now: stored objects without it cannot be changed. If this version was released, %s",
				l.subject(below), l.remedy(below, remedy))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(former.Properties)) {
		below := at.below(name)
		prop, there := now.Properties[name]
		switch {
		case !there && (keeps || renamed):
		case !there:
			l.add(at.version, l.declaration(at), "%s is not there any more: stored objects lose it. "+
				"If this version was released, %s", l.subject(below), l.remedy(below, "keep the field and say +versioned:removed:since=VERSION, or +versioned:changed:since=VERSION,fromName=... if it has another name now"))
		default:
			l.compare(former.Properties[name], &prop, below)
		}
	}
	if former.Items != nil && now.Items != nil {
		l.compare(former.Items, now.Items.Schema, at.below(schema.Elem))
	}
	if former.AdditionalProperties != nil && now.AdditionalProperties != nil {
		l.compare(former.AdditionalProperties.schema, now.AdditionalProperties.Schema, at.below(schema.Elem))
	}
}

// declaration is where the type of a place is declared, as far as its author can change it.
func (l losses) declaration(at where) diag.Pos {
	s := l.source(at)
	for _, t := range schema.Locate(s.view, s.kind.TypeID, at.steps).Types {
		if !t.Foreign && t.Pos.IsValid() {
			return t.Pos
		}
	}
	return l.position(at)
}

// wider are the types that hold all values of another one.
var wider = map[string][]string{
	"string": {intOrString}, "integer": {intOrString, "number"},
}

// intOrString is what this package calls the type of values that are one of two.
const intOrString = "int-or-string"

func typeName(s *apiextensionsv1.JSONSchemaProps) string {
	if s.XIntOrString {
		return intOrString
	}
	return s.Type
}

// below is the place of a property, or of what a list or map holds.
func (w where) below(step string) where {
	w.steps = append(slices.Clip(w.steps), step)
	w.rest = nil
	return w
}

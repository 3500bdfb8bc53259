// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"slices"
	"strconv"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// position finds the Go source that a place in the object comes from: the marker, else the field, else the type, else
// the kind.
func (d *Definition) position(w where) diag.Pos {
	s := d.source(w)
	root := s.kind.Root
	pos := diag.Pos{}
	switch w.part {
	case partSchema:
		pos = d.inSchema(w, s)
	case "group":
		pos = s.view.API.GroupPos
	case "name", "served", "storage", "deprecated", "deprecationWarning":
		pos = s.view.Version.Pos
	case partSubresources:
		pos = scalePosition(root.Scale, w.rest)
	case partColumns:
		if i := index(w.rest, len(root.Columns)); i >= 0 {
			pos = root.Columns[i].Path.Pos
		}
	case partSelectable:
		if len(root.SelectableFields) > 0 {
			pos = root.SelectableFields[max(index(w.rest, len(root.SelectableFields)), 0)].Pos
		}
	}
	return first(pos, root.Pos, s.kind.Pos, s.view.API.Pos)
}

// source returns the origin of a place: that of its version, else of the youngest.
func (d *Definition) source(w where) source {
	return d.sources[d.versionOf(w)]
}

func (d *Definition) versionOf(w where) int {
	if w.version == everywhere {
		return d.youngest
	}
	return w.version
}

func first(all ...diag.Pos) diag.Pos {
	for _, pos := range all {
		if pos.IsValid() {
			return pos
		}
	}
	return diag.Pos{}
}

func index(rest []string, n int) int {
	if len(rest) == 0 {
		return -1
	}
	i, err := strconv.Atoi(rest[0])
	if err != nil || i < 0 || i >= n {
		return -1
	}
	return i
}

func scalePosition(scale *model.Scale, rest []string) diag.Pos {
	switch {
	case scale == nil:
		return diag.Pos{}
	case slices.Contains(rest, "specReplicasPath"):
		return first(scale.SpecReplicas.Pos, scale.Pos)
	case slices.Contains(rest, "statusReplicasPath"):
		return first(scale.StatusReplicas.Pos, scale.Pos)
	case slices.Contains(rest, "labelSelectorPath") && scale.LabelSelector != nil:
		return first(scale.LabelSelector.Pos, scale.Pos)
	}
	return scale.Pos
}

func (d *Definition) inSchema(w where, s source) diag.Pos {
	found := schema.Locate(s.view, s.kind.TypeID, w.steps)
	if found.Exact {
		if pos := markerPosition(found, w, d.at(w)); pos.IsValid() {
			return pos
		}
	}
	// A field of somebody else's type cannot be changed; the field that leads there can.
	for _, field := range slices.Backward(found.Fields) {
		if field.Pos.IsValid() && !field.Owner.Foreign {
			return field.Pos
		}
	}
	return s.kind.Pos
}

// at returns the schema at a place, nil if there is none.
func (d *Definition) at(w where) *apiextensionsv1.JSONSchemaProps {
	here := d.Object.Spec.Versions[d.versionOf(w)].Schema.OpenAPIV3Schema
	for _, step := range w.steps {
		switch {
		case here == nil:
			return nil
		case step != schema.Elem:
			prop := here.Properties[step]
			here = &prop
		case here.Items != nil:
			here = here.Items.Schema
		case here.AdditionalProperties != nil:
			here = here.AdditionalProperties.Schema
		default:
			return nil
		}
	}
	return here
}

// markerPosition finds the marker that a keyword of a schema comes from: on the field, or on its type.
func markerPosition(found schema.Found, w where, at *apiextensionsv1.JSONSchemaProps) diag.Pos {
	if len(w.rest) == 0 || at == nil {
		return diag.Pos{}
	}
	rule := ""
	if w.rest[0] == keywordRules {
		i := index(w.rest[1:], len(at.XValidations))
		if i < 0 {
			return diag.Pos{}
		}
		rule = at.XValidations[i].Rule
	}
	for _, marker := range markersOf(found, w.steps) {
		name := strings.Replace(marker.Name, itemsPrefix, validationPrefix, 1)
		if rule != "" && schema.SaysRule(marker, rule) || slices.Contains(keywords[w.rest[0]], name) {
			return marker.Pos
		}
	}
	return diag.Pos{}
}

const (
	validationPrefix = "kubebuilder:validation:"
	itemsPrefix      = validationPrefix + "items:"
)

// markersOf returns the markers that bear on a place: those on its field, those about items on the field of its list,
// those on its types, and those on what is inlined into these. Markers of somebody else's types are left out: nobody here can change them.
func markersOf(found schema.Found, steps []string) []model.Marker {
	var markers []model.Marker
	if n := len(found.Fields); n > 0 && !found.Fields[n-1].Owner.Foreign {
		items := len(steps) > 1 && steps[len(steps)-1] == schema.Elem && steps[len(steps)-2] != schema.Elem
		for _, marker := range found.Fields[n-1].Markers {
			if about := strings.HasPrefix(marker.Name, itemsPrefix); about == items && (items || steps[len(steps)-1] != schema.Elem) {
				markers = append(markers, marker)
			}
		}
	}
	for _, t := range slices.Concat(found.Types, found.InlinedTypes) {
		if !t.Foreign {
			markers = append(markers, t.Markers...)
		}
	}
	for _, field := range found.Inlined {
		if !field.Owner.Foreign {
			markers = append(markers, field.Markers...)
		}
	}
	return markers
}

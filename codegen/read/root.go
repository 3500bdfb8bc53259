// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"

	"github.com/gobuffalo/flect"
	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// rootReader gathers what the markers of both namespaces say about one resource. Both may say the same; where they say
// different things, the author has to choose.
type rootReader struct {
	*apiReader
	root *model.Root
	// said remembers which marker set a property, by the property's name in messages.
	said map[string]statement
	// noRoot is the marker of controller-tools by which the type is no resource; the zero marker if there is none.
	noRoot model.Marker
}

// object reads what a marker of controller-tools says about the methods of a type.
func (r *rootReader) object(t *model.Type, m model.Marker) {
	switch said := value(m); {
	case m.Name == "kubebuilder:object:generate" && said == "false", m.Name == "k8s:deepcopy-gen" && said == "false":
		t.CopiedByHand = true
	case m.Name == "kubebuilder:object:root" && said == "false":
		r.noRoot = m
	}
}

type statement struct {
	marker, value string
}

// root reads the markers that make a type a resource, and takes them out of the type's markers, since they are written
// anew for every version. It returns nil for a type that is none.
func (a *apiReader) root(t *model.Type) *model.Root {
	r := &rootReader{apiReader: a, root: &model.Root{Namespaced: true, Pos: t.Pos}, said: map[string]statement{}}
	isRoot := false
	var rest, misplaced []model.Marker
	for _, m := range t.Markers {
		switch {
		case m.Name == "versioned:crd" || strings.HasPrefix(m.Name, "versioned:crd:"):
			isRoot = true
			r.root.Pos = m.Pos
			r.crd(m)
		case strings.HasPrefix(m.Name, "versioned:scale"):
			r.scale(m)
			misplaced = append(misplaced, m)
		case marker.Refused[baseName(m.Name)] != "":
			a.problems.Errorf(m.Pos, "+%s has no meaning in an API package: %s", baseName(m.Name), marker.Refused[baseName(m.Name)])
		case r.kubebuilder(m):
			misplaced = append(misplaced, m)
		case strings.HasPrefix(m.Name, "kubebuilder:object:"), strings.HasPrefix(m.Name, "k8s:deepcopy-gen"):
			// Copy methods are emitted for all types anyhow, unless the author writes them.
			r.object(t, m)
		default:
			rest = append(rest, m)
		}
	}
	t.Markers = rest
	if !isRoot {
		for _, m := range misplaced {
			if strings.HasPrefix(m.Name, marker.Namespace) {
				a.problems.Errorf(m.Pos, "+versioned:scale stands on a type that is no resource: add +versioned:crd")
			} else {
				a.problems.Warnf(m.Pos, "+%s stands on a type that is no resource, and means nothing there: add +versioned:crd, or take it away", baseName(m.Name))
			}
		}
		return nil
	}
	if r.noRoot.Name != "" {
		a.problems.Errorf(r.noRoot.Pos, "+%s says that %s is no resource, but +versioned:crd says that it is one: keep one of the two", r.noRoot.Text, t.Name)
	}
	r.defaults(t)
	return r.root
}

// baseName cuts the arguments off a name: "kubebuilder:deprecatedversion:warning" is "kubebuilder:deprecatedversion".
func baseName(name string) string {
	parts := strings.SplitN(name, ":", 3)
	if len(parts) < 2 {
		return name
	}
	return parts[0] + ":" + parts[1]
}

func (r *rootReader) crd(m model.Marker) {
	parsed, ok := r.parse(m, marker.Type)
	if !ok {
		return
	}
	const name = "+versioned:crd"
	r.set(m.Pos, name, "scope", parsed.Get("scope"), func(v string) { r.root.Namespaced = v != "Cluster" })
	r.set(m.Pos, name, "plural", parsed.Get("plural"), func(v string) { r.root.Plural = v })
	r.set(m.Pos, name, "singular", parsed.Get("singular"), func(v string) { r.root.Singular = v })
	if arg := parsed.Arg("shortNames"); arg != nil {
		r.set(m.Pos, name, "short names", strings.Join(arg.Values, ","), func(string) { r.root.ShortNames = arg.Values })
	}
	if arg := parsed.Arg("categories"); arg != nil {
		r.set(m.Pos, name, "categories", strings.Join(arg.Values, ","), func(string) { r.root.Categories = arg.Values })
	}
}

// set records a property, unless another marker has said something else.
func (r *rootReader) set(pos diag.Pos, markerName, property, value string, apply func(string)) {
	if value == "" {
		return
	}
	if before, ok := r.said[property]; ok && before.value != value {
		r.problems.Errorf(pos, "%s says %s %q, but %s says %q: keep one of the two", markerName, property, value, before.marker, before.value)
		return
	}
	r.said[property] = statement{marker: markerName, value: value}
	apply(value)
}

func (r *rootReader) scale(m model.Marker) {
	parsed, ok := r.parse(m, marker.Type)
	if !ok {
		return
	}
	scale := &model.Scale{
		SpecReplicas:   model.Path{Text: parsed.Get("specReplicasPath"), Pos: at(m, parsed, "specReplicasPath")},
		StatusReplicas: model.Path{Text: parsed.Get("statusReplicasPath"), Pos: at(m, parsed, "statusReplicasPath")},
		Pos:            m.Pos,
	}
	if parsed.Arg("labelSelectorPath") != nil {
		scale.LabelSelector = &model.Path{Text: parsed.Get("labelSelectorPath"), Pos: at(m, parsed, "labelSelectorPath")}
	}
	r.setScale(m.Pos, "+versioned:scale", scale)
}

func (r *rootReader) setScale(pos diag.Pos, markerName string, scale *model.Scale) {
	value := scale.SpecReplicas.Text + " " + scale.StatusReplicas.Text
	if scale.LabelSelector != nil {
		value += " " + scale.LabelSelector.Text
	}
	r.set(pos, markerName, "scale paths", value, func(string) {
		if r.root.Scale == nil {
			r.root.Scale = scale
		}
	})
}

// kubebuilder reads a marker of controller-tools. It returns false if the marker does not speak of the resource.
func (r *rootReader) kubebuilder(m model.Marker) bool {
	switch baseName(m.Name) {
	case "kubebuilder:resource", "kubebuilder:subresource", "kubebuilder:printcolumn", "kubebuilder:selectablefield",
		"kubebuilder:metadata":
	default:
		return false
	}
	value, err := marker.ParseKubebuilder(m.Text, markers.DescribesType)
	switch {
	case err != nil:
		r.problems.Errorf(m.Pos, "+%s: %s", baseName(m.Name), marker.Message(err))
		return true
	case value == nil:
		r.problems.Warnf(m.Pos, "+%s is not a marker that controller-tools knows", m.Name)
		return true
	}
	switch value.(type) {
	case crdmarkers.PrintColumn, crdmarkers.SelectableField:
	default:
		if m.Since != "" || m.Until != "" {
			r.problems.Errorf(m.Pos, "+%s cannot be limited to versions: of the markers about resources, only printcolumn and selectablefield can", baseName(m.Name))
			return true
		}
	}
	path := func(text string) model.Path { return model.Path{Text: text, Pos: m.Pos.Shift(offsetOf(m.Text, text))} }
	switch v := value.(type) {
	case crdmarkers.Resource:
		r.resource(m, v)
	case crdmarkers.SubresourceStatus:
		r.root.Status = true
	case crdmarkers.SubresourceScale:
		scale := &model.Scale{SpecReplicas: path(v.SpecPath), StatusReplicas: path(v.StatusPath), Pos: m.Pos}
		if v.SelectorPath != nil {
			selector := path(*v.SelectorPath)
			scale.LabelSelector = &selector
		}
		r.setScale(m.Pos, "+kubebuilder:subresource:scale", scale)
	case crdmarkers.PrintColumn:
		r.root.Columns = append(r.root.Columns, model.Column{
			Name: v.Name, Type: v.Type, Format: v.Format, Description: v.Description, Priority: v.Priority,
			Path: path(v.JSONPath), Since: m.Since, Until: m.Until, Pos: m.Pos,
		})
	case crdmarkers.SelectableField:
		r.root.SelectableFields = append(r.root.SelectableFields, model.Selectable{Path: path(v.JSONPath), Since: m.Since, Until: m.Until})
	case crdmarkers.Metadata:
		r.metadata(m, v)
	}
	return true
}

// offsetOf finds a value in a marker's text, counted from its "+".
func offsetOf(text, value string) int { return max(strings.Index(text, value), 0) + 1 }

func (r *rootReader) resource(m model.Marker, v crdmarkers.Resource) {
	const name = "+kubebuilder:resource"
	r.set(m.Pos, name, "scope", v.Scope, func(s string) { r.root.Namespaced = s != "Cluster" })
	r.set(m.Pos, name, "plural", v.Path, func(s string) { r.root.Plural = s })
	r.set(m.Pos, name, "singular", v.Singular, func(s string) { r.root.Singular = s })
	r.set(m.Pos, name, "short names", strings.Join(v.ShortName, ","), func(string) { r.root.ShortNames = v.ShortName })
	r.set(m.Pos, name, "categories", strings.Join(v.Categories, ","), func(string) { r.root.Categories = v.Categories })
}

func (r *rootReader) metadata(m model.Marker, v crdmarkers.Metadata) {
	collect := func(what string, pairs []string, into *map[string]string) {
		for _, pair := range pairs {
			key, value, found := strings.Cut(pair, "=")
			if !found {
				r.problems.Errorf(m.Pos, "+kubebuilder:metadata: the %s %q is not in the form key=value", what, pair)
				continue
			}
			if *into == nil {
				*into = map[string]string{}
			}
			(*into)[key] = value
		}
	}
	collect("label", v.Labels, &r.root.Labels)
	collect("annotation", v.Annotations, &r.root.Annotations)
}

// defaults fills in what no marker says.
func (r *rootReader) defaults(t *model.Type) {
	if r.root.Singular == "" {
		r.root.Singular = strings.ToLower(t.Name)
	}
	if r.root.Plural == "" {
		r.root.Plural = strings.ToLower(flect.Pluralize(t.Name))
	}
	for _, f := range t.Fields {
		if f.JSON == "status" {
			r.root.Status = true
		}
	}
}

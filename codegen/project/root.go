// SPDX-License-Identifier: Apache-2.0

package project

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// rootAt translates the paths of a resource. What does not exist at the version is left out.
func (p *projector) rootAt(t *model.Type) *model.Root {
	out := *t.Root
	start := model.NamedExpr(t.Pkg, t.Name)
	out.Scale = p.scaleAt(start, t.Root.Scale)
	out.Columns, out.SelectableFields = nil, nil
	_, stored := p.storedAt(t)
	out.Stored = stored == p.version
	for _, c := range t.Root.Columns {
		if !p.within(c.Since, c.Until) {
			continue
		}
		text, ok := c.Path.Text, true
		if c.Since == "" && c.Until == "" {
			text, ok = p.rootPath(start, c.Path, "the column "+c.Name)
		}
		// Where the author has said for which versions a column is, its path is written for them.
		if ok {
			c.Path.Text, c.Since, c.Until = text, "", ""
			out.Columns = append(out.Columns, c)
		}
	}
	for _, f := range t.Root.SelectableFields {
		if !p.within(f.Since, f.Until) {
			continue
		}
		text, ok := f.Text, true
		if f.Since == "" && f.Until == "" {
			text, ok = p.rootPath(start, f.Path, "the selectable field")
		}
		if ok {
			out.SelectableFields = append(out.SelectableFields, model.Selectable{Path: model.Path{Text: text, Pos: f.Pos}})
		}
	}
	if out.Status {
		if status, _, exists := p.fieldByJSON(start, "status"); status != nil {
			out.Status = exists
		}
	}
	return &out
}

func (p *projector) scaleAt(start *model.Expr, s *model.Scale) *model.Scale {
	if s == nil {
		return nil
	}
	spec, ok := p.rootPath(start, s.SpecReplicas, "specReplicasPath")
	if !ok {
		return nil
	}
	out := &model.Scale{SpecReplicas: model.Path{Text: spec, Pos: s.SpecReplicas.Pos}, Pos: s.Pos}
	out.StatusReplicas = p.scalePath(start, s, s.StatusReplicas, "statusReplicasPath")
	if s.LabelSelector != nil {
		selector := p.scalePath(start, s, *s.LabelSelector, "labelSelectorPath")
		out.LabelSelector = &selector
	}
	return out
}

// scalePath translates a path that every version needs which can be scaled: a version that silently could not be, or that
// autoscalers cannot use, would be noticed by its users only.
func (p *projector) scalePath(start *model.Expr, s *model.Scale, path model.Path, what string) model.Path {
	text, result := p.jsonPath(start, path.Text)
	if result == absent {
		p.problems.Errorf(path.Pos, "%s (%s) leads to a field that %s does not have, though it has %s: give both fields the same +versioned:added and +versioned:removed",
			what, path.Text, p.version, s.SpecReplicas.Text)
	}
	p.cannotLead(result, path, what)
	return model.Path{Text: text, Pos: path.Pos}
}

// rootPath translates a path. It returns false if the version does not have what the path leads to.
func (p *projector) rootPath(start *model.Expr, path model.Path, what string) (string, bool) {
	text, result := p.jsonPath(start, path.Text)
	p.cannotLead(result, path, what)
	return text, result == projected
}

// cannotLead reports a path that means nothing in the version, or nobody knows what.
func (p *projector) cannotLead(result outcome, path model.Path, what string) {
	switch result {
	case blocked:
		p.problems.Errorf(path.Pos, "%s (%s) leads through a field that has another type in %s: write +versioned:marker:text=... with since= and until= for each shape",
			what, path.Text, p.version)
	case untraced:
		p.problems.Errorf(path.Pos, "%s (%s) cannot be followed to a field, and names one, or a constant, that is another in %s: write +versioned:marker:text=... with since= and until= for each shape",
			what, path.Text, p.version)
	}
}

// within reports whether the version is in a range; an empty end is open.
func (p *projector) within(since, until string) bool {
	return !before(p.api, p.version, since) && (until == "" || before(p.api, p.version, until))
}

// rootMarkers writes what is known of a resource as the markers that Kubernetes authors and tools know.
func rootMarkers(r *model.Root) []model.Marker {
	var markers []model.Marker
	add := func(name, text string) {
		markers = append(markers, model.Marker{Name: name, Text: text, Pos: r.Pos})
	}
	resource := []string{"path=" + r.Plural, "singular=" + r.Singular}
	if len(r.ShortNames) > 0 {
		resource = append(resource, "shortName="+strings.Join(r.ShortNames, ";"))
	}
	if len(r.Categories) > 0 {
		resource = append(resource, "categories="+strings.Join(r.Categories, ";"))
	}
	scope := "Namespaced"
	if !r.Namespaced {
		scope = "Cluster"
	}
	add("kubebuilder:resource:path", "kubebuilder:resource:"+strings.Join(append(resource, "scope="+scope), ","))
	for _, key := range slices.Sorted(maps.Keys(r.Annotations)) {
		add("kubebuilder:metadata:annotations", "kubebuilder:metadata:annotations="+strconv.Quote(key+"="+r.Annotations[key]))
	}
	for _, key := range slices.Sorted(maps.Keys(r.Labels)) {
		add("kubebuilder:metadata:labels", "kubebuilder:metadata:labels="+strconv.Quote(key+"="+r.Labels[key]))
	}
	if r.Status {
		add("kubebuilder:subresource:status", "kubebuilder:subresource:status")
	}
	if s := r.Scale; s != nil {
		text := fmt.Sprintf("kubebuilder:subresource:scale:specpath=%s,statuspath=%s", s.SpecReplicas.Text, s.StatusReplicas.Text)
		if s.LabelSelector != nil {
			text += ",selectorpath=" + s.LabelSelector.Text
		}
		add("kubebuilder:subresource:scale:specpath", text)
	}
	for _, c := range r.Columns {
		add("kubebuilder:printcolumn:name", columnMarker(c))
	}
	for _, f := range r.SelectableFields {
		add("kubebuilder:selectablefield:JSONPath", "kubebuilder:selectablefield:JSONPath="+strconv.Quote(f.Text))
	}
	return markers
}

func columnMarker(c model.Column) string {
	text := fmt.Sprintf("kubebuilder:printcolumn:name=%s,type=%s,JSONPath=%s", strconv.Quote(c.Name), c.Type, backquote(c.Path.Text))
	if c.Format != "" {
		text += ",format=" + strconv.Quote(c.Format)
	}
	if c.Description != "" {
		text += ",description=" + strconv.Quote(c.Description)
	}
	if c.Priority != 0 {
		text += ",priority=" + strconv.Itoa(int(c.Priority))
	}
	return text
}

// backquote quotes a text for a marker; paths with filters have quotes of their own.
func backquote(text string) string {
	if strings.Contains(text, "`") {
		return strconv.Quote(text)
	}
	return "`" + text + "`"
}

// SPDX-License-Identifier: Apache-2.0

package project

import (
	"encoding/json"

	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// valueMarker translates the keys of a default or an example. A text without keys that change stays as it is written.
func (p *projector) valueMarker(m model.Marker, self *model.Expr) (model.Marker, bool) {
	parsed, err := marker.ParseKubebuilder(m.Text, markers.DescribesField)
	if err != nil {
		return m, true // the schema emitter reports it, with the other markers that do not parse
	}
	var v any
	switch parsed := parsed.(type) {
	case crdmarkers.Default:
		v = parsed.Value
	case crdmarkers.KubernetesDefault:
		v = parsed.Value
	case crdmarkers.Example:
		v = parsed.Value
	default:
		return m, true
	}
	translated, changed := p.value(self, v)
	if !changed {
		return m, true
	}
	text, err := json.Marshal(translated)
	if err != nil {
		p.problems.Errorf(m.Pos, "+%s: the value cannot be written as JSON: %v", m.Name, err)
		return m, false
	}
	return withValue(m, string(text)), true
}

// value renames the keys of objects at any depth, and leaves out those that the version does not have.
func (p *projector) value(at *model.Expr, v any) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		changed := false
		for key, inner := range v {
			to, next, result := p.step(at, key)
			if result != projected {
				changed = true
				continue
			}
			translated, innerChanged := p.value(next, inner)
			out[to] = translated
			changed = changed || innerChanged || to != key
		}
		return out, changed
	case []any:
		out := make([]any, len(v))
		changed := false
		for i, inner := range v {
			translated, innerChanged := p.value(element(p, at), inner)
			out[i] = translated
			changed = changed || innerChanged
		}
		return out, changed
	}
	return v, false
}

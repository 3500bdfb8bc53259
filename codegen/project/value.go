// SPDX-License-Identifier: Apache-2.0

package project

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"

	"github.com/stackabletech/operator-go/codegen/marker"
	"github.com/stackabletech/operator-go/codegen/model"
)

// valueMarker translates the keys and the constants of a default or an example. A text in which none changes stays as it is
// written.
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
	plain, err := plainJSON(v)
	if err != nil {
		p.problems.Errorf(m.Pos, "+%s: the value cannot be written as JSON: %v", m.Name, err)
		return m, false
	}
	translated, changed := p.value(self, plain)
	if !changed {
		return m, true
	}
	return withValue(m, valueText(translated)), true
}

// plainJSON returns a value as objects and lists of anything. The parser of markers makes lists of what their first element
// is: of strings, of objects, of lists of these.
func plainJSON(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var plain any
	err = decoder.Decode(&plain)
	return plain, err
}

// valueText writes a value in the grammar of markers: JSON, but for the braces around lists.
func valueText(v any) string {
	var parts []string
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, strconv.Quote(key)+":"+valueText(v[key]))
		}
	case []any:
		for _, inner := range v {
			parts = append(parts, valueText(inner))
		}
	case string:
		return strconv.Quote(v)
	default:
		return fmt.Sprint(v)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// value renames the keys of objects at any depth, and leaves out those that the version does not have. Constants become what
// they were.
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
	case string:
		to := p.constantText(at, v)
		return to, to != v
	case json.Number:
		to := json.Number(p.constantText(at, v.String()))
		return to, to != v
	}
	return v, false
}

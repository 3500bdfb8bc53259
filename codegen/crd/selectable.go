// SPDX-License-Identifier: Apache-2.0

package crd

import (
	apiequality "k8s.io/apimachinery/pkg/api/equality"

	"github.com/stackabletech/operator-go/codegen/model"
)

func (c *checker) selectable(path model.Path) {
	const what = "selectable field"
	names, ok := c.names(what, path)
	if !ok {
		return
	}
	if names[0] == "metadata" {
		c.errorf(path, "%s %s: metadata.name and metadata.namespace can always be selected by, and nothing else of "+
			"metadata can", what, path.Text)
		return
	}
	steps, ok := c.follow(what, path, names)
	if !ok {
		return
	}
	switch got := typeOf(steps); got {
	case "string", "boolean", "integer":
	case "":
		c.errorf(path, "%s %s: it must lead to a string, boolean or integer, and this may be anything", what, path.Text)
	default:
		c.errorf(path, "%s %s: it must lead to a string, boolean or integer, and this is of type %s", what, path.Text, got)
	}
}

// sharedSelectable reports selectable fields that all versions have in common while their schemas differ. API servers refuse
// such a definition by an error about a field that it does not have: see
// https://github.com/kubernetes/kubernetes/issues/140689.
func (d *Definition) sharedSelectable(found *findings) {
	versions := d.Object.Spec.Versions
	differ := false
	for _, v := range versions[1:] {
		if !apiequality.Semantic.DeepEqual(v.SelectableFields, versions[0].SelectableFields) {
			return
		}
		differ = differ || !apiequality.Semantic.DeepEqual(v.Schema, versions[0].Schema)
	}
	if !differ {
		return
	}
	for _, field := range d.sources[d.youngest].kind.Root.SelectableFields {
		if found.at(field.Pos) {
			continue // to limit one that cannot stay would help nobody
		}
		found.add(everywhere, field.Pos, "selectable field %s: API servers refuse selectable fields that are the same in all versions when the schemas differ (kubernetes/kubernetes#140689): "+
			"limit one of them by +versioned:marker:text=\"+kubebuilder:selectablefield:JSONPath=%s\",since=VERSION", field.Text, field.Text)
		return
	}
}

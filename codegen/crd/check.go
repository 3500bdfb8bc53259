// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// Check follows the paths of scale, columns and selectable fields through the schemas of all versions, and looks for
// rules that do nothing and types that contain themselves. An API server takes most of what is reported here, and fails
// when somebody uses it.
func (d *Definition) Check(problems *diag.List) {
	found, doubts := d.findings(), d.findings()
	for i, s := range d.sources {
		c := &checker{
			findings: found,
			doubts:   doubts,
			version:  i,
			root:     d.Object.Spec.Versions[i].Schema.OpenAPIV3Schema,
		}
		if s.kind.Root.Scale != nil {
			c.scale(s.kind.Root.Scale)
		}
		c.columns(s.kind.Root.Columns)
		for _, path := range s.kind.Root.SelectableFields {
			c.selectable(path.Path)
		}
		d.walk(i, func(s *apiextensionsv1.JSONSchemaProps, at where, untyped bool) {
			if untyped {
				d.unevaluated(s, at, problems)
			}
			d.pruned(s, at, found, problems)
		})
	}
	d.sharedSelectable(found)
	d.checked = map[diag.Pos]bool{}
	for f := range found.versions {
		d.checked[f.pos] = true
	}
	found.report(problems)
	doubts.warn(problems)
}

// checker checks the paths of one version.
type checker struct {
	*findings
	// doubts are what the API server takes and nobody can want.
	doubts  *findings
	version int
	root    *apiextensionsv1.JSONSchemaProps
}

func (c *checker) errorf(path model.Path, format string, args ...any) {
	needs := c.definition.mentioned(where{version: c.version}, nameInPath.FindAllString(path.Text, -1))
	c.relying(needs, c.version, path.Pos, format, args...)
}

// names splits a path of names only.
func (c *checker) names(what string, path model.Path) ([]string, bool) {
	names, ok := schema.Path(path.Text)
	if !ok {
		c.errorf(path, "%s %s: write names with dots only, such as .spec.replicas", what, path.Text)
	}
	return names, ok
}

// follow takes the steps of a path and reports where it leads nowhere.
func (c *checker) follow(what string, path model.Path, names []string) ([]schema.Step, bool) {
	steps := schema.Walk(c.root, names)
	if len(steps) < len(names) {
		c.errorf(path, "%s %s: %s has no field %s", what, path.Text, dotted(names[:len(steps)]), names[len(steps)])
		return nil, false
	}
	return steps, true
}

func dotted(names []string) string {
	if len(names) == 0 {
		return "the kind"
	}
	return "." + strings.Join(names, ".")
}

// typeOf says what a path leads to, "" for anything.
func typeOf(steps []schema.Step) string {
	last := steps[len(steps)-1].Schema
	switch {
	case last == nil:
		return ""
	case last.XIntOrString:
		return "integer or string"
	default:
		return last.Type
	}
}

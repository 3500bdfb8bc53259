// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"fmt"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

// Check follows the paths of scale, columns and selectable fields through the schemas of all versions. An API server
// takes most of what is reported here, and fails when somebody uses it.
func (d *Definition) Check(problems *diag.List) {
	for i, s := range d.sources {
		root := d.Object.Spec.Versions[i].Schema.OpenAPIV3Schema
		checkScale(s, root, problems)
		for _, column := range s.kind.Root.Columns {
			checkColumn(s, root, column, problems)
		}
		for _, path := range s.kind.Root.SelectableFields {
			checkSelectable(s, root, path, problems)
		}
	}
}

// leads follows a path of names only and reports why it leads nowhere.
func leads(s source, root *apiextensionsv1.JSONSchemaProps, what string, path model.Path, problems *diag.List) ([]schema.Step, bool) {
	names, ok := schema.Path(path.Text)
	if !ok {
		problems.Errorf(path.Pos, "%s %s: write names with dots only, such as .spec.replicas", what, path.Text)
		return nil, false
	}
	steps := schema.Walk(root, names)
	if len(steps) < len(names) {
		problems.Errorf(path.Pos, "%s %s: %s has no field %s%s", what, path.Text, describe(names[:len(steps)]),
			names[len(steps)], in(s))
		return nil, false
	}
	return steps, true
}

// in names the version, since the place in the source is the same for all of them.
func in(s source) string {
	return fmt.Sprintf(" in version %s", s.view.Version.Name)
}

func describe(names []string) string {
	if len(names) == 0 {
		return "the kind"
	}
	return "." + strings.Join(names, ".")
}

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

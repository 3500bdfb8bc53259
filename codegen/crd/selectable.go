// SPDX-License-Identifier: Apache-2.0

package crd

import (
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

func checkSelectable(s source, root *apiextensionsv1.JSONSchemaProps, path model.Path, problems *diag.List) {
	steps, ok := leads(s, root, "selectable field", path, problems)
	if !ok {
		return
	}
	if steps[0].Name == "metadata" {
		problems.Errorf(path.Pos, "selectable field %s: metadata.name and metadata.namespace are always selectable, and "+
			"nothing else of metadata can be", path.Text)
		return
	}
	switch got := typeOf(steps); got {
	case "string", "boolean", "integer":
	case "":
		problems.Errorf(path.Pos, "selectable field %s: it must lead to a string, boolean or integer, and there may be "+
			"anything%s", path.Text, in(s))
	default:
		problems.Errorf(path.Pos, "selectable field %s: it must lead to a string, boolean or integer, and there is %s%s",
			path.Text, got, in(s))
	}
}

// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
	"github.com/stackabletech/operator-go/codegen/schema"
)

func checkScale(s source, root *apiextensionsv1.JSONSchemaProps, problems *diag.List) {
	scale := s.kind.Root.Scale
	if scale == nil {
		return
	}
	if steps, ok := scalePath(s, root, "specReplicasPath", scale.SpecReplicas, "integer", problems, "spec"); ok {
		checkPresence(s, scale.SpecReplicas, steps, problems)
	}
	// A new object has no status. The API server shows 0 replicas then.
	scalePath(s, root, "statusReplicasPath", scale.StatusReplicas, "integer", problems, "status")
	if scale.LabelSelector != nil && scale.LabelSelector.Text != "" {
		scalePath(s, root, "labelSelectorPath", *scale.LabelSelector, "string", problems, "spec", "status")
	}
}

func scalePath(s source, root *apiextensionsv1.JSONSchemaProps, what string, path model.Path, want string,
	problems *diag.List, below ...string,
) ([]schema.Step, bool) {
	steps, ok := leads(s, root, what, path, problems)
	if !ok {
		return nil, false
	}
	inside := false
	for _, name := range below {
		inside = inside || steps[0].Name == name && len(steps) > 1
	}
	if !inside {
		problems.Errorf(path.Pos, "%s %s: it must lead to a field below .%s", what, path.Text, strings.Join(below, " or ."))
		return nil, false
	}
	if got := typeOf(steps); got != want && (got != "" || !steps[len(steps)-1].Free) {
		if got == "" {
			got = "a value of any type"
		}
		problems.Errorf(path.Pos, "%s %s: it must lead to a value of type %s, and there is %s%s", what, path.Text, want, got, in(s))
		return nil, false
	}
	return steps, true
}

// checkPresence makes sure that every object has replicas: GET on /scale fails for one that has none.
func checkPresence(s source, path model.Path, steps []schema.Step, problems *diag.List) {
	for i, step := range steps {
		names := make([]string, i+1)
		for j := range names {
			names[j] = steps[j].Name
		}
		switch {
		case !step.Always():
			problems.Errorf(path.Pos, "specReplicasPath %s: %s may be absent%s, and GET on /scale then answers with status "+
				"500: make it required, or give it a default", path.Text, describe(names), in(s))
			return
		case step.Schema != nil && step.Schema.Nullable:
			problems.Errorf(path.Pos, "specReplicasPath %s: %s may be null%s, and GET on /scale then answers with status "+
				"500: take its +nullable marker away", path.Text, describe(names), in(s))
			return
		}
	}
}

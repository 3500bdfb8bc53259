// SPDX-License-Identifier: Apache-2.0

package crd

import (
	"encoding/json"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/diag"
	"github.com/stackabletech/operator-go/codegen/model"
)

// WarnOfGoneKind tells of a definition that an earlier run emitted for an API package, of a kind that the package has no more.
// The definitions are those of all packages of the run.
func WarnOfGoneKind(former *Former, api *model.API, definitions []*Definition, problems *diag.List) {
	kind := former.Spec.Names.Kind
	if kind == "" {
		return // it is damaged
	}
	for _, d := range definitions {
		switch {
		case d.Object.Name != former.Metadata.Name:
			continue
		case d.Object.Spec.Names.Kind != kind:
			problems.Warnf(d.kindPosition(), "%s was of kind %s until now, and is of kind %s: API servers refuse to change that. If it was released, keep the name of the type",
				d.Object.Name, kind, d.Object.Spec.Names.Kind)
		}
		return // it is another package's
	}
	problems.Warnf(api.Pos, "kind %s (%s) is not there any more: no client is left for its objects, which stay in clusters until somebody deletes its definition. "+
		"If it was released, keep the type, or say +versioned:removed:since=VERSION on it for the versions that do without", kind, former.Metadata.Name)
}

// warnOfAnother tells of what makes a definition another one, which knows nothing of the objects of the former. It reports
// whether there is such.
func (d *Definition) warnOfAnother(former *Former, problems *diag.List) bool {
	if former.Metadata.Name == "" || former.Spec.Names.Kind != d.Object.Spec.Names.Kind {
		return false // it is damaged, or of a kind whose variable has the same name
	}
	spec, api := d.Object.Spec, d.sources[d.youngest].view.API
	const stays = "and stored objects stay behind in the former. If it was released, "
	switch {
	case former.Spec.Group != spec.Group:
		problems.Warnf(api.GroupPos, "the group was %s until now, and is %s: that makes all kinds other resources, %skeep the group", former.Spec.Group, spec.Group, stays)
	case former.Spec.Names.Plural != spec.Names.Plural:
		problems.Warnf(d.kindPosition(), "%s had the plural %s until now, and has %s: that makes it another resource, %ssay +versioned:crd:plural=%s",
			spec.Names.Kind, former.Spec.Names.Plural, spec.Names.Plural, stays, former.Spec.Names.Plural)
	case former.Spec.Scope != string(spec.Scope):
		problems.Warnf(d.kindPosition(), "%s was of the scope %s until now, and is %s: API servers refuse to change that. If it was released, say +versioned:crd:scope=%s",
			spec.Names.Kind, former.Spec.Scope, spec.Scope, former.Spec.Scope)
		return false // what its fields lose is worth a word as well
	default:
		return false
	}
	return true
}

// warnOfVersions tells of versions that are gone. What the whole package has lost is said once, in the same words by each kind.
func (d *Definition) warnOfVersions(former *Former, problems *diag.List) {
	api := d.sources[d.youngest].view.API
	const stored = "objects may be stored in it, and API servers refuse a definition without a version that its status.storedVersions names. If it was released, "
	for _, version := range former.Spec.Versions {
		name := version.Name
		switch {
		case slices.ContainsFunc(d.sources, func(s source) bool { return s.view.Version.Name == name }):
		case api.Index(name) < 0:
			problems.Warnf(api.Versions[0].Pos, "version %s is not there any more: %skeep it with served=false until no object is stored in it and status.storedVersions does without", name, stored)
		default:
			problems.Warnf(d.kindPosition(), "%s is not in version %s any more: %skeep it there, and say served=false on the version until no object is stored in it and status.storedVersions does without",
				d.Object.Spec.Names.Kind, name, stored)
		}
	}
}

// kindPosition is where the kind is declared to be one.
func (d *Definition) kindPosition() diag.Pos {
	kind := d.sources[d.youngest].kind
	return first(kind.Root.Pos, kind.Pos)
}

// goneValues returns the values of an enumeration, as JSON, that a later one lacks; none where there is no later one.
func goneValues(former []any, now []apiextensionsv1.JSON) []string {
	if len(now) == 0 {
		return nil
	}
	has := map[string]bool{}
	for _, value := range now {
		var v any
		if json.Unmarshal(value.Raw, &v) == nil {
			has[jsonText(v)] = true
		}
	}
	var gone []string
	for _, v := range former {
		if text := jsonText(v); !has[text] {
			gone = append(gone, text)
		}
	}
	return gone
}

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"strings"

	"github.com/stackabletech/operator-go/codegen/model"
)

// ConfigSuffix is what the name of an apply configuration adds to that of its type.
const ConfigSuffix = "ApplyConfiguration"

const (
	// MetaPackage is that of ObjectMeta and TypeMeta.
	MetaPackage = "k8s.io/apimachinery/pkg/apis/meta/v1"
	// ClientConfigs is the folder of the apply configurations of client-go.
	ClientConfigs = "k8s.io/client-go/applyconfigurations/"
	apiModule     = "k8s.io/api/"
)

// known are the types outside of the plan whose fields are apply configurations wherever they are used. They are those
// that applyconfiguration-gen knows unless it is told of more; any other type of an ordinary package is used as it is.
var known = map[string]bool{
	"Condition":                true,
	"DeleteOptions":            true,
	"LabelSelector":            true,
	"LabelSelectorRequirement": true,
	"ManagedFieldsEntry":       true,
	"ObjectMeta":               true,
	"OwnerReference":           true,
	"TypeMeta":                 true,
}

// KnownConfig returns the apply configuration of client-go that takes the place of a type in every field.
func KnownConfig(id model.TypeID) (model.TypeID, bool) {
	if id.Pkg != MetaPackage || !known[id.Name] {
		return model.TypeID{}, false
	}
	return model.TypeID{Pkg: ClientConfigs + "meta/v1", Name: id.Name + ConfigSuffix}, true
}

// MethodConfig returns the apply configuration of client-go that a method takes for a type outside of the plan, such as
// that of the Scale of autoscaling.
func MethodConfig(id model.TypeID) (model.TypeID, bool) {
	if config, ok := KnownConfig(id); ok {
		return config, true
	}
	folder, ok := strings.CutPrefix(id.Pkg, apiModule)
	if !ok || strings.Count(folder, "/") != 1 {
		return model.TypeID{}, false
	}
	return model.TypeID{Pkg: ClientConfigs + folder, Name: id.Name + ConfigSuffix}, true
}

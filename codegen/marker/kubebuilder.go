// SPDX-License-Identifier: Apache-2.0

package marker

import (
	"fmt"
	"sync"

	crdmarkers "sigs.k8s.io/controller-tools/pkg/crd/markers"
	"sigs.k8s.io/controller-tools/pkg/markers"
)

// registry is the vocabulary of controller-tools about CRDs. It is made once, and only by runs that need it.
var registry = sync.OnceValues(func() (*markers.Registry, error) {
	r := &markers.Registry{}
	return r, crdmarkers.Register(r)
})

// Kubebuilder finds the definition of a marker in the vocabulary of controller-tools. The text is without "+". The
// definition is nil for a marker that it does not know at such a place.
func Kubebuilder(text string, target markers.TargetType) (*markers.Definition, error) {
	r, err := registry()
	if err != nil {
		return nil, err
	}
	return r.Lookup("+"+text, target), nil
}

// ParseKubebuilder reads a marker of controller-tools' vocabulary. The value is nil for a marker that it does not know
// at such a place.
func ParseKubebuilder(text string, target markers.TargetType) (value any, err error) {
	// The parser is reflective, and a library must not take the run down with it.
	defer func() {
		if r := recover(); r != nil {
			value, err = nil, fmt.Errorf("+%s cannot be read: %v", Name(text), r)
		}
	}()
	definition, err := Kubebuilder(text, target)
	if definition == nil || err != nil {
		return nil, err
	}
	return definition.Parse("+" + text)
}

// EnumValues returns the values that a marker kubebuilder:validation:Enum lists, each as a Go literal. It returns false for
// one that cannot be read.
func EnumValues(text string) ([]string, bool) {
	parsed, err := ParseKubebuilder(text, markers.DescribesType)
	listed, ok := parsed.(crdmarkers.Enum)
	if err != nil || !ok {
		return nil, false
	}
	values := make([]string, len(listed))
	for i, value := range listed {
		values[i] = fmt.Sprintf("%#v", value)
	}
	return values, true
}

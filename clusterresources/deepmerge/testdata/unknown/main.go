// SPDX-License-Identifier: Apache-2.0

// Command unknown prints what is wrong with an override of an unknown field. Unlike test binaries, a command knows from
// which modules it was built.
package main

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	builtin "k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"

	"github.com/stackabletech/operator-go/clusterresources/deepmerge"
)

func main() {
	kind := metav1.TypeMeta{APIVersion: "v1", Kind: "Service"}
	s, err := deepmerge.SchemaOf(builtin.NewTypeConverter(scheme.Scheme), &corev1.Service{TypeMeta: kind})
	if err == nil {
		_, err = deepmerge.Merge(s, nil, map[string]any{"spce": nil})
	}
	fmt.Println(err)
}

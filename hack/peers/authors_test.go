// SPDX-License-Identifier: Apache-2.0

package peers_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/stackabletech/operator-go/codegen/output"
)

// edits take back what package realapi changed in the source, by the file of the CRD.
var edits = map[string]func(*apiextensionsv1.CustomResourceDefinition){
	"monitoring.coreos.com_alertmanagers.yaml": func(object *apiextensionsv1.CustomResourceDefinition) {
		spec := object.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"].Properties
		replicas := spec["replicas"]
		replicas.Default = nil
		spec["replicas"] = replicas
	},
}

// TestDefinitionsAreThoseOfTheAuthors compares with what controller-gen makes of the packages as they were published. A
// marker that got lost on the way to the emitted packages would be missing on both sides of the other comparison.
func TestDefinitionsAreThoseOfTheAuthors(t *testing.T) {
	t.Parallel()
	for _, v := range variants {
		if len(v.versions) > 1 {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			module := v.module(t)
			generate(t, module, output.Disk{})
			ours := readDefinitions(t, filepath.Join(module.Dir, "crds")).alike()
			for file, object := range ours {
				delete(object.Annotations, apiextensionsv1.KubeAPIApprovedAnnotation)
				if len(object.Annotations) == 0 {
					object.Annotations = nil
				}
				if edit := edits[file]; edit != nil {
					edit(object)
				}
			}
			assert.Empty(t, cmp.Diff(controllerGen(t, module, v.api.Source).alike(), ours), "theirs - ours +")
		})
	}
}

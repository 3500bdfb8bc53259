// SPDX-License-Identifier: Apache-2.0

package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
	"github.com/stackabletech/operator-go/codegen/model"
)

func TestPlural(t *testing.T) {
	t.Parallel()
	for singular, plural := range map[string]string{
		"": "", "X": "X", "Person": "Persons", "Class": "Classes", "Box": "Boxes", "Quiz": "Quizes", "Policy": "Policies",
		"Gateway": "Gateways", "Batch": "Batches", "Mesh": "Meshes", "Path": "Paths", "Knife": "Knives", "Leaf": "Leaves",
		"Gateway2": "Gateway2s", "Node": "Nodes", "Alibi": "Alibis",
	} {
		assert.Equal(t, plural, plan.Plural(singular))
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "personspec.go", plan.FileName("PersonSpec"))
	assert.Equal(t, "load_test_.go", plan.FileName("Load_Test"), "no test")
	assert.Equal(t, "host_linux_.go", plan.FileName("Host_linux"), "not for one system only")
	assert.Equal(t, "test.go", plan.FileName("Test"), "only what stands behind an underscore counts")
	assert.Equal(t, "fake_person.go", plan.FileName("fake_Person"))
	assert.Equal(t, "fake_test_.go", plan.FileName("fake_Test"))
	assert.Equal(t, "fake_js_.go", plan.FileName("fake_Js"))
	assert.Equal(t, "fake_arm_.go", plan.FileName("fake_Arm"))
	assert.Equal(t, "interface_.go", plan.FileName("Interface"))
}

func TestConfigs(t *testing.T) {
	t.Parallel()
	config, ok := plan.KnownConfig(model.TypeID{Pkg: plan.MetaPackage, Name: "Condition"})
	assert.True(t, ok)
	assert.Equal(t, model.TypeID{Pkg: "k8s.io/client-go/applyconfigurations/meta/v1", Name: "ConditionApplyConfiguration"}, config)
	pod := model.TypeID{Pkg: "k8s.io/api/core/v1", Name: "Pod"}
	_, ok = plan.KnownConfig(pod)
	assert.False(t, ok, "fields have the Go type")
	config, ok = plan.MethodConfig(pod)
	assert.True(t, ok)
	assert.Equal(t, model.TypeID{Pkg: "k8s.io/client-go/applyconfigurations/core/v1", Name: "PodApplyConfiguration"}, config)
	for _, pkg := range []string{plan.MetaPackage, "example.com/core/v1", "k8s.io/api/a/b/c"} {
		_, ok = plan.MethodConfig(model.TypeID{Pkg: pkg, Name: "Other"})
		assert.False(t, ok, pkg)
	}
}

// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSaysOptional has the places of a marker as controller-gen reads them.
func TestSaysOptional(t *testing.T) {
	t.Parallel()
	const m = "// +kubebuilder:validation:Optional\n"
	for name, c := range map[string]struct {
		source string
		want   bool
	}{
		"above the package clause": {m + "package p\n", true},
		"below the imports":        {"package p\n\nimport \"fmt\"\n\n" + m + "\nvar _ = fmt.Print\n", true},
		"at the end":               {"package p\n\n" + m, true},
		"a group above a type":     {"package p\n\n" + m + "\n// T is a type.\ntype T int\n", true},
		"between types":            {"package p\n\ntype (\n\tA int\n\n\t" + m + "\n\t// B is a type.\n\tB int\n)\n", true},
		"above a group of types":   {"package p\n\n" + m + "type (\n\tA int\n)\n", false},
		"doc of a type":            {"package p\n\n" + m + "type T int\n", false},
		"doc of a function":        {"package p\n\n" + m + "func F() {}\n", false},
		"doc of a variable":        {"package p\n\n" + m + "var V int\n", false},
		"doc of a constant":        {"package p\n\nconst (\n\t" + m + "\tC = 1\n)\n", false},
		"of a field":               {"package p\n\ntype T struct {\n\t" + m + "\tA int\n}\n", false},
		"in a function":            {"package p\n\nfunc F() {\n\t" + m + "}\n", false},
		"in no marker":             {"// kubebuilder:validation:Optional\npackage p\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := parser.ParseFile(token.NewFileSet(), "p.go", c.source, parser.ParseComments)
			require.NoError(t, err)
			assert.Equal(t, c.want, saysOptional(file))
		})
	}
}

// SPDX-License-Identifier: Apache-2.0

package codegen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// TestRuntimeStaysLight holds the packages that operators import to what they may bring along: none of the generator,
// and none of the libraries that only a generator needs.
func TestRuntimeStaysLight(t *testing.T) {
	t.Parallel()
	const own = "github.com/stackabletech/operator-go/"
	roots, err := packages.Load(&packages.Config{
		Context: t.Context(), Dir: "..", Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps,
	}, "./apis/...", "./generated/...", "./clusterresources/...")
	require.NoError(t, err)
	require.Greater(t, len(roots), 10)
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		for _, heavy := range []string{
			own + "codegen", "github.com/dave/jennifer", "sigs.k8s.io/controller-tools", "golang.org/x/tools",
			"github.com/google/cel-go", "k8s.io/apiserver", "k8s.io/apiextensions-apiserver/pkg/apiserver",
			"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation", "sigs.k8s.io/controller-runtime",
			"github.com/stretchr/testify",
		} {
			assert.False(t, strings.HasPrefix(pkg.PkgPath, heavy), "%s is reached by a run-time package", pkg.PkgPath)
		}
	})
	// Imports run one way: what is written by hand does not need what is generated from it.
	for _, root := range roots {
		if strings.HasPrefix(root.PkgPath, own+"apis/") {
			packages.Visit([]*packages.Package{root}, nil, func(pkg *packages.Package) {
				assert.False(t, strings.HasPrefix(pkg.PkgPath, own+"generated/"), "%s imports %s", root.PkgPath, pkg.PkgPath)
			})
		}
	}
}

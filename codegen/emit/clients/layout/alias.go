// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"go/token"
	"path"
	"strings"
	"unicode"

	"github.com/stackabletech/operator-go/codegen/emit/clients/plan"
)

// alias is what a package is called in a file that imports it, and whether the import has to say so.
func (t *Tree) alias(importPath string) (name string, explicit bool) {
	if name, ok := t.aliases[importPath]; ok {
		return name, true
	}
	base := path.Base(importPath)
	if isVersion(base) {
		name := identifier(path.Base(path.Dir(importPath)) + base)
		if strings.HasPrefix(importPath, plan.ClientConfigs) {
			name = "apply" + name
		}
		return name, true
	}
	name = identifier(base)
	// Packages of Kubernetes are called like their folders; of any other this cannot be known.
	return name, name != base || !strings.HasPrefix(importPath, "k8s.io/") && !strings.HasPrefix(importPath, "sigs.k8s.io/")
}

// owns reports whether a package is one of the tree, or one that it is made from.
func (t *Tree) owns(importPath string) bool { return t.aliases[importPath] != "" }

// isVersion reports whether a folder is named like a version: "v1", "v2beta1".
func isVersion(base string) bool {
	return len(base) > 1 && base[0] == 'v' && '0' <= base[1] && base[1] <= '9'
}

// identifier makes a package name of a folder's name.
func identifier(folder string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= unicode.MaxASCII:
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, folder)
	if !token.IsIdentifier(name) {
		// Nothing is left of it, or it begins with a digit, or it is a keyword.
		return "p" + name
	}
	return name
}

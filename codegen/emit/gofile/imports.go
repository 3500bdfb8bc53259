// SPDX-License-Identifier: Apache-2.0

package gofile

import (
	"go/token"
	"path"
	"strings"
	"unicode"

	"github.com/dave/jennifer/jen"
)

// Import says how a file calls a package if it comes to import it. Taken reports what the file's own package declares;
// nil stands for nothing.
func Import(f *jen.File, importPath string, taken func(name string) bool) {
	name, base := Alias(importPath), path.Base(importPath)
	first, _, _ := strings.Cut(importPath, "/")
	if taken != nil && taken(name) {
		for taken(name) {
			name += "pkg"
		}
		f.ImportAlias(importPath, name)
		return
	}
	switch {
	case name == base && (first == "k8s.io" || first == "sigs.k8s.io"):
		// Packages of Kubernetes are called like their folders; of others this cannot be known.
		f.ImportName(importPath, name)
	case name == base && !strings.Contains(first, "."):
		// jennifer knows the standard library.
	default:
		f.ImportAlias(importPath, name)
	}
}

// Alias is what a package is called in emitted files, as long as no other import of a file has that name: metav1 for
// k8s.io/apimachinery/pkg/apis/meta/v1.
func Alias(importPath string) string {
	base := path.Base(importPath)
	if isVersion(base) {
		base = path.Base(path.Dir(importPath)) + base
	}
	return PackageName(base)
}

// PackageName makes a package name of a folder's name.
func PackageName(folder string) string {
	name := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
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

// isVersion reports whether a folder is named like a version: v1, v2beta1.
func isVersion(base string) bool {
	return len(base) > 1 && base[0] == 'v' && '0' <= base[1] && base[1] <= '9'
}

// SPDX-License-Identifier: Apache-2.0

package realapi

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/stackabletech/operator-go/codegen/marker"
)

// annotate makes a Go file part of an API package: its package clause is renamed, root types get their markers, and
// markers whose place is on the package go. It returns how many root types it found.
func annotate(name string, source []byte, api API) ([]byte, int, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.ParseComments)
	if err != nil {
		return nil, 0, err
	}
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	markers := []byte("// " + strings.Join(append([]string{"+versioned:crd"}, api.Markers...), "\n// ") + "\n")
	roots := 0
	for _, decl := range slices.Backward(file.Decls) {
		if g, ok := decl.(*ast.GenDecl); ok && isRoot(g) {
			source = slices.Insert(source, offset(g.Pos()), markers...)
			roots++
		}
	}
	source = slices.Replace(source, offset(file.Name.Pos()), offset(file.Name.End()), []byte(api.Name)...)
	return refused.ReplaceAll(source, nil), roots, nil
}

// refused matches a line with a marker that the generator refuses since the package says it.
var refused = func() *regexp.Regexp {
	var names []string
	for name := range marker.Refused {
		names = append(names, regexp.QuoteMeta(name))
	}
	slices.Sort(names)
	return regexp.MustCompile(`(?m)^\s*//\s*\+(` + strings.Join(names, "|") + `)\b.*\n`)
}()

// isRoot reports whether a declaration is that of a kind: a struct that embeds TypeMeta and ObjectMeta. Not every
// project marks its kinds with kubebuilder:object:root.
func isRoot(g *ast.GenDecl) bool {
	if g.Tok != token.TYPE || len(g.Specs) != 1 {
		return false
	}
	spec, ok := g.Specs[0].(*ast.TypeSpec)
	if !ok {
		return false
	}
	object, ok := spec.Type.(*ast.StructType)
	return ok && embeds(object, "TypeMeta") && embeds(object, "ObjectMeta")
}

func embeds(object *ast.StructType, name string) bool {
	return slices.ContainsFunc(object.Fields.List, func(f *ast.Field) bool {
		selector, ok := f.Type.(*ast.SelectorExpr)
		return ok && len(f.Names) == 0 && selector.Sel.Name == name
	})
}

// packageFile is the file with the markers of an API package, and with the one constant of registration code that the
// types of Gateway API refer to.
func packageFile(api API, versions []string) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "// Package %s is a copy of %s.\n//\n// +versioned:group=%s\n", api.Name, api.Source, api.Group)
	for i, version := range versions {
		fmt.Fprintf(&text, "// +versioned:version:name=%s,storage=%t\n", version, i == len(versions)-1)
	}
	fmt.Fprintf(&text, "// +kubebuilder:skip\npackage %s\n\n// GroupName is the API group.\nconst GroupName = %q\n", api.Name, api.Group)
	return []byte(text.String())
}

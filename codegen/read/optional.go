// SPDX-License-Identifier: Apache-2.0

package read

import (
	"go/ast"
	"go/token"
	"slices"

	"github.com/stackabletech/operator-go/codegen/load"
	"github.com/stackabletech/operator-go/codegen/marker"
)

// optionalMarker has all fields of a package optional where it stands at the level of the package.
const optionalMarker = "kubebuilder:validation:Optional"

// optionalByDefault reports whether a package says so.
func optionalByDefault(syntax *load.Syntax) bool {
	return slices.ContainsFunc(syntax.Holding(optionalMarker), saysOptional)
}

// saysOptional reports whether a file says so.
func saysOptional(file *ast.File) bool {
	return slices.ContainsFunc(file.Comments, func(group *ast.CommentGroup) bool {
		return slices.ContainsFunc(group.List, func(c *ast.Comment) bool {
			text, ok := markerText(c.Text)
			return ok && marker.Name(text) == optionalMarker
		}) && isPackageLevel(file, group)
	})
}

// isPackageLevel reports whether controller-tools takes comments for the package's: they are no doc comment of a
// declaration, and stand inside of none but between the types of a group. It matters only for markers that a type cannot
// have: others, if they stand right above one, are the type's.
func isPackageLevel(file *ast.File, group *ast.CommentGroup) bool {
	within := func(n ast.Node) bool { return n.Pos() <= group.Pos() && group.End() <= n.End() }
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if group == d.Doc || within(d) {
				return false
			}
		case *ast.GenDecl:
			if group == d.Doc || within(d) && d.Tok != token.TYPE {
				return false
			}
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok && (group == t.Doc || group == t.Comment || within(t)) {
					return false
				}
			}
		}
	}
	return true
}

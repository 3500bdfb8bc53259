// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"path"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stackabletech/operator-go/codegen/emit/gofile"
	"github.com/stackabletech/operator-go/codegen/model"
)

// File is a Go file that is being written.
type File struct {
	*jen.File
	tree *Tree
	seen map[string]bool
	// declared are names that no import may have, such as "types" where there is a kind called Type.
	declared map[string]bool
}

// Qual refers to a name of a package, and imports the package.
func (f *File) Qual(importPath, name string) *jen.Statement {
	f.importAs(importPath)
	return jen.Qual(importPath, name)
}

// ID refers to a declared type.
func (f *File) ID(id model.TypeID) *jen.Statement { return f.Qual(id.Pkg, id.Name) }

// Pointer refers to a pointer to a declared type.
func (f *File) Pointer(id model.TypeID) *jen.Statement { return jen.Op("*").Add(f.ID(id)) }

// Empty makes an empty value of a declared type: &T{}.
func (f *File) Empty(id model.TypeID) *jen.Statement { return jen.Op("&").Add(f.ID(id)).Values() }

// Expr writes a type expression.
func (f *File) Expr(e *model.Expr) *jen.Statement {
	e.Names(func(id model.TypeID) { f.importAs(id.Pkg) })
	return gofile.Type(e)
}

// Doc writes a doc comment, a statement of its own.
func (f *File) Doc(lines ...string) { f.Add(gofile.Comment(lines...)) }

func (f *File) importAs(importPath string) {
	if f.seen[importPath] {
		return
	}
	f.seen[importPath] = true
	first, _, _ := strings.Cut(importPath, "/")
	name, explicit := path.Base(importPath), false
	if strings.Contains(first, ".") || f.tree.owns(importPath) {
		name, explicit = f.tree.alias(importPath)
	} else if !f.declared[name] {
		// A package of the standard library, which jennifer knows.
		return
	}
	if f.declared[name] {
		name, explicit = "api"+name, true
	}
	if explicit {
		f.ImportAlias(importPath, name)
	} else {
		f.ImportName(importPath, name)
	}
}
